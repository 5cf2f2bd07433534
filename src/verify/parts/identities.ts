import type { Node } from '../../algebra/diagram.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Universe } from '../diagrams/universe.ts'
import { attributes } from '../symbolic/attribute.ts'
import { choice } from '../symbolic/condition.ts'
import { clientGroups } from './client-groups.ts'
import type { ClientKind } from './clients.ts'

/**
 * Trust domains whose certificates one of the meshes accepts. Clients of others are of other meshes, which configure their sidecars: with their
 * certificate they end before any policy is asked, without it they are clients outside of the mesh (docs/decisions/211).
 */
function trustDomainsOf(before: Mesh, after: Mesh): readonly string[] | 'any' {
  if ([before, after].some(({ settings }) => settings.flags.PILOT_SKIP_VALIDATE_TRUST_DOMAIN === 'true')) return 'any'
  const names = [before, after].flatMap(({ settings }) => [settings.trustDomain, ...settings.trustDomainAliases])
  return [...new Set(names)].sort(compareText)
}

/** What limits the clients of both meshes, worked out once. */
export interface ClientLimits {
  readonly trustDomains: readonly string[] | 'any'
  /** The most tokens that one request carries. */
  readonly tokens: number
  /** Service accounts of waypoints that no pod of the input runs under. */
  readonly waypoints: readonly { readonly namespace: string; readonly serviceAccount: string }[]
}

export function clientLimits(before: Mesh, after: Mesh, oneCluster: boolean): ClientLimits {
  const used = new Set([...before.workloads, ...after.workloads].map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`))
  return {
    tokens: tokensNeeded(before, after),
    trustDomains: oneCluster ? [before.settings.trustDomain] : trustDomainsOf(before, after),
    waypoints: [...before.waypoints, ...after.waypoints].filter(
      ({ namespace, serviceAccount }) => !used.has(`${namespace}/${serviceAccount}`),
    ),
  }
}

/** Which requests clients of a kind can send: whose identity they have, and no more tokens than they may have to carry. */
export function membersOf(kind: ClientKind, universe: Universe, limits: ClientLimits): Node {
  const { diagrams } = universe
  return diagrams.all([
    identitiesOf(kind, universe, limits),
    diagrams.not(waypointIdentities(universe, limits)),
    fewTokens(universe, limits.tokens),
  ])
}

/** Only a waypoint has its identity. Where policies do not name it, it is in no class of its own and makes no difference. */
function waypointIdentities(universe: Universe, { waypoints }: ClientLimits): Node {
  const byAccount = waypointsByAccount(waypoints)
  return universe.diagrams.any(
    universe
      .signaturesOf(attributes.clientAccount)
      .named()
      .flatMap((serviceAccount) => byAccount.get(serviceAccount) ?? [])
      .filter(({ namespace }) => universe.names(attributes.clientNamespace, namespace))
      .map(({ namespace, serviceAccount }) => isClient(universe, namespace, serviceAccount)),
  )
}

/** That a request comes from a service account of a namespace, or from what nothing tells apart from it. */
function isClient(universe: Universe, namespace: string, serviceAccount: string): Node {
  return universe.diagrams.and(
    universe.amongTexts(attributes.clientNamespace, new Set([namespace])),
    universe.amongTexts(attributes.clientAccount, new Set([serviceAccount])),
  )
}

type Waypoints = ClientLimits['waypoints']

const byTheirAccount = new WeakMap<Waypoints, ReadonlyMap<string, Waypoints>>()

/** Waypoints by their service account; worked out once, because each destination asks for a few of them. */
function waypointsByAccount(waypoints: Waypoints): ReadonlyMap<string, Waypoints> {
  const known = byTheirAccount.get(waypoints)
  if (known !== undefined) return known
  const found = new Map<string, Waypoints[number][]>()
  for (const waypoint of waypoints) {
    const own = found.get(waypoint.serviceAccount)
    if (own === undefined) found.set(waypoint.serviceAccount, [waypoint])
    else own.push(waypoint)
  }
  byTheirAccount.set(waypoints, found)
  return found
}

/**
 * Which of several tokens a proxy believes is not certain, so requests with several are not compared, but for those that have to carry one
 * for each of several issuers.
 */
function fewTokens(universe: Universe, atMost: number): Node {
  const { diagrams } = universe
  const locations = universe.variables.flatMap((variable) =>
    variable.kind === 'choice' && variable.values.includes('invalid') ? [universe.node(choice(variable.attribute, 'none'))] : [],
  )
  return diagrams.all(subsets(locations, atMost + 1).map((some) => diagrams.any(some)))
}

function subsets<T>(list: readonly T[], size: number): (readonly T[])[] {
  if (size === 0) return [[]]
  return list.flatMap((first, index) => subsets(list.slice(index + 1), size - 1).map((others) => [first, ...others]))
}

/** How many tokens a request may have to carry: one for each issuer that requires one, of those of a mesh. */
export function tokensNeeded(...meshes: readonly Mesh[]): number {
  const required = meshes.map(
    ({ requestAuthentication }) =>
      new Set(requestAuthentication.flatMap(({ issuers }) => issuers.flatMap((one) => (one.required ? [one.issuer] : [])))).size,
  )
  return Math.max(1, ...required.map((count) => Math.min(count, 3)))
}

const asSets = new WeakMap<readonly string[], ReadonlySet<string>>()

/** A list of names as a set; worked out once, because each destination asks for the names of the same kinds. */
function namesOf(list: readonly string[]): ReadonlySet<string> {
  const known = asSets.get(list) ?? new Set(list)
  asSets.set(list, known)
  return known
}

function identitiesOf(kind: ClientKind, universe: Universe, limits: ClientLimits): Node {
  const { diagrams } = universe
  if (kind.known !== undefined || (kind.before === 'none' && kind.after === 'none')) return diagrams.yes
  const { trustDomains } = limits
  const trusted = trustDomains === 'any' ? diagrams.yes : universe.amongTexts(attributes.clientTrustDomain, new Set(trustDomains))
  if (kind.strangers === 'any') return trusted
  const { strangers } = kind
  const members = diagrams.any([
    ...(strangers.length === 0 ? [] : [universe.amongTexts(attributes.clientNamespace, namesOf(strangers))]),
    ...clientGroups(kind, universe).flatMap(({ namespace, serviceAccount }) =>
      serviceAccount === undefined ? [] : [isClient(universe, namespace, serviceAccount)],
    ),
  ])
  return diagrams.and(trusted, members)
}
