import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText, objectText, type Place } from '../../../../src/diagnostics/place.ts'
import type { MeshBuilder } from '../../../../src/model/builder.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { defaultSettings } from '../../../../src/model/settings.ts'
import type { FoundSettings } from './found-settings.ts'

/**
 * Notes the configuration of one revision of istiod, and reports where another revision follows a default that this one does not, or the other
 * way round. Each revision reads a configuration of its own as a whole (istio:pilot/pkg/bootstrap/mesh.go initMeshConfiguration,
 * getMeshConfigMapName). Example: `istio` merges slashes, and `istio-canary` says nothing of paths, so that pods of the revision `canary` do
 * not merge them. Values that both give are compared where they are merged.
 */
export function noteConfiguration(
  { revision, about, place }: { readonly revision: string; readonly about: 'mesh' | 'injector'; readonly place: Place },
  found: FoundSettings,
  context: ReadContext,
  into: MeshBuilder,
): void {
  const says = sayings(found)
  const others = into.configurations.filter((one) => one.about === about && one.revision !== revision)
  for (const other of others)
    for (const name of [...new Set([...says.keys(), ...other.says.keys()])].sort(compareText)) {
      const [own, theirs] = [says.get(name), other.says.get(name)]
      if ((own === undefined) === (theirs === undefined) || (own ?? theirs) === defaultOf(name)) continue
      const [silent, given] = own === undefined ? [place, other.place] : [other.place, place]
      const related = [{ place: given, message: 'this one is read' }]
      context.diagnostics.push(
        diagnose(catalogue.meshConfigConflict, silent, { setting: name, other: objectText(given.object) }, { related }),
      )
    }
  into.configurations.push({ revision, about, place, says })
}

/** What a configuration says, each part as one text. */
function sayings({ settings, flags, authorizers, capture }: FoundSettings): Map<string, string> {
  return new Map([
    ...settings.map(({ name, value }) => [name, JSON.stringify(value)] as const),
    ...flags.map(({ name, value }) => [name, value] as const),
    ...capture.map(({ name, value }) => [name, value] as const),
    ...authorizers.map(({ name, place: _, ...rest }) => [`extensionProviders ${name}`, JSON.stringify(rest)] as const),
  ])
}

function defaultOf(name: string): string | undefined {
  return name in defaultSettings ? JSON.stringify(defaultSettings[name as keyof typeof defaultSettings]) : undefined
}
