import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Atom } from '../../../../../src/model/predicate.ts'
import { isProxyHeader, isWrittenOnTheWay } from '../../../../../src/resolve/proxy-headers.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'
import { boundServices, holdPodsOf, rehomed } from '../pods/pods.ts'

const lost: Partial<Record<Atom['kind'], string>> = {
  'peer-address': 'address of the peer',
  'client-address': 'address of the client',
  'destination-address': 'destination address',
  sni: 'SNI',
  metadata: 'filter metadata',
}

/** The name of an attribute that a waypoint does not see as the sidecar did. */
export function lostAtWaypoint(atom: Atom): string | undefined {
  if (atom.kind === 'header' && (isProxyHeader(atom.name) || isWrittenOnTheWay(atom.name))) return `header \`${atom.name}\``
  return lost[atom.kind]
}

/** Policies of bound Services with conditions that a waypoint cannot evaluate. */
export function attributeHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  for (const service of boundServices(migration)) {
    for (const policy of migration.policiesOf(service).authorization.filter(rehomed)) {
      for (const atom of atomsOfPolicy(policy)) {
        const attribute = lostAtWaypoint(atom)
        if (attribute === undefined) continue
        const params = { policy: policy.name, attribute, service: service.name }
        holds.push(...holdPodsOf(migration, service, diagnose(catalogue.attributeLostAtWaypoint, atom.place, params)))
        break
      }
    }
  }
  return holds
}
