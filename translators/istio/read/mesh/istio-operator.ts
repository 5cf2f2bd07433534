import type { Place } from '../../../../src/diagnostics/place.ts'
import type { KindReader, ReadContext } from '../../../../src/model/dialect.ts'
import { firstOfEach, mapAt, readChartValues } from './chart-values.ts'
import { type FoundSettings, found, mergeSettings } from './found-settings.ts'
import { joinSettings, readMeshConfig } from './mesh-config.ts'
import { readPresets } from './presets.ts'
import { noteConfiguration } from './revisions.ts'
import { isMap, textAt } from './setting-values.ts'

/**
 * An IstioOperator: what `istioctl install` turns into istiod's ConfigMap and environment. What it installs besides (components, images,
 * resources) is not a mesh configuration and not listed.
 */
export const istioOperatorReader: KindReader = {
  group: 'install.istio.io',
  kind: 'IstioOperator',
  phase: 'settings',
  read(object, context, into) {
    const spec = isMap(object.value.spec) ? object.value.spec : {}
    const at = object.place.field('spec')
    const found = readOperatorSpec(spec, at, context)
    const revision = typeof spec.revision === 'string' && spec.revision !== 'default' ? spec.revision : ''
    noteConfiguration({ revision, about: 'mesh', place: at }, found, context, into)
    into.settings = mergeSettings(into.settings, found, context)
    return true
  },
}

/**
 * The Sail Operator's Istio, and the IstioRevision that it makes: `spec.values` are the values of istiod's chart
 * (sailoperator.io docs, "Istio resource"); `spec.namespace` is where istiod runs, which the root namespace follows.
 */
export const sailReaders: readonly KindReader[] = ['Istio', 'IstioRevision'].map((kind) => ({
  group: 'sailoperator.io',
  kind,
  phase: 'settings',
  read(object, context, into) {
    const spec = isMap(object.value.spec) ? object.value.spec : {}
    const at = object.place.field('spec')
    into.settings = mergeSettings(into.settings, withRootOf(spec, at, readOperatorSpec(spec, at, context), context), context)
    return true
  },
}))

/** istiod's own namespace is the root namespace unless the values name another one. */
function withRootOf(spec: Readonly<Record<string, unknown>>, at: Place, read: FoundSettings, context: ReadContext): FoundSettings {
  if (spec.namespace === undefined || read.settings.some(({ name }) => name === 'rootNamespace')) return read
  const place = at.field('namespace')
  return { ...read, settings: [...read.settings, ...found('rootNamespace', textAt(spec.namespace, place, context), place)] }
}

function readOperatorSpec(spec: Readonly<Record<string, unknown>>, at: Place, context: ReadContext): FoundSettings {
  const values = mapAt(spec, 'values')
  const valuesPlace = at.field('values')
  // `spec.meshConfig` is laid over `spec.values.meshConfig` (istio:operator/pkg/render).
  const config = readMeshConfig(mapAt(spec, 'meshConfig'), at.field('meshConfig'), context)
  const underlay = readMeshConfig(mapAt(values, 'meshConfig'), valuesPlace.field('meshConfig'), context)
  const chart = readChartValues(values, valuesPlace, context)
  const joined = joinSettings([config, underlay, chart, readPilotEnv(spec, at), { presets: readPresets(spec, at) }])
  return { ...joined, settings: firstOfEach(joined.settings) }
}

/** `spec.components.pilot.k8s.env`, a container's environment. */
function readPilotEnv(spec: Readonly<Record<string, unknown>>, at: Place): Partial<FoundSettings> {
  const env = mapAt(mapAt(mapAt(spec, 'components'), 'pilot'), 'k8s').env
  if (!Array.isArray(env)) return {}
  const place = at.field('components').field('pilot').field('k8s').field('env')
  return {
    flags: env.flatMap((entry, position) =>
      isMap(entry) && typeof entry.name === 'string' && entry.value !== undefined
        ? [{ name: entry.name, value: String(entry.value), place: place.index(position) }]
        : [],
    ),
  }
}
