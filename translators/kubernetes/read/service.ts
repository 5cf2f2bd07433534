import type { ServiceSpec, ServicePortSpec as WrittenPort } from '../../../src/crd/core/service.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { settingTexts } from '../../../src/model/setting-texts.ts'
import { portProtocol } from './port-protocol.ts'
import { readIngressUsesWaypoint, waypointBinding, waypointCanary } from './waypoint-labels.ts'

type FromOutside = Pick<ServiceSpec, 'externalIPs' | 'externalTrafficPolicy' | 'loadBalancerClass' | 'loadBalancerSourceRanges' | 'type'>

type EndpointSettings = Pick<ServiceSpec, 'internalTrafficPolicy' | 'publishNotReadyAddresses' | 'sessionAffinity' | 'trafficDistribution'>

interface Written extends Pick<Service, 'ports' | 'selector'>, FromOutside, EndpointSettings {
  readonly external: boolean
  readonly externalName: string
  readonly headless: boolean
}

const fields: FieldMap<ServiceSpec, Written, undefined> = {
  type: (type) => ({ external: type === 'ExternalName', ...(type === 'NodePort' || type === 'LoadBalancer' ? { type } : {}) }),
  clusterIP: (address) => ({ headless: address === 'None' }),
  clusterIPs: unread('its first member is `clusterIP`'),
  // An empty selector is none: the Service's endpoints are kept by another controller.
  selector: (selector) => (Object.keys(selector).length === 0 ? {} : { selector }),
  ports: (list, at) => ({ ports: list.map((port, position) => readPort(port, at.index(position))) }),
  externalName: (externalName) => ({ externalName }),
  externalIPs: (externalIPs) => (externalIPs.length === 0 ? {} : { externalIPs }),
  externalTrafficPolicy: (externalTrafficPolicy) => ({ externalTrafficPolicy }),
  loadBalancerClass: (loadBalancerClass) => ({ loadBalancerClass }),
  loadBalancerSourceRanges: (loadBalancerSourceRanges) => (loadBalancerSourceRanges.length === 0 ? {} : { loadBalancerSourceRanges }),
  publishNotReadyAddresses: (publishNotReadyAddresses) => ({ publishNotReadyAddresses }),
  internalTrafficPolicy: (internalTrafficPolicy) => ({ internalTrafficPolicy }),
  sessionAffinity: (sessionAffinity) => ({ sessionAffinity }),
  trafficDistribution: (trafficDistribution) => ({ trafficDistribution }),
}

export const serviceReader: KindReader = {
  group: '',
  kind: 'Service',
  phase: 'objects',
  read(object, context, into) {
    const { name, namespace } = object.ref
    const written = readFields(fields, (object.value.spec ?? {}) as ServiceSpec, object.place.field('spec'), undefined)
    into.services.push({
      name,
      namespace,
      host: `${name}.${namespace}.svc.${context.settings.clusterDomain}`,
      labels: object.labels,
      annotations: object.annotations,
      ...(written.selector === undefined ? {} : { selector: written.selector }),
      ports: written.ports ?? [],
      headless: written.headless ?? false,
      ...(written.external && written.externalName !== undefined ? { externalName: written.externalName } : {}),
      ...fromOutside(written),
      ...endpointSettings(written),
      ...exportTo(object.annotations['networking.istio.io/exportTo']),
      ...waypointBinding(object.labels, namespace, object.place.field('metadata').field('labels')),
      ...waypointCanary(object.labels, object.annotations, namespace, object.place.field('metadata').field('labels')),
      ...readIngressUsesWaypoint(object.labels),
      owners: object.owners,
      place: object.place,
    })
    return true
  },
}

function fromOutside({
  type,
  externalIPs,
  externalTrafficPolicy,
  loadBalancerClass,
  loadBalancerSourceRanges,
}: FromOutside): Pick<Service, 'fromOutside'> {
  const written = settingTexts({ type, externalIPs, externalTrafficPolicy, loadBalancerClass, loadBalancerSourceRanges })
  return written === undefined ? {} : { fromOutside: written }
}

function endpointSettings({
  publishNotReadyAddresses,
  internalTrafficPolicy,
  sessionAffinity,
  trafficDistribution,
}: EndpointSettings): Pick<Service, 'endpointSettings'> {
  const written = settingTexts({ publishNotReadyAddresses, internalTrafficPolicy, sessionAffinity, trafficDistribution })
  return written === undefined ? {} : { endpointSettings: written }
}

function readPort(port: WrittenPort, place: Place): ServicePort {
  const { name, port: number = 0, targetPort, protocol: transport = 'TCP', appProtocol } = port
  return {
    ...(name === undefined ? {} : { name }),
    port: number,
    // 0 and the empty text are what the API server takes for absent.
    targetPort: targetPort || number,
    protocol: portProtocol({ number, name, appProtocol, transport }),
    ...(appProtocol === undefined ? {} : { appProtocol }),
    transport,
    place,
  }
}

function exportTo(annotation: string | undefined): { exportTo?: readonly string[] } {
  if (annotation === undefined || annotation === '') return {}
  return { exportTo: annotation.split(',').map((namespace) => namespace.trim()) }
}
