import { proxyOf } from '../../decide/client.ts'
import type { Mesh } from '../../model/mesh.ts'
import { ownValue, setOwn } from '../../model/own-value.ts'
import type { Client, HttpRequest, Request, Token, TokenLocation } from '../../model/request.ts'
import type { Labels, Workload } from '../../model/workload.ts'
import { isSingleHeader } from '../../resolve/single-headers.ts'
import type { Assignment } from '../diagrams/assignment.ts'
import type { ClientKind } from '../parts/clients.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import type { Part } from '../parts/part.ts'
import { type Attribute, attributes, issuerOf, tokenAt, tokenSubject } from '../symbolic/attribute.ts'
import { firstSender } from './first-client.ts'
import { witnessAuthority } from './witness-authority.ts'

export interface WitnessRequest {
  readonly request: Request
  readonly externalAllows: boolean
}

/** Who of a kind sends a request: one of its pods, or a pod that the input does not have. */
export type Sender = Workload | 'unnamed'

/**
 * One request of a class, as natural as the class allows; undefined when no client of the kind can send it, and what would have to be known
 * where it is not known whether one can.
 */
export function witnessRequest(
  assignment: Assignment,
  { kind, destination, protocol }: Pick<Part, 'kind' | 'destination' | 'protocol'>,
  [mesh, ...others]: readonly [Mesh, ...Mesh[]],
  sender?: Sender,
): WitnessRequest | { readonly needs: string } | undefined {
  const client = clientOf(assignment, kind, [mesh, ...others], sender)
  if (client === undefined) return undefined
  const external = assignment.ofKind('external-answer')
  const answers = new Set(external.map((attribute) => assignment.choice(attribute)))
  // A request is decided with one answer of all authorizers.
  if (answers.size > 1)
    return {
      needs: `whether external authorizers ${external.map(({ authorizer }) => `\`${authorizer}\``).join(' and ')} answer alike`,
    }
  const authority = witnessAuthority({
    assignment,
    usual: hostsOf(destination, mesh),
    own: ownHosts(destination, mesh),
    sidecarIn: byName(kind, destination) ? (client.namespace ?? '') : undefined,
    meshes: [mesh, ...others],
  })
  if ('another' in authority) return authority.only ? undefined : { needs: `how requests for ${authority.another} are routed` }
  return {
    request: {
      client: destination.gateway === undefined ? client : atGateway(client, destination.gateway, kind),
      address: destination.address,
      protocol,
      ...(protocol === 'http' ? { http: httpOf(assignment, authority.text) } : {}),
      ...(destination.serverName === undefined ? {} : { sni: destination.serverName }),
      ...(assignment.choice(attributes.certificate) === 'none' ? { certificate: 'none' as const } : {}),
    },
    externalAllows: !answers.has('deny'),
  }
}

/** Whichever client asks from outside, the gateway's own identity is what counts further on. */
function atGateway(client: Client, gateway: string, { workloads }: ClientKind): Client {
  const ip = client.ip === undefined ? {} : { ip: client.ip }
  if (client.kind === 'ingress') return { ...client, gateway }
  const known =
    client.kind === 'workload' ? workloads.find(({ namespace, name }) => namespace === client.namespace && name === client.name) : undefined
  if (known === undefined) return { kind: 'ingress', namespace: 'other', serviceAccount: 'default', gateway, ...ip }
  return { kind: 'ingress', namespace: known.namespace, serviceAccount: known.serviceAccount, gateway, labels: known.labels, ...ip }
}

function clientOf(
  assignment: Assignment,
  kind: ClientKind,
  [mesh, ...others]: readonly [Mesh, ...Mesh[]],
  sender: Sender | undefined,
): Client | undefined {
  const ip = assignment.address(attributes.peer) ?? '10.64.0.10'
  if (kind.known !== undefined) return { kind: 'workload', namespace: kind.known.before.namespace, name: kind.known.before.name, ip }
  const labels = labelsOf(assignment)
  const asked = assignment.ofKind('client-label').length === 0 ? {} : { labels }
  if (kind.before === 'none' && kind.after === 'none') {
    if (kind.endpoint === 'world') return { kind: 'unmeshed', ip }
    const namespace = assignment.text(attributes.clientNamespace, ['other']) ?? 'other'
    const account = assignment.text(attributes.clientAccount, ['default']) ?? 'default'
    return { kind: 'unmeshed', namespace, serviceAccount: account, ...asked, ip }
  }
  // Pods that may or may not have a sidecar show nothing of those that have one.
  const isOfKind = (pod: Workload): boolean => kind.before === 'unknown' || proxyOf(pod) !== 'unknown'
  const isAdmitted = (pod: Workload): boolean => isOfKind(pod) && hasAttributes(pod)
  const hasAttributes = ({ namespace, serviceAccount, labels }: Workload): boolean =>
    assignment.admits(attributes.clientNamespace, namespace) &&
    assignment.admits(attributes.clientAccount, serviceAccount) &&
    assignment.admits(attributes.clientTrustDomain, mesh.settings.trustDomain) &&
    labelsAdmitted(assignment, labels)
  const known =
    sender === undefined
      ? firstSender(kind, (namespace) => assignment.admits(attributes.clientNamespace, namespace), isAdmitted)
      : [sender].find((one) => one !== 'unnamed' && isAdmitted(one))
  if (known !== undefined && known !== 'unnamed') return { kind: 'workload', namespace: known.namespace, name: known.name, ip }
  if (sender !== undefined && sender !== 'unnamed') return undefined
  const familiar = kind.strangers === 'any' ? ['other'] : kind.strangers
  const namespace = assignment.text(attributes.clientNamespace, familiar) ?? 'other'
  if (kind.strangers !== 'any' && !kind.strangers.includes(namespace)) return undefined
  const serviceAccount = assignment.text(attributes.clientAccount, ['default']) ?? 'default'
  if (kind.before === 'gateway' || kind.after === 'gateway') return { kind: 'ingress', namespace, serviceAccount, ...asked, ip }
  const accepted = [mesh, ...others].flatMap(({ settings }) => [settings.trustDomain, ...settings.trustDomainAliases])
  const trustDomain = assignment.text(attributes.clientTrustDomain, accepted) ?? mesh.settings.trustDomain
  return {
    kind: 'stranger',
    dataPlane: kind.before === kind.after ? planeOf[kind.before] : 'namespace',
    namespace,
    serviceAccount,
    ...([mesh, ...others].every(({ settings }) => settings.trustDomain === trustDomain) ? {} : { trustDomain }),
    labels,
    ip,
  }
}

/** Those labels of a client that something asks for. */
function labelsOf(assignment: Assignment): Labels {
  return Object.fromEntries(
    assignment.ofKind('client-label').flatMap((asked) => {
      const value = assignment.text(asked, [])
      return value === undefined ? [] : [[asked.label, value] as const]
    }),
  )
}

/** What puts a client that the input does not have behind such a proxy. */
const planeOf = { sidecar: 'sidecar', ztunnel: 'ambient', none: 'ambient', unknown: 'ambient' } as const satisfies Readonly<
  Record<Exclude<ClientKind['before'], 'gateway'>, 'sidecar' | 'ambient'>
>

function labelsAdmitted(assignment: Assignment, labels: Readonly<Record<string, string>>): boolean {
  return assignment.ofKind('client-label').every((asked) => {
    const value = ownValue(labels, asked.label)
    return value === undefined ? assignment.text(asked, []) === undefined : assignment.admits(asked, value)
  })
}

function httpOf(assignment: Assignment, authority: string): HttpRequest {
  const path = assignment.sentPath(['/', '/index.html', '/api/v1/items', '/items/7']) ?? '/'
  const whole = assignment.ofKind('target-query').flatMap((asked) => assignment.text(asked, ['', 'page=1', 'q']) ?? [])
  const named = assignment.ofKind('query').flatMap((asked) => {
    const value = assignment.text(asked, ['1', 'yes'])
    return value === undefined ? [] : [`${asked.parameter}=${value}`]
  })
  const queries = [...whole, ...named]
  const headers: Record<string, string | readonly string[]> = {}
  for (const asked of assignment.ofKind('header')) {
    const familiar = ['1', 'yes', 'other', '']
    const { header } = asked
    const [value, ...more] = isSingleHeader(header) ? [assignment.text(asked, familiar)] : assignment.members(asked, familiar)
    if (value !== undefined) setOwn(headers, header, more.length === 0 ? value : [value, ...more.flatMap((one) => one ?? [])])
  }
  if (assignment.choice(attributes.forwarded) === 'yes')
    headers['x-forwarded-for'] = assignment.address(attributes.forwardedAddress) ?? '203.0.113.10'
  const others = locationsOf(assignment).flatMap((location) => {
    const token = tokenOf(assignment, tokenAt(location))
    return token.kind === 'none' ? [] : [{ at: location, token }]
  })
  return {
    method: assignment.text(attributes.method, ['GET', 'POST', 'PUT', 'DELETE']) ?? 'GET',
    target: queries.length === 0 ? path : `${path}?${queries.join('&')}`,
    authority,
    headers,
    token: tokenOf(assignment, tokenAt(undefined)),
    ...(others.length === 0 ? {} : { otherTokens: others }),
  }
}

/** Pod addresses have no routes: no proxy asks for the name. */
export function byName({ before, after }: ClientKind, { address }: ComparedDestination): boolean {
  return address.kind !== 'pod' && (before === 'sidecar' || after === 'sidecar')
}

export function ownHosts({ address, called }: ComparedDestination, mesh: Mesh): readonly string[] {
  if (called !== undefined) return [called]
  if (address.kind === 'host') return [address.host]
  return address.kind === 'service' ? [`${address.name}.${address.namespace}.svc.${mesh.settings.clusterDomain}`] : []
}

/** Names under which a destination is usually addressed. */
export function hostsOf({ address, called }: ComparedDestination, mesh: Mesh): readonly string[] {
  if (called !== undefined) return [called]
  if (address.kind === 'host') return [address.host]
  if (address.kind === 'pod') return [`${address.workload}.${address.namespace}`]
  const short = `${address.name}.${address.namespace}`
  return [`${short}.svc.${mesh.settings.clusterDomain}`, short, address.name, `${short}:${address.port}`, 'shop.example.com']
}

function locationsOf(assignment: Assignment): TokenLocation[] {
  const found = new Map<string, TokenLocation>()
  for (const at of assignment.tokenLocations()) found.set(`${at.in} ${at.name}`, at)
  return [...found.values()]
}

function tokenOf(assignment: Assignment, token: Attribute<'token'>): Token {
  const state = assignment.choice(token)
  if (state === 'invalid') return { kind: 'invalid' }
  if (state !== 'valid') return { kind: 'none' }
  const claims: Record<string, unknown> = {}
  const issuer = assignment.text(issuerOf(token), ['https://issuer.example'])
  const subject = assignment.text(tokenSubject(token), ['user-1'])
  if (issuer !== undefined) claims.iss = issuer
  if (subject !== undefined) claims.sub = subject
  for (const claim of assignment.ofKind('claim')) {
    const texts = tokenAt(claim.at).name === token.name ? assignment.members(claim) : []
    if (texts.length > 0) put(claims, claim.path, texts.length === 1 ? texts[0]! : texts)
  }
  return { kind: 'valid', claims }
}

function put(claims: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = claims
  for (const step of path.slice(0, -1)) {
    const next = ownValue(at, step)
    const map = typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as Record<string, unknown>) : {}
    setOwn(at, step, map)
    at = map
  }
  setOwn(at, path.at(-1)!, value)
}
