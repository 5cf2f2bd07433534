import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Atom } from '../../../../../src/model/predicate.ts'
import type { Service } from '../../../../../src/model/service.ts'
import { mutatedAttributes } from '../../../routes/mutations.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'
import { boundServices, holdPodsOf, rehomed } from '../pods/pods.ts'

/** Policies on attributes that client sidecars rewrote before the server's sidecar authorized. */
export function mutationHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  for (const service of boundServices(migration)) {
    const policies = migration.policiesOf(service).authorization.filter(rehomed)
    // Whether routes change anything is only worth asking where a policy looks at what they could change.
    if (!policies.some((policy) => atomsOfPolicy(policy).some(changeable))) continue
    const name = mutationsOf(migration, service)
    for (const policy of policies) {
      const atom = atomsOfPolicy(policy).find((candidate) => name(candidate) !== undefined)
      if (atom === undefined) continue
      const params = { policy: policy.name, service: service.name, attribute: name(atom) ?? '' }
      holds.push(...holdPodsOf(migration, service, diagnose(catalogue.mutatedByRoute, atom.place, params)))
    }
  }
  return holds
}

/** Names the attribute of an atom when the routes of a Service's clients rewrite it. */
export function mutationsOf(migration: Migration, service: Service): (atom: Atom) => string | undefined {
  const mutated = mutatedAttributes(migration.mesh, service)
  const headers = new Set(mutated.headers.map((header) => header.toLowerCase()))
  return (atom) => {
    if (atom.kind === 'path' && mutated.path) return 'path'
    if (atom.kind === 'authority' && mutated.authority) return 'host'
    if (atom.kind !== 'header') return undefined
    const header = atom.name.toLowerCase()
    if (header === ':path') return mutated.path ? 'path' : undefined
    if (header === ':authority') return mutated.authority ? 'host' : undefined
    return headers.has(header) ? `header ${atom.name}` : undefined
  }
}

function changeable(atom: Atom): boolean {
  return atom.kind === 'path' || atom.kind === 'authority' || atom.kind === 'header'
}
