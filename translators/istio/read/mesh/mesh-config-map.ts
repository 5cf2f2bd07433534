import { parse } from 'yaml'
import type { ConfigMapFields } from '../../../../src/crd/core/config-map.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { MeshBuilder } from '../../../../src/model/builder.ts'
import type { KindReader, ReadContext } from '../../../../src/model/dialect.ts'
import type { SourceObject } from '../../../../src/model/object.ts'
import { mergeSettings } from './found-settings.ts'
import { readInjectorConfig, readInjectorValues } from './injector.ts'
import { joinSettings, readMeshConfig } from './mesh-config.ts'
import { readNetworks } from './mesh-networks.ts'
import { noteConfiguration } from './revisions.ts'
import { isMap } from './setting-values.ts'

/** The ConfigMaps that istiod reads: `istio` and `istio-sidecar-injector`, or the same with `-REVISION`. Any other ConfigMap, such as `istio-ca-root-cert`, is left alone. */
export const meshConfigMapReader: KindReader = {
  group: '',
  kind: 'ConfigMap',
  phase: 'settings',
  read(object, context, into) {
    const { data } = object.value as ConfigMapFields
    if (/^istio-sidecar-injector(-|$)/.test(object.ref.name)) return readInjectorMap(object, data ?? {}, context, into)
    if (!/^istio(-|$)/.test(object.ref.name) || data === undefined) return false
    const networks = readNetworks(parsedNetworks(data.meshNetworks), object.place.field('data').field('meshNetworks'))
    into.settings = mergeSettings(into.settings, joinSettings([networks]), context)
    if (typeof data.mesh !== 'string') return false
    const at = object.place.field('data').field('mesh')
    const config = parseMap(data.mesh)
    if (typeof config === 'string') {
      context.diagnostics.push(diagnose(catalogue.meshConfigUnreadable, at, { problem: config }))
      return true
    }
    const found = readMeshConfig(config, at, context)
    noteConfiguration({ revision: object.ref.name.slice('istio-'.length), about: 'mesh', place: at }, found, context, into)
    into.settings = mergeSettings(into.settings, found, context)
    return true
  },
}

/** `config` is what the injector follows, `values` what its templates are filled in with (istio:pkg/kube/inject/webhook.go). */
function readInjectorMap(object: SourceObject, data: Readonly<Record<string, string>>, context: ReadContext, into: MeshBuilder): boolean {
  const parts = (['config', 'values'] as const).flatMap((key) => {
    const text = data[key]
    if (typeof text !== 'string') return []
    const at = object.place.field('data').field(key)
    const map = parseMap(text)
    if (typeof map === 'string') {
      context.diagnostics.push(diagnose(catalogue.meshConfigUnreadable, at, { problem: map }))
      return []
    }
    return key === 'config' ? [readInjectorConfig(map, at, context)] : readInjectorValues(map, at, context)
  })
  const found = joinSettings(parts)
  const revision = object.ref.name.slice('istio-sidecar-injector-'.length)
  noteConfiguration({ revision, about: 'injector', place: object.place.field('data') }, found, context, into)
  into.settings = mergeSettings(into.settings, found, context)
  // It says nothing of trust domains or the root namespace: the mesh's own configuration may be missing beside it.
  return false
}

/** A YAML map, or what is wrong with the text, in one line. An empty text is an empty map. */
export function parseMap(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = parse(text, { schema: 'core', merge: true, logLevel: 'error' })
    if (value === null || value === undefined) return {}
    return isMap(value) ? value : 'it is not a map'
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return line.replace(/:$/, '')
  }
}

/** `networks: {}` is what installers write where there is one network. */
function parsedNetworks(text: string | undefined): unknown {
  if (typeof text !== 'string') return undefined
  const value = parseMap(text)
  return typeof value === 'string' ? text : value.networks
}
