import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { mayHaveSidecar } from '../../migration/enrolment.ts'
import type { Migration } from '../../migration/migration.ts'
import { termRules } from '../../migration/policy/terms.ts'

/**
 * Conditions on the peer's address at sidecars that stay while clients move, where hiding the address denies more than before: the others
 * hold everything back (`tunnelledClientsHoldBacks`).
 */
export function hiddenAddresses(migration: Migration): Diagnostic[] {
  if (migration.movingNamespaces.length === 0) return []
  const staying = migration.mesh.workloads.filter((workload) => mayHaveSidecar(workload) && !migration.workloadMoves(workload))
  const policies = new Set(staying.flatMap((workload) => migration.policiesOfWorkload(workload).authorization))
  return [...policies].flatMap((policy) => {
    if (policy.dryRun || policy.effect === 'audit') return []
    const terms = termRules(policy).flatMap(({ clauses }) => clauses.flatMap(({ alternatives }) => alternatives.flat()))
    return terms.flatMap(({ negated, atoms }) => {
      const atom = atoms.find(({ kind }) => kind === 'peer-address')
      if (atom === undefined || negated === (policy.effect === 'allow')) return []
      return [diagnose(catalogue.addressHiddenFromSidecar, atom.place, { policy: policy.name })]
    })
  })
}
