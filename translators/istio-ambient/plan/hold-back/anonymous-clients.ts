import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { backingEntry } from '../../../../src/model/decide/topology.ts'
import type { ExternalHost, Service } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { anonymityOf } from '../anonymity.ts'
import { mayName } from '../identity-reach.ts'
import type { HoldBack, Plan } from '../plan.ts'
import { podsBehind, podsOf } from '../pods.ts'
import { effectiveModes } from '../policy/mtls.ts'
import { atomsOfPolicy } from '../policy/terms.ts'

/**
 * Clients whose sidecars send plaintext to a Service are anonymous there, and have an identity once ztunnel carries them: where policies or
 * STRICT look at it, the namespaces of such clients stay. Holding the Service alone would change nothing, because its sidecar takes their
 * HBONE. Where the Service's own configuration makes its clients anonymous, its pods stay, too, so that nothing about them changes.
 */
export function anonymousClientHoldBacks(plan: Plan): HoldBack[] {
  return [
    ...plan.mesh.services.flatMap((service) => holdsFor(plan, service)),
    ...plan.mesh.externalHosts.flatMap((entry) => holdsFor(plan, entry)),
  ]
}

function holdsFor(plan: Plan, target: Service | ExternalHost): HoldBack[] {
  const pods = podsOfTarget(plan, target)
  const named = namedBy(plan, target, pods)
  if (named === undefined) return []
  const holds: HoldBack[] = []
  for (const namespace of plan.movingNamespaces) {
    if (!named(namespace)) continue
    const found = anonymityOf(plan.mesh, namespace, target)
    if (found === undefined) continue
    const cause = diagnose(catalogue.anonymousClients, found.place, { namespace, service: target.name, what: found.what })
    holds.push({ subject: { namespace }, cause })
    if (found.ofService) holds.push(...heldWith(plan, target, pods, cause))
  }
  return holds
}

function podsOfTarget(plan: Plan, target: Service | ExternalHost): readonly Workload[] {
  if (!('resolution' in target)) return plan.workloadsOf(target)
  return [...new Set(target.ports.flatMap(({ port }) => backingEntry(plan.mesh, target, port).map(({ pod }) => pod)))]
}

function heldWith(plan: Plan, target: Service | ExternalHost, pods: readonly Workload[], cause: Diagnostic): HoldBack[] {
  if (!plan.moves(target.namespace)) return []
  if (pods.length === 0) return [{ subject: { namespace: target.namespace }, cause }]
  return pods.filter(plan.workloadMoves).map((workload) => ({ subject: { workload }, cause }))
}

/** Whether it counts at the pods that a client of a namespace has an identity; undefined where it never does. */
function namedBy(plan: Plan, target: Service | ExternalHost, pods: readonly Workload[]): ((namespace: string) => boolean) | undefined {
  if ('resolution' in target && pods.length === 0) return undefined
  if (pods.length > 0 && pods.every(({ dataPlane, hostNetwork }) => dataPlane === 'none' || hostNetwork)) return undefined
  const kinds = pods.length > 0 ? pods.map(podsOf) : 'resolution' in target ? [] : [podsBehind(target)]
  const modes = kinds.map((one) => effectiveModes(plan.mesh, one))
  if (modes.some(({ base, ports }) => base === 'strict' || [...ports.values()].includes('strict'))) return () => true
  const policies =
    pods.length > 0
      ? pods.flatMap((pod) => plan.policiesOfWorkload(pod).authorization)
      : 'resolution' in target
        ? []
        : plan.policiesOf(target).authorization
  const atoms = policies
    .filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
    .flatMap((policy) => atomsOfPolicy(policy).flatMap((atom) => (atom.kind === 'identity' ? [atom] : [])))
  return atoms.length === 0 ? undefined : (namespace) => atoms.some(({ match }) => mayName(match, namespace))
}
