import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../../src/diagnostics/place.ts'
import type { ExternalHost, Service } from '../../../../../src/model/service.ts'
import { anonymityOf } from '../../../../../src/resolve/anonymity.ts'
import { callersAlike } from '../../../../../src/resolve/routes/clients-alike.ts'
import { clientsThatCount, podsOfTarget } from '../../identity-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { heldServers } from '../pods/held-servers.ts'

/**
 * Clients whose sidecars send plaintext to a Service are anonymous there, and have an identity once ztunnel carries them: where policies or
 * STRICT look at it, the namespaces of such clients stay. Holding the Service alone would change nothing, because its sidecar takes their
 * HBONE. Where the Service's own configuration makes its clients anonymous, its pods stay, too, so that nothing about them changes.
 */
export function anonymousClientHoldBacks(migration: Migration): HoldBack[] {
  const said = new Map<Place, Set<string>>()
  return [...migration.mesh.services, ...migration.mesh.externalHosts].flatMap((target) => holdsFor(migration, target, said))
}

/** `said`: what was found for other targets. Of many Services with one name each Sidecar says the same, which is one reason. */
function holdsFor(migration: Migration, target: Service | ExternalHost, said: Map<Place, Set<string>>): HoldBack[] {
  const pods = podsOfTarget(migration, target)
  const named = clientsThatCount(migration, target, pods)
  if (named === undefined) return []
  const holds: HoldBack[] = []
  for (const { first, all } of callersAlike(migration.mesh, target, migration.movingNamespaces)) {
    if (anonymityOf(migration.mesh, first, target) === undefined) continue
    for (const namespace of all().filter(named)) {
      // Each names its own Sidecar.
      const found = anonymityOf(migration.mesh, namespace, target)
      if (found === undefined || (!found.ofService && isKnown(said, found.place, `${namespace} ${target.name} ${found.what}`))) continue
      const cause = diagnose(catalogue.anonymousClients, found.place, { namespace, service: target.name, what: found.what })
      holds.push({ subject: { namespace }, cause })
      if (found.ofService) holds.push(...heldServers(migration, target, pods, cause))
    }
  }
  return holds
}

function isKnown(said: Map<Place, Set<string>>, place: Place, text: string): boolean {
  const texts = said.get(place)
  if (texts?.has(text) === true) return true
  if (texts === undefined) said.set(place, new Set([text]))
  else texts.add(text)
  return false
}
