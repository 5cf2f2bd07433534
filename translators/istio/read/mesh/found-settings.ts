import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText, objectText, type Place } from '../../../../src/diagnostics/place.ts'
import type { CaptureName } from '../../../../src/model/capture.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { ownValue } from '../../../../src/model/own-value.ts'
import type { ExternalAuthorizer, MeshSettings, Preset, SettingName } from '../../../../src/model/settings.ts'

/** A setting that one source of mesh configuration gives. */
export interface FoundSetting<K extends SettingName = SettingName> {
  readonly name: K
  readonly value: MeshSettings[K]
  readonly place: Place
}

/** What one source of mesh configuration says. */
export interface FoundSettings {
  readonly settings: readonly FoundSetting[]
  readonly flags: readonly { readonly name: string; readonly value: string; readonly place: Place }[]
  readonly authorizers: readonly ExternalAuthorizer[]
  readonly capture: readonly { readonly name: CaptureName; readonly value: string; readonly place: Place }[]
  readonly presets: readonly Preset[]
  readonly unmodelled: readonly Place[]
}

export function found<K extends SettingName>(name: K, value: MeshSettings[K] | undefined, place: Place): FoundSetting[] {
  return value === undefined ? [] : [{ name, value, place } as FoundSetting]
}

/**
 * Adds what one source says to the settings. A setting that two sources give differently is reported; the ConfigMap `istio` is taken
 * first, then the other ConfigMaps by name, then IstioOperators and what else holds values of istiod's chart. The objects come in the order of their files' paths.
 */
export function mergeSettings(into: MeshSettings, source: FoundSettings, context: ReadContext): MeshSettings {
  const merged = { ...into } as { -readonly [K in keyof MeshSettings]: MeshSettings[K] }
  const places: { [K in SettingName]?: Place } = { ...into.places }
  for (const { name, value, place } of source.settings) {
    const known = places[name]
    if (known !== undefined && JSON.stringify(into[name]) !== JSON.stringify(value)) {
      if (!reportConflict(name, known, place, context)) continue
    } else if (known !== undefined) continue
    Object.assign(merged, { [name]: value })
    places[name] = place
  }
  merged.flags = mergeFlags(into, source, places, context)
  merged.externalAuthorizers = mergeAuthorizers(into, source, context)
  const [firstAuthorizer] = merged.externalAuthorizers
  if (firstAuthorizer !== undefined) places.externalAuthorizers = firstAuthorizer.place
  merged.capture = mergeCapture(into, source, context)
  const presets = [...(into.presets ?? []), ...source.presets]
  if (presets.length > 0) merged.presets = presets
  merged.unmodelled = [...into.unmodelled, ...source.unmodelled]
  merged.places = places
  return merged
}

/** The flags that the model reads. */
const readFlags: ReadonlySet<string> = new Set([
  ...['ENABLE_INGRESS_WAYPOINT_ROUTING', 'ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES', 'ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY'],
  ...['ISTIO_META_ENABLE_HBONE', 'PILOT_AUTO_ALLOW_WAYPOINT_POLICY', 'PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS'],
  ...['PILOT_ENABLE_SENDING_HBONE', 'PILOT_SKIP_VALIDATE_TRUST_DOMAIN'],
])

function mergeFlags(
  into: MeshSettings,
  source: FoundSettings,
  places: { [K in SettingName]?: Place },
  context: ReadContext,
): MeshSettings['flags'] {
  const flags: Record<string, string> = { ...into.flags }
  for (const { name, value, place } of source.flags) {
    const known = ownValue(flags, name)
    const other = places.flags ?? place
    // Values of two clusters differ in flags that decide about no request, such as `PILOT_TRACE_SAMPLING`, as they may.
    const counts = readFlags.has(name) || !isValues(place) || !isValues(other)
    if (known !== undefined && known !== value && counts && !reportConflict(name, other, place, context)) continue
    flags[name] = value
    places.flags ??= place
  }
  return flags
}

/** Of one source that says it twice, as IstioOperator does in `meshConfig` and `values.meshConfig`, the first counts. */
function mergeCapture(into: MeshSettings, source: FoundSettings, context: ReadContext): MeshSettings['capture'] {
  const capture: { -readonly [K in CaptureName]?: MeshSettings['capture'][K] } = { ...into.capture }
  for (const { name, value, place } of source.capture) {
    const known = capture[name]
    if (known !== undefined && (known.value === value || known.place.object === place.object)) continue
    if (known !== undefined && !reportConflict(String(place.path.at(-1)), known.place, place, context)) continue
    capture[name] = { value, place }
  }
  return capture
}

function mergeAuthorizers(into: MeshSettings, source: FoundSettings, context: ReadContext): MeshSettings['externalAuthorizers'] {
  const byName = new Map(into.externalAuthorizers.map((authorizer) => [authorizer.name, authorizer]))
  for (const authorizer of source.authorizers) {
    const known = byName.get(authorizer.name)
    if (known !== undefined && content(known) === content(authorizer)) continue
    if (known !== undefined && !reportConflict(`extensionProviders ${authorizer.name}`, known.place, authorizer.place, context)) continue
    byName.set(authorizer.name, authorizer)
  }
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name))
}

function content({ place: _, ...rest }: ExternalAuthorizer): string {
  return JSON.stringify(rest)
}

/** Reports two sources that disagree, at the one that is not read. True when the new one is read. */
function reportConflict(setting: string, known: Place, added: Place, context: ReadContext): boolean {
  const addedWins = compareText(rank(added), rank(known)) < 0
  const [loser, winner] = addedWins ? [known, added] : [added, known]
  const related = [{ place: winner, message: 'this one is read' }]
  context.diagnostics.push(
    isValues(loser) && isValues(winner)
      ? diagnose(
          catalogue.valuesOfSeveralMeshes,
          loser,
          { setting: loser.path.join('.'), own: loser.object.file, other: winner.object.file },
          { related },
        )
      : diagnose(catalogue.meshConfigConflict, loser, { setting, other: objectText(winner.object) }, { related }),
  )
  return addedWins
}

/** Values of a chart, as files or carried by the objects of what installs it: each cluster and revision has its own. */
function isValues({ object: { kind, file } }: Place): boolean {
  return file !== '' && kind !== 'ConfigMap' && kind !== 'IstioOperator'
}

/** ConfigMaps sort before `IstioOperator …` and all others, and `istio` before `istio-…`. */
function rank({ object }: Place): string {
  return `${object.kind === 'ConfigMap' ? 0 : 1} ${object.kind} ${object.name} ${object.namespace} ${object.file}`
}
