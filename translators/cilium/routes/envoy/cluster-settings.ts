import { namesServers } from '../../../../src/model/endpoint-tls.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { appliedPolicy, followedByAll } from '../destination-rules.ts'
import type { Destination } from '../destinations.ts'
import type { AskedFeature } from '../feature.ts'
import { type ConnectionPool, connectionPoolOf } from './connection-pool.ts'
import { balancingOf, type LbPolicy } from './load-balancing.ts'
import { type Ejection, ejectionOf } from './outlier-detection.ts'

/** How a cluster treats connections to its destination. */
export interface ClusterSettings {
  readonly balancing: LbPolicy
  readonly pool?: ConnectionPool
  readonly ejection?: Ejection
}

/** What the DestinationRules of a destination make of its cluster, and what they ask for. */
export function clusterSettingsOf(
  { service, port, subset }: Destination,
  mesh: Mesh,
): { readonly settings: ClusterSettings; readonly asked: readonly AskedFeature[] } {
  const plain: ClusterSettings = { balancing: 'LEAST_REQUEST' }
  const rule = followedByAll(service, mesh)
  if (rule === 'none') return { settings: plain, asked: [] }
  if (rule === 'unclear') {
    const what = `the DestinationRules of \`${service.name}\`, which not every client follows: one beside the Service, exported to all, is needed`
    return { settings: plain, asked: [{ feature: 'unsayable', place: service.place, what }] }
  }
  const applied = appliedPolicy(rule, subset, port.port)
  if (applied === 'mixed') {
    const what = 'settings for single ports in the traffic policy of a subset or beside one'
    return { settings: plain, asked: [{ feature: 'unsayable', place: subset?.place ?? rule.place, what }] }
  }
  const { topics, tls } = applied
  const topic = (name: (typeof topics)[number]['name']) => topics.find((one) => one.name === name)
  const [poolTopic, outliers, balancer] = [topic('connection-pool'), topic('outlier-detection'), topic('load-balancing')]
  const pool = poolTopic === undefined ? undefined : connectionPoolOf(poolTopic)
  const ejection = outliers === undefined ? undefined : ejectionOf(outliers)
  const balancing = balancingOf(balancer)
  const unsaid = topics
    .filter(({ name }) => name === 'tunnel' || name === 'proxy-protocol' || name === 'retry-budget')
    .map(({ name, place }): AskedFeature => ({ feature: 'unsayable', place, what: `the setting ${name} of a DestinationRule` }))
  const originates: readonly AskedFeature[] =
    tls?.mode === 'simple' || tls?.mode === 'mutual'
      ? [{ feature: 'unsayable', place: tls.place, what: 'TLS that sidecars originate to the destination' }]
      : tls?.mode === 'mesh' && namesServers(tls)
        ? [{ feature: 'unsayable', place: tls.place, what: '`subjectAltNames`: names that sidecars ask of the certificates of servers' }]
        : []
  const said = topics
    .filter(({ name }) => name === 'connection-pool' || name === 'outlier-detection' || name === 'load-balancing')
    .map(({ name, place }): AskedFeature => ({ feature: 'connection-settings', place, what: `the setting ${name} of a DestinationRule` }))
  return {
    settings: {
      balancing: balancing.policy,
      ...(pool === undefined ? {} : { pool: pool.pool }),
      ...(ejection === undefined ? {} : { ejection: ejection.ejection }),
    },
    asked: [...said, ...(pool?.asked ?? []), ...(ejection?.asked ?? []), ...balancing.asked, ...unsaid, ...originates],
  }
}
