import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Change, Emission } from '../../../../src/model/change.ts'
import { managedBy } from '../../../../src/model/managed-by.ts'
import type { NetworkPolicy } from '../../../../src/model/network-policy.ts'
import type { KubernetesObject } from '../../../../src/model/object.ts'
import type { Migration } from '../../migration/migration.ts'
import {
  admitsHbone,
  admitsProbes,
  allowedPorts,
  hbonePort,
  ingressPoliciesMayOverlap,
  podsSelectedBy,
} from '../../migration/network-policy/rules.ts'

/**
 * NetworkPolicies of pods that move: ambient connections arrive at port 15008. Admitting it opens every port of a pod to the peers of the
 * rule, so it comes with a policy by which ztunnel denies the other ports; where that cannot be said, the NetworkPolicy is left to block.
 */
export function emitNetworkPolicies(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  for (const policy of migration.mesh.networkPolicies) {
    if (!policy.directions.includes('ingress') || !migration.moves(policy.namespace)) continue
    const pods = podsSelectedBy(policy, migration.mesh)
    if (pods.length > 0 ? !pods.some((pod) => migration.workloadMoves(pod)) : !migration.movesWhole(policy.namespace)) continue
    diagnostics.push(...behindWaypoint(policy, migration))
    if (!admitsProbes(policy)) diagnostics.push(diagnose(catalogue.networkPolicyProbes, policy.place.field('spec'), {}))
    const limited = policy.ingress.filter(({ ports }) => ports.length > 0)
    if (limited.length === 0 || limited.every(({ ports }) => admitsHbone(ports))) continue
    const ports = obstacleOrPorts(policy, migration)
    if (typeof ports === 'string') {
      diagnostics.push(diagnose(catalogue.networkPolicyBlocks, limited[0]!.ports[0]!.place, { what: ports }))
      continue
    }
    changes.push(...admission(policy, ports, migration))
    diagnostics.push(diagnose(catalogue.networkPolicyAdapted, limited[0]!.place, { ports: ports.join(', ') }))
  }
  return { changes, diagnostics }
}

/** The ports that every peer may reach, the same for all, or why that is not known. */
function obstacleOrPorts(policy: NetworkPolicy, migration: Migration): readonly number[] | string {
  if (policy.pods.expressions.length > 0) return 'its pods are not selected by labels alone'
  const others = migration.mesh.networkPolicies.filter((other) => other !== policy && ingressPoliciesMayOverlap(other, policy))
  if (others.length > 0) return `${objectText(others[0]!.place.object)} may select the same pods`
  if (podsSelectedBy(policy, migration.mesh).some((pod) => !migration.workloadMoves(pod))) return 'some of its pods stay on their sidecars'
  return allowedPorts(policy)
}

function admission(policy: NetworkPolicy, ports: readonly number[], migration: Migration): Change[] {
  const taken = migration.input.authorization.filter(({ namespace }) => namespace === policy.namespace).map(({ name }) => name)
  const name =
    [`${policy.name}-ports`, `${policy.name}-network-policy-ports`].find((candidate) => !taken.includes(candidate)) ??
    `${policy.name}-unsidecar-ports`
  const edits = policy.ingress.map((rule, index) => ({
    op: 'set' as const,
    path: ['spec', 'ingress', index, 'ports', rule.ports.length],
    value: { protocol: 'TCP', port: hbonePort },
  }))
  const labels = policy.pods.labels
  const guard: KubernetesObject = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace: policy.namespace, labels: managedBy },
    spec: {
      ...(Object.keys(labels).length === 0 ? {} : { selector: { matchLabels: labels } }),
      action: 'DENY',
      rules: [{ to: [{ operation: { notPorts: ports.map(String) } }] }],
    },
  }
  const causes = [policy.place.field('spec').field('ingress')]
  return [
    { kind: 'edit', target: policy.place.object, edits, causes, why: 'ambient connections arrive at port 15008' },
    { kind: 'add', object: guard, causes: [policy.place], why: 'port 15008 leads to every port of the pod' },
  ]
}

/** A policy that tells clients apart sees only the waypoint for Services that are bound to one. */
function behindWaypoint(policy: NetworkPolicy, migration: Migration): Diagnostic[] {
  if (policy.ingress.some(({ peers }) => peers.length === 0)) return []
  const pods = podsSelectedBy(policy, migration.mesh)
  const service = pods.flatMap((pod) => migration.servicesOf(pod)).find((candidate) => migration.waypointOf(candidate) !== undefined)
  if (service === undefined) return []
  return [
    diagnose(catalogue.networkPolicyBehindWaypoint, policy.place.field('spec').field('ingress'), {
      service: objectText(service.place.object),
    }),
  ]
}
