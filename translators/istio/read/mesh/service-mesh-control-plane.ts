import type { Place } from '../../../../src/diagnostics/place.ts'
import type { CaptureName } from '../../../../src/model/capture.ts'
import type { KindReader, ReadContext } from '../../../../src/model/dialect.ts'
import { mapAt, readValues } from './chart-values.ts'
import { type FoundSettings, found, mergeSettings } from './found-settings.ts'
import { joinSettings, outboundPolicies, readFlags, readMeshConfig } from './mesh-config.ts'
import { readNetworks } from './mesh-networks.ts'
import { readPresets } from './presets.ts'
import { booleanAt, nameAt, textAt, textsAt } from './setting-values.ts'

type Map = Readonly<Record<string, unknown>>

/**
 * OpenShift Service Mesh's ServiceMeshControlPlane: settings of the mesh in fields of their own (maistra/istio-operator:pkg/apis/maistra/v2), with
 * values of the charts under `techPreview`; `maistra.io/v1` has them under `istio`. istiod runs in its namespace, which is the root namespace.
 */
export const serviceMeshControlPlaneReader: KindReader = {
  group: 'maistra.io',
  kind: 'ServiceMeshControlPlane',
  phase: 'settings',
  read(object, context, into) {
    const spec = mapAt(object.value, 'spec')
    const at = object.place.field('spec')
    const root = found('rootNamespace', object.ref.namespace, object.place.field('metadata').field('namespace'))
    const isFirst = object.ref.apiVersion === 'maistra.io/v1'
    const read = isFirst ? readFirstVersion(mapAt(spec, 'istio'), at.field('istio'), context) : readFields(spec, at, context)
    into.settings = mergeSettings(into.settings, joinSettings([{ settings: root }, { presets: readPresets(spec, at) }, ...read]), context)
    return true
  },
}

function readFirstVersion(istio: Map, at: Place, context: ReadContext): Partial<FoundSettings>[] {
  const global = mapAt(istio, 'global')
  const place = at.field('global')
  const policy = mapAt(global, 'outboundTrafficPolicy')
  const auto = mapAt(global, 'mtls').auto
  return [
    readValues(istio, at, context),
    { settings: outbound(policy.mode, place.field('outboundTrafficPolicy').field('mode'), context) },
    { settings: flag(auto, place.field('mtls').field('auto'), context) },
  ]
}

function readFields(spec: Map, at: Place, context: ReadContext): Partial<FoundSettings>[] {
  const security = mapAt(spec, 'security')
  const securityPlace = at.field('security')
  const trust = mapAt(security, 'trust')
  const trustPlace = securityPlace.field('trust')
  const networking = mapAt(mapAt(spec, 'proxy'), 'networking')
  const networkingPlace = at.field('proxy').field('networking')
  const control = mapAt(networking, 'trafficControl')
  const controlPlace = networkingPlace.field('trafficControl')
  const pilot = mapAt(mapAt(mapAt(mapAt(spec, 'runtime'), 'components'), 'pilot'), 'container')
  const extra = ['meshConfig', 'techPreview'].map((name) => ({ values: mapAt(spec, name), place: at.field(name) }))
  const { domain, additionalDomains } = trust
  return [
    {
      settings: [
        ...(domain === undefined
          ? []
          : found('trustDomain', textAt(domain, trustPlace.field('domain'), context), trustPlace.field('domain'))),
        ...(additionalDomains === undefined
          ? []
          : found(
              'trustDomainAliases',
              textsAt(additionalDomains, trustPlace.field('additionalDomains'), context),
              trustPlace.field('additionalDomains'),
            )),
        ...flag(mapAt(security, 'dataPlane').automtls, securityPlace.field('dataPlane').field('automtls'), context),
        ...(networking.clusterDomain === undefined
          ? []
          : found(
              'clusterDomain',
              textAt(networking.clusterDomain, networkingPlace.field('clusterDomain'), context),
              networkingPlace.field('clusterDomain'),
            )),
        ...outbound(mapAt(control, 'outbound').policy, controlPlace.field('outbound').field('policy'), context),
      ],
      capture: captureOf(control, controlPlace),
    },
    readNetworks(
      mapAt(mapAt(spec, 'cluster'), 'multiCluster').meshNetworks,
      at.field('cluster').field('multiCluster').field('meshNetworks'),
    ),
    readMeshConfig({ extensionProviders: spec.extensionProviders }, at, context),
    readMeshConfig(extra[0]!.values, extra[0]!.place, context),
    readValues(extra[1]!.values, extra[1]!.place, context),
    readFlags(mapAt(pilot, 'env'), at.field('runtime').field('components').field('pilot').field('container').field('env')),
  ]
}

/** What of `trafficControl` the annotations of pods say otherwise. */
const captures: readonly (readonly ['inbound' | 'outbound', string, CaptureName])[] = [
  ['inbound', 'interceptionMode', 'interceptionMode'],
  ['inbound', 'includedPorts', 'includeInboundPorts'],
  ['inbound', 'excludedPorts', 'excludeInboundPorts'],
  ['outbound', 'includedIPRanges', 'includeOutboundIPRanges'],
  ['outbound', 'excludedIPRanges', 'excludeOutboundIPRanges'],
  ['outbound', 'excludedPorts', 'excludeOutboundPorts'],
]

function captureOf(control: Map, at: Place): FoundSettings['capture'] {
  return captures.flatMap(([direction, field, name]) => {
    const value = mapAt(control, direction)[field]
    if (value === undefined || value === null) return []
    return [{ name, value: Array.isArray(value) ? value.join(',') : String(value), place: at.field(direction).field(field) }]
  })
}

function outbound(value: unknown, place: Place, context: ReadContext): FoundSettings['settings'] {
  return value === undefined ? [] : found('outboundPolicy', nameAt(value, outboundPolicies, place, context), place)
}

function flag(value: unknown, place: Place, context: ReadContext): FoundSettings['settings'] {
  return value === undefined ? [] : found('autoMtls', booleanAt(value, place, context), place)
}
