import type { Node } from '../algebra/diagram.ts'
import { compareText } from '../diagnostics/place.ts'
import type { Mesh } from '../model/mesh.ts'
import type { ClientKind } from './clients.ts'
import { attributes } from './symbolic/attribute.ts'
import { choice } from './symbolic/condition.ts'
import type { Universe } from './universe.ts'

/** Trust domains whose certificates the meshes accept: others end before any policy is asked. */
export function trustDomainsOf(before: Mesh, after: Mesh): readonly string[] {
  const names = [before, after].flatMap(({ settings }) => [settings.trustDomain, ...settings.trustDomainAliases])
  return [...new Set(names)].sort(compareText)
}

/** Which requests clients of a kind can send: whose identity they have, and no more than one token. */
export function membersOf(kind: ClientKind, universe: Universe, trustDomains: readonly string[]): Node {
  return universe.diagrams.and(identitiesOf(kind, universe, trustDomains), oneToken(universe))
}

/** Which of several tokens a proxy believes is not certain, so requests with several are not compared. */
function oneToken(universe: Universe): Node {
  const { diagrams } = universe
  const locations = universe.variables.flatMap((variable) =>
    variable.kind === 'choice' && variable.values.includes('invalid') ? [universe.node(choice(variable.attribute, 'none'))] : [],
  )
  return diagrams.all(locations.flatMap((none, index) => locations.slice(index + 1).map((other) => diagrams.or(none, other))))
}

function identitiesOf(kind: ClientKind, universe: Universe, trustDomains: readonly string[]): Node {
  const { diagrams } = universe
  if (kind.before === 'none' && kind.after === 'none') return diagrams.yes
  const trusted = universe.amongTexts(attributes.clientTrustDomain, trustDomains)
  if (kind.strangers === 'any') return trusted
  const { strangers, workloads } = kind
  const named = workloads.filter(({ namespace }) => !strangers.includes(namespace))
  const members = diagrams.any([
    ...(strangers.length === 0 ? [] : [universe.amongTexts(attributes.clientNamespace, strangers)]),
    ...named.map(({ namespace, serviceAccount }) =>
      diagrams.and(
        universe.amongTexts(attributes.clientNamespace, [namespace]),
        universe.amongTexts(attributes.clientAccount, [serviceAccount]),
      ),
    ),
  ])
  return diagrams.and(trusted, members)
}
