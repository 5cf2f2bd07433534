import type { BackendPolicy, Subset, TrafficPolicy, TrafficTopic } from '../../../src/model/backend.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../src/resolve/host-index.ts'
import { isSeenByAll } from './seen-by-all.ts'

/** The DestinationRules that speak of a Service, wildcards included. */
export const rulesOfService = (service: Service, mesh: Mesh): readonly BackendPolicy[] => [...new Set(rulesByHost(mesh).find(service.host))]

/** The only DestinationRule of a Service, where every client follows it: it stands beside the Service, exported, for clients of any labels. */
export function followedByAll(service: Service, mesh: Mesh): BackendPolicy | 'none' | 'unclear' {
  const [only, ...others] = rulesOfService(service, mesh)
  if (only === undefined) return 'none'
  const isForAll =
    others.length === 0 &&
    only.namespace === service.namespace &&
    only.clientSelector === undefined &&
    only.fillsIn === undefined &&
    isSeenByAll(only.exportTo ?? mesh.settings.defaultExportTo.backendPolicies, only.namespace, mesh)
  return isForAll ? only : 'unclear'
}

const rulesByHost = perMesh((mesh) => {
  const index = new HostIndex<BackendPolicy>()
  for (const rule of mesh.backendPolicies) index.add([resolveHost(rule.host, rule.namespace, mesh.settings.clusterDomain)], rule)
  return index
})

/** What a DestinationRule does to connections to one port of a Service or of a subset. */
export interface AppliedPolicy {
  readonly topics: readonly TrafficTopic[]
  readonly tls?: TrafficPolicy['tls']
}

/**
 * A subset overrides topic by topic; settings of a port take the place of all topics that ports can have
 * (istio:pilot/pkg/networking/core/cluster_traffic_policy.go). Settings of ports beside those of a subset are not merged here.
 */
export function appliedPolicy(rule: BackendPolicy, subset: Subset | undefined, port: number): AppliedPolicy | 'mixed' {
  const policies = [rule.policy, subset?.policy].filter((policy) => policy !== undefined)
  if (policies.length > 1 && policies.some(({ ports }) => ports.length > 0)) return 'mixed'
  const topics = new Map(policies.flatMap((policy) => policy.topics.map((topic) => [topic.name, topic] as const)))
  const tls = policies.map((policy) => policy.tls).findLast((one) => one !== undefined)
  const own = policies.flatMap(({ ports }) => ports).find((one) => one.port === port)
  if (own === undefined) return { topics: [...topics.values()], ...(tls === undefined ? {} : { tls }) }
  const others = [...topics.values()].filter(({ name }) => !ofPorts.has(name))
  return { topics: [...others, ...own.topics], ...(own.tls === undefined ? {} : { tls: own.tls }) }
}

const ofPorts: ReadonlySet<TrafficTopic['name']> = new Set(['load-balancing', 'connection-pool', 'outlier-detection'])
