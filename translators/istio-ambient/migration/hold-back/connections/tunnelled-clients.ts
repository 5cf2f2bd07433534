import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import { mayHaveSidecars } from '../../../../../src/model/data-plane.ts'
import type { Atom } from '../../../../../src/model/predicate.ts'
import type { Service } from '../../../../../src/model/service.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { isProxyHeader, isWrittenOnTheWay } from '../../../../../src/resolve/proxy-headers.ts'
import { mayHaveSidecar } from '../../enrolment.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { type Pods, podsBehind, podsOf } from '../../pods.ts'
import { effectiveModes } from '../../policy/mtls.ts'
import { atomsOfRule, type TermRule, termRules } from '../../policy/terms.ts'
import { mutationsOf } from '../policies/mutations.ts'

/**
 * Sidecars that stay while clients move see those clients through HBONE. Where they decide by what that hides or adds, holding the server
 * back does not keep its decisions, so the clients have to stay too.
 */
export function tunnelledClientsHoldBacks(migration: Migration): HoldBack[] {
  if (migration.movingNamespaces.length === 0) return []
  const staying = [
    ...migration.mesh.workloads
      .filter((workload) => mayHaveSidecar(workload) && !migration.workloadMoves(workload))
      .map((workload) => ({
        pods: podsOf(workload),
        name: workload.name,
        services: migration.servicesOf(workload),
        policies: policiesOf(migration, workload),
      })),
    ...migration.mesh.services
      .filter(
        (service) =>
          !migration.movesWhole(service.namespace) && migration.workloadsOf(service).length === 0 && mayLeadToSidecars(migration, service),
      )
      .map((service) => ({
        pods: podsBehind(service),
        name: service.name,
        services: [service],
        policies: migration.policiesOf(service).authorization,
      })),
  ]
  for (const { pods, name, services, policies } of staying) {
    for (const policy of policies) {
      if (policy.dryRun || policy.effect === 'audit') continue
      const hidden = hiddenFrom(migration, policy, pods, services)
      if (hidden === undefined) continue
      const params = { policy: policy.name, attribute: hidden.attribute, workload: name }
      return [{ subject: 'mesh', cause: diagnose(catalogue.hiddenByTunnel, hidden.atom.place, params) }]
    }
  }
  return []
}

function policiesOf(migration: Migration, workload: Workload): readonly AuthorizationPolicy[] {
  return migration.policiesOfWorkload(workload).authorization
}

function mayLeadToSidecars(migration: Migration, service: Service): boolean {
  const plane = migration.namespaceNamed(service.namespace)?.dataPlane
  return service.selector !== undefined && plane !== undefined && mayHaveSidecars(plane)
}

interface Hidden {
  readonly atom: Atom
  readonly attribute: string
}

/** What a policy decides by that a tunnelled client changes to its advantage. */
function hiddenFrom(migration: Migration, policy: AuthorizationPolicy, pods: Pods, services: readonly Service[]): Hidden | undefined {
  const modes = effectiveModes(migration.mesh, pods)
  const identities = modes.disabledBy === undefined ? undefined : 'identity of the client, which DISABLE hid so far'
  const mutated = services.map((service) => mutationsOf(migration, service))
  for (const rule of termRules(policy)) {
    const address = openAddress(policy, rule)
    if (address !== undefined) return { atom: address, attribute: 'address of the peer' }
    for (const atom of atomsOfRule(rule)) {
      if (atom.kind === 'identity' && identities !== undefined) return { atom, attribute: identities }
      if (atom.kind === 'client-address') return { atom, attribute: 'address of the client' }
      if (atom.kind === 'sni') return { atom, attribute: 'SNI' }
      if (atom.kind === 'header' && (isProxyHeader(atom.name) || isWrittenOnTheWay(atom.name)))
        return { atom, attribute: `header \`${atom.name}\`` }
      const rewritten = mutated.map((name) => name(atom)).find((name) => name !== undefined)
      if (rewritten !== undefined) return { atom, attribute: `${rewritten} after the client's routes` }
    }
  }
  return undefined
}

/** An address condition that never holding, or always holding when negated, would open: positive in a denial, negated in an allowance. */
function openAddress(policy: AuthorizationPolicy, rule: TermRule): Atom | undefined {
  const opens = policy.effect !== 'allow'
  for (const clause of rule.clauses)
    for (const alternative of clause.alternatives)
      for (const term of alternative) {
        const atom = term.atoms.find((candidate) => candidate.kind === 'peer-address')
        if (atom !== undefined && term.negated !== opens) return atom
      }
  return undefined
}
