import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import type { Mesh } from '../../model/mesh.ts'
import { readManifests } from '../../translate.ts'
import { readBack } from '../../verify/verify.ts'
import { readTwoSets, requireDocuments } from '../input/comparison-input.ts'
import { inputOf } from '../input/input-of.ts'
import type { InputArguments } from '../options/input.ts'
import { type TargetArguments, type VersionArguments, versionsOf } from '../options/target.ts'
import type { Terminal } from '../process/terminal.ts'
import { runTranslation, withoutBuilds } from '../translation/translation-run.ts'
import type { OtherSide } from './verification.ts'

export interface TracedMeshes {
  /** One mesh, or the one before and the one after. */
  readonly meshes: readonly { readonly side: 'before' | 'after'; readonly title: string; readonly mesh: Mesh }[]
  readonly diagnostics: readonly Diagnostic[]
}

export function tracedMeshes(
  args: InputArguments & Omit<TargetArguments, 'to'>,
  other: OtherSide | undefined,
  terminal: Terminal,
): TracedMeshes {
  if (other === undefined) return oneMesh(args)
  if ('to' in other) {
    const { translation, diagnostics } = runTranslation({ ...args, to: other.to }, terminal, withoutBuilds)
    return {
      meshes: [
        { side: 'before', title: 'Before: the input', mesh: translation.mesh },
        { side: 'after', title: `After: converted to ${other.to}`, mesh: readBack(translation) },
      ],
      diagnostics,
    }
  }
  const sets = readTwoSets(args, other.against)
  const versions = versionsOf(args)
  const reading = { defaultNamespace: args.namespace, namespacesInjected: args.assume.includes('namespaces-injected'), versions }
  const before = readManifests(sets.before, reading)
  const after = readManifests(sets.after, { ...reading, cluster: before.objects })
  return {
    meshes: [
      { side: 'before', title: 'Before', mesh: before.mesh },
      { side: 'after', title: `After: ${other.against.join(', ')}`, mesh: after.mesh },
    ],
    diagnostics: sortDiagnostics([...sets.diagnostics, ...before.diagnostics, ...after.diagnostics]),
  }
}

function oneMesh(args: InputArguments & VersionArguments & Pick<TargetArguments, 'assume'>): TracedMeshes {
  const found = inputOf(args)
  requireDocuments(found.files)
  const namespacesInjected = args.assume.includes('namespaces-injected')
  const { mesh, diagnostics } = readManifests(found.files, {
    defaultNamespace: args.namespace,
    namespacesInjected,
    versions: versionsOf(args),
  })
  return {
    meshes: [{ side: 'before', title: 'The input', mesh }],
    diagnostics: sortDiagnostics([...found.diagnostics, ...diagnostics]),
  }
}
