import { compareText, objectText, type Place } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Preset } from '../../model/settings.ts'

/** A set of settings that the mesh after takes by another name. */
export interface ChangedPreset {
  /** Example: profile of Istio default (`default` before, `ambient` after). */
  readonly what: string
  readonly place: Place
  /** False for profiles of Istio in which nothing decides about a request. */
  readonly mayDecide: boolean
}

/** Sets of settings that go by a name, such as `profile: ambient` of an IstioOperator, and are not the same in that object on both sides. */
export function changedPresets({ settings: was }: Mesh, { settings: is }: Mesh): readonly ChangedPreset[] {
  const [from, to] = [presetsByObject(was.presets), presetsByObject(is.presets)]
  return [...new Map([...to, ...from])].flatMap(([key, [first]]): ChangedPreset[] => {
    const { setting, place } = first!
    const [old, now] = [namesIn(from.get(key), setting), namesIn(to.get(key), setting)]
    if (quoted(old) === quoted(now)) return []
    const mayDecide = setting !== 'profile' || !old.every((one) => now.every((other) => decidesAlike(one, other)))
    return [{ what: `${setting} of ${objectText(place.object)} (${quoted(old)} before, ${quoted(now)} after)`, place, mayDecide }]
  })
}

/** Each control plane has its own. */
function presetsByObject(presets: readonly Preset[] = []): ReadonlyMap<string, readonly Preset[]> {
  const groups = new Map<string, Preset[]>()
  for (const preset of presets) {
    const key = `${preset.setting} ${objectText(preset.place.object)}`
    groups.set(key, [...(groups.get(key) ?? []), preset])
  }
  return groups
}

/** Those of one object, without the one that it has where it names none. */
function namesIn(presets: readonly Preset[] | undefined, setting: Preset['setting']): readonly string[] {
  if (presets === undefined) return [setting === 'profile' ? 'default' : 'of the release']
  return [...new Set(presets.map(({ value }) => value))].sort(compareText)
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

/** They set logs, traces, gateways, resources and what istio-cni needs (istio:manifests/profiles, istio:manifests/helm-profiles). */
const sidecarProfiles: ReadonlySet<string> = new Set(['default', 'demo', 'empty', 'minimal', 'openshift'])

/** They add ambient mode, which comparing takes to be there: without it sidecars take no HBONE. */
const ambientProfiles: ReadonlySet<string> = new Set(['ambient', 'openshift-ambient'])

/** Any other profile may set anything: `preview` lets the proxy resolve names, and `profile: ./ours.yaml` is a file. */
function decidesAlike(from: string, to: string): boolean {
  const isKnown = sidecarProfiles.has(from) || ambientProfiles.has(from)
  return from === to || (isKnown && ambientProfiles.has(to)) || (sidecarProfiles.has(from) && sidecarProfiles.has(to))
}
