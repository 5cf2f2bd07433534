import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { type FoundSetting, type FoundSettings, found } from './found-settings.ts'
import { readInjectorSettings } from './injector.ts'
import { joinSettings, readFlags, readMeshConfig } from './mesh-config.ts'
import { readNetworks } from './mesh-networks.ts'
import { readPresets } from './presets.ts'
import { isMap, textAt } from './setting-values.ts'

/** Values of istiod's chart as `helm install` takes them. Its own values may stand at the root or below `pilot`. */
export function readValues(values: Readonly<Record<string, unknown>>, at: Place, context: ReadContext): FoundSettings {
  const place = at.field('meshConfig')
  const { meshConfig } = values
  if (meshConfig !== undefined && meshConfig !== null && !isMap(meshConfig))
    context.diagnostics.push(diagnose(catalogue.meshConfigUnreadable, place, { problem: 'it is not a map' }))
  const config = readMeshConfig(isMap(meshConfig) ? meshConfig : {}, place, context)
  const env = readFlags(mapAt(values, 'env'), at.field('env'))
  const joined = joinSettings([config, readChartValues(values, at, context), env])
  return { ...joined, settings: firstOfEach(joined.settings) }
}

/** What values of istiod's chart say beside `meshConfig` (istio:manifests/charts/istio-control/istio-discovery/values.yaml). */
export function readChartValues(values: Readonly<Record<string, unknown>>, at: Place, context: ReadContext): Partial<FoundSettings> {
  const global = mapAt(values, 'global')
  const globalPlace = at.field('global')
  const proxy = mapAt(global, 'proxy')
  const text = (map: Readonly<Record<string, unknown>>, name: string, place: Place) =>
    map[name] === undefined || map[name] === null ? undefined : textAt(map[name], place.field(name), context)
  return joinSettings([
    { settings: found('rootNamespace', text(global, 'istioNamespace', globalPlace), globalPlace.field('istioNamespace')) },
    { settings: found('trustDomain', text(global, 'trustDomain', globalPlace), globalPlace.field('trustDomain')) },
    {
      settings: found(
        'clusterDomain',
        text(proxy, 'clusterDomain', globalPlace.field('proxy')),
        globalPlace.field('proxy').field('clusterDomain'),
      ),
    },
    readFlags(mapAt(mapAt(values, 'pilot'), 'env'), at.field('pilot').field('env')),
    { presets: readPresets(values, at) },
    { presets: readPresets(global, globalPlace) },
    ...readInjectorSettings(values, at, context),
    readNetworks(global.meshNetworks, globalPlace.field('meshNetworks')),
  ])
}

export function firstOfEach(settings: readonly FoundSetting[]): FoundSetting[] {
  const seen = new Set<string>()
  return settings.filter(({ name }) => !seen.has(name) && seen.add(name))
}

export function mapAt(map: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = map[name]
  return isMap(value) ? value : {}
}
