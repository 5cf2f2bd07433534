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
  const said: Said = { reasons: new Map(), namespaces: new Map() }
  return [...migration.mesh.services, ...migration.mesh.externalHosts].flatMap((target) => holdsFor(migration, target, said))
}

/** What was found for other targets. Of many Services with one name each Sidecar says the same, which is one reason. */
interface Said {
  readonly reasons: Map<Place, Set<string>>
  /** For which namespaces, by the place that the first namespace of a kind names: the others name the same of theirs. */
  readonly namespaces: Map<Place, Map<string, Set<string>>>
}

function holdsFor(migration: Migration, target: Service | ExternalHost, said: Said): HoldBack[] {
  const pods = podsOfTarget(migration, target)
  const named = clientsThatCount(migration, target, pods)
  if (named === undefined) return []
  const holds: HoldBack[] = []
  for (const { first, all } of callersAlike(migration.mesh, target, migration.movingNamespaces)) {
    const ofFirst = anonymityOf(migration.mesh, first, target)
    if (ofFirst === undefined) continue
    const known = ofFirst.ofService ? undefined : namespacesSaid(said, ofFirst.place, `${target.name} ${ofFirst.what}`)
    for (const namespace of all()) {
      if (known?.has(namespace) === true || !named(namespace)) continue
      known?.add(namespace)
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

function namespacesSaid({ namespaces }: Said, place: Place, text: string): Set<string> {
  const texts = namespaces.get(place) ?? new Map<string, Set<string>>()
  namespaces.set(place, texts)
  const known = texts.get(text) ?? new Set<string>()
  texts.set(text, known)
  return known
}

function isKnown({ reasons }: Said, place: Place, text: string): boolean {
  const texts = reasons.get(place)
  if (texts?.has(text) === true) return true
  if (texts === undefined) reasons.set(place, new Set([text]))
  else texts.add(text)
  return false
}
