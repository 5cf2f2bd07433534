import type { BackendPolicy, Subset, TrafficPolicy, TrafficTopic } from '../../../src/model/backend.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../src/resolve/host-index.ts'
import { saysOnlyTls } from './only-tls.ts'
import { isSeenByAll } from './seen-by-all.ts'

/** The DestinationRules that speak of a Service, wildcards included. */
export const rulesOfService = (service: Service, mesh: Mesh): readonly BackendPolicy[] => [...new Set(rulesByHost(mesh).find(service.host))]

/**
 * The DestinationRule of a Service that every client follows: it stands beside the Service, exported, for clients of any labels. Beside it there
 * may be others that only say which TLS sidecars speak, and that no client follows in its place.
 */
export function followedByAll(service: Service, mesh: Mesh): BackendPolicy | 'none' | 'unclear' {
  const rules = rulesOfService(service, mesh)
  const isForHost = ({ host, namespace }: BackendPolicy): boolean =>
    resolveHost(host, namespace, mesh.settings.clusterDomain) === service.host
  const [only, ...others] = rules.filter((rule) => !saysOnlyTls(rule) || (rule.subsets.length > 0 && isForHost(rule)))
  if (only === undefined) return 'none'
  const isForAll =
    others.length === 0 &&
    only.namespace === service.namespace &&
    only.clientSelector === undefined &&
    only.fillsIn === undefined &&
    isSeenByAll(only.exportTo ?? mesh.settings.defaultExportTo.backendPolicies, only.namespace, mesh) &&
    rules.every((rule) => rule === only || comesAfter(rule, only, isForHost(only) && !isForHost(rule), mesh))
  return isForAll ? only : 'unclear'
}

/**
 * Whether clients everywhere follow the rule beside a Service and not the other one: that has a star in its host and stands beside the Service as well, or
 * is the last that is looked for, in the root namespace (istio:pilot/pkg/model/push_context.go destinationRule).
 */
function comesAfter(other: BackendPolicy, only: BackendPolicy, hasStar: boolean, { settings, workloads }: Mesh): boolean {
  if (other.clientSelector !== undefined) return false
  if (other.namespace === only.namespace) return hasStar
  return (
    other.namespace === settings.rootNamespace && !workloads.some(({ namespace, gateway }) => namespace === other.namespace && !gateway)
  )
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
