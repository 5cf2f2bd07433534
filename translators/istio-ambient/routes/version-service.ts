import type { Place } from '../../../src/diagnostics/place.ts'
import type { Subset } from '../../../src/model/backend.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import type { Service } from '../../../src/model/service.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import type { Attempt, Obstacle } from '../../gateway-api/write/obstacle.ts'
import { writtenPort } from '../../gateway-api/write/service-port.ts'
import type { SubsetChoice } from './destinations.ts'

/** A Service for the pods of one subset, with the ports of the whole Service, so that Istio sees the same protocols. */
export interface VersionService {
  readonly service: Service
  readonly choice: SubsetChoice
  readonly name: string
  readonly object: KubernetesObject
  /** The traffic policy that the pods of the subset had, for the new host; absent when there was none. */
  readonly destinationRule?: KubernetesObject
}

export function versionServiceFor(service: Service, choice: SubsetChoice, at: Place, mesh: Mesh): Attempt<VersionService> {
  const stop = (what: string, place: Place = at): { obstacles: Obstacle[] } => ({ obstacles: [{ place, what }] })
  const { subset, rule } = choice
  if (service.selector === undefined || service.headless)
    return stop(`a subset of \`${service.name}\`, which has no selector or no virtual IP`)
  const clash = Object.entries(subset.labels).some(
    ([key, value]) => service.selector !== undefined && Object.hasOwn(service.selector, key) && service.selector[key] !== value,
  )
  if (clash) return stop(`a subset whose labels the Service never selects`, subset.place)
  const name = namesFor(service, subset).find(
    (candidate) =>
      claims(mesh).get(`${service.namespace}/${candidate}`) === 1 && serviceOfHost(mesh, candidate, service.namespace) === undefined,
  )
  if (name === undefined || !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    return stop(`a subset whose name makes no name of a Service`, subset.place)
  const top = rule.policy
  const own = subset.policy
  if (own !== undefined && top !== undefined && (own.ports.length > 0 || top.ports.length > 0)) {
    return stop('settings for single ports in the traffic policy of a subset or beside one', own.place)
  }
  const object: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: service.namespace,
      labels: { ...managedBy, 'istio.io/use-waypoint': 'none' },
      ...distribution(service),
    },
    spec: { selector: { ...service.selector, ...subset.labels }, ports: service.ports.map(writtenPort) },
  }
  const policy = mergedPolicy(choice)
  if (policy === undefined) return { value: { service, choice, name, object } }
  const destinationRule: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace: service.namespace, labels: managedBy },
    spec: { host: `${name}.${service.namespace}.svc.${mesh.settings.clusterDomain}`, trafficPolicy: policy },
  }
  return { value: { service, choice, name, object, destinationRule } }
}

function namesFor(service: Service, subset: Subset): string[] {
  return [`${service.name}-${subset.name}`, `${service.name}-subset-${subset.name}`]
}

/** How many subsets could give a name to their Service: `a` with `b-c` and `a-b` with `c` must not share one. */
const claims = perMesh((mesh) => {
  const counts = new Map<string, number>()
  for (const rule of mesh.backendPolicies) {
    const service = serviceOfHost(mesh, rule.host, rule.namespace)
    if (service === undefined) continue
    for (const name of rule.subsets.flatMap((subset) => namesFor(service, subset))) {
      const key = `${service.namespace}/${name}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
})

function distribution({ annotations }: Service) {
  const key = 'networking.istio.io/traffic-distribution'
  return annotations[key] === undefined ? {} : { annotations: { [key]: annotations[key] } }
}

const fieldOfTopic = {
  'load-balancing': 'loadBalancer',
  'connection-pool': 'connectionPool',
  'outlier-detection': 'outlierDetection',
  tunnel: 'tunnel',
  'proxy-protocol': 'proxyProtocol',
  'retry-budget': 'retryBudget',
} as const

/** What a subset says outranks the rule's own policy topic by topic (istio:pilot/pkg/networking/core/cluster_traffic_policy.go). */
function mergedPolicy({ subset, rule }: SubsetChoice): Record<string, unknown> | undefined {
  const merged: Record<string, unknown> = {}
  for (const policy of [rule.policy, subset.policy]) {
    if (policy === undefined) continue
    for (const topic of policy.topics) merged[fieldOfTopic[topic.name]] = topic.settings
    if (policy.tls !== undefined) merged.tls = policy.tls.settings
    if (policy.ports.length > 0) {
      merged.portLevelSettings = policy.ports.map((port) => ({
        port: { number: port.port },
        ...Object.fromEntries(port.topics.map((topic) => [fieldOfTopic[topic.name], topic.settings])),
        ...(port.tls === undefined ? {} : { tls: port.tls.settings }),
      }))
    }
  }
  return Object.keys(merged).length === 0 ? undefined : merged
}
