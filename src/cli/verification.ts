import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts'
import type { Target } from '../model/dialect.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Translation } from '../translation.ts'
import type { Comparison } from '../verify/comparison.ts'
import { compareManifests, readBack, verifyTranslation } from '../verify/verify.ts'
import { readTwoSets } from './comparison-input.ts'
import type { InputArguments } from './options/input.ts'
import type { TargetArguments } from './options/target.ts'
import type { Terminal } from './terminal.ts'
import { runTranslation } from './translation-run.ts'

export type OtherSide = { readonly to: Target['name'] } | { readonly against: readonly string[] }

/** Two meshes, compared. */
export interface Verification {
  readonly comparison: Comparison
  readonly before: Mesh
  readonly after: Mesh
  /** The translation, when the other side was made by one. */
  readonly translation?: Translation
  readonly diagnostics: readonly Diagnostic[]
}

export function verificationOf(args: InputArguments & Omit<TargetArguments, 'to'>, other: OtherSide, terminal: Terminal): Verification {
  if ('to' in other) {
    const { translation, diagnostics } = runTranslation({ ...args, to: other.to }, terminal)
    return {
      comparison: verifyTranslation(translation),
      before: translation.mesh,
      after: readBack(translation),
      translation,
      diagnostics,
    }
  }
  const sets = readTwoSets(args, other.against)
  const compared = compareManifests(sets.before, sets.after, {
    assume: args.assume,
    ...(args.namespace === undefined ? {} : { defaultNamespace: args.namespace }),
  })
  return { ...compared, diagnostics: sortDiagnostics([...sets.diagnostics, ...compared.diagnostics]) }
}
