import type { ConnectionContent } from '../../src/decide/cilium/at-proxy.ts'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd, endOf } from '../../src/decide/cilium/cilium-endpoint.ts'
import type { EndpointDirection, EndpointRule } from '../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import type { Labels, Workload } from '../../src/model/workload.ts'
import type { EndpointFlow } from '../../src/resolve/network/endpoint-pool.ts'
import { ingressEndpoint } from '../../src/resolve/network/ingress-endpoint.ts'
import { findWorkload } from '../../src/resolve/services.ts'
import type { Truth } from '../../src/resolve/truth.ts'
import { readManifests } from '../../src/translate.ts'
import { meshOfManifests, streamText } from './mesh.ts'
import { agreed, disagreed, type Manifest, type Vector, type VectorOutcome } from './vector.ts'
import { withoutField } from './without-field.ts'

/** What Cilium's agent did with the policies of one mesh, and what it let through. */
export interface CiliumRecord {
  readonly id: string
  readonly features: readonly string[]
  readonly mesh: readonly Manifest[]
  readonly policies: readonly CiliumPolicy[]
  readonly flows: readonly CiliumFlow[]
}

/** Whether the API server and the agent take a policy. */
export interface CiliumPolicy {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly accepted: boolean
  /** Fields that the API server dropped, because no release has them: the agent never saw them. */
  readonly dropped?: readonly string[]
}

/** One end of a connection: a pod of the mesh, one that is not in it, a part of the cluster, or an address outside. */
export type Party =
  | { readonly pod: string }
  | { readonly namespace: string; readonly labels?: Labels; readonly serviceAccount?: string }
  | { readonly entity: string }
  | { readonly ip: string; readonly fqdn?: string }

export interface CiliumQuestion {
  readonly from: Party
  readonly to: Party
  /** The pod's own port; the type for ICMP. */
  readonly port: number
  readonly protocol: 'TCP' | 'UDP' | 'SCTP' | 'ICMP' | 'ICMPv6'
  readonly direction: 'ingress' | 'egress'
  /** The request, as the rules of the proxy see it: with the path that the listener has made of what was sent. */
  readonly http?: CiliumHttp
  readonly sni?: string
}

export interface CiliumHttp {
  readonly method: string
  readonly path: string
  readonly host: string
  readonly headers: Readonly<Record<string, readonly string[]>>
}

export interface CiliumAnswer {
  /** What layers 3 and 4 say; absent where the agent could not work the policies out. */
  readonly l4?: 'allow' | 'deny' | 'default-deny'
  /** Goes through the proxy, where rules for HTTP or names of servers decide. */
  readonly redirected?: true
  /** What the proxy says; absent where the recording does not tell, such as without a request or where Envoy refuses the policy. */
  readonly proxy?: 'allow' | 'reset' | '403'
  /** Needs a handshake that the recording has not made. */
  readonly authenticated?: true
}

export interface CiliumFlow {
  readonly ask: CiliumQuestion
  readonly did: CiliumAnswer
}

export function ciliumVectors(record: CiliumRecord): Vector[] {
  const { id, features, mesh } = record
  const flows = record.flows.map(
    (flow, index): Vector => ({
      engine: 'cilium',
      id: `${id} #${index + 1}`,
      features,
      ask: () => compared(meshOfManifests(enforced(mesh, record.policies)), flow),
    }),
  )
  const policies = record.policies
    // Groups of addresses are for the policies that name them; the agent checks nothing of them.
    .filter(({ kind }) => kind !== 'CiliumCIDRGroup')
    .map(
      (policy): Vector => ({
        engine: 'cilium',
        id: `${id} ${policy.kind} ${policy.namespace ?? ''}/${policy.name}`,
        features: ['accepted or refused'],
        ask: () => taken(stored(mesh, record.policies), policy),
      }),
    )
  return [...policies, ...flows]
}

/** What is there once the API server and the agent have refused what they refuse: a policy that both they and the model refuse is not. */
function enforced(manifests: readonly Manifest[], policies: readonly CiliumPolicy[]): Manifest[] {
  const all = stored(manifests, policies)
  const refused = policies.filter((policy) => !policy.accepted && taken(all, policy).says === 'agreed')
  return all.filter((manifest) => !refused.some((policy) => isOf(manifest, policy)))
}

/** What the API server keeps of the manifests. */
function stored(manifests: readonly Manifest[], policies: readonly CiliumPolicy[]): Manifest[] {
  return manifests.map((manifest) => {
    const { dropped = [] } = policies.find((policy) => isOf(manifest, policy)) ?? {}
    return dropped.reduce(withoutField, manifest)
  })
}

function isOf({ kind, metadata }: Manifest, policy: CiliumPolicy): boolean {
  const { name, namespace } = metadata as { readonly name: string; readonly namespace?: string }
  return policy.kind === kind && policy.name === name && policy.namespace === namespace
}

function taken(manifests: readonly Manifest[], { kind, namespace, name, accepted }: CiliumPolicy): VectorOutcome {
  const { mesh, diagnostics } = readManifests([{ path: 'mesh.yaml', text: streamText(manifests) }])
  const own = mesh.endpointPolicies.filter((policy) => policy.name === name && policy.namespace === (namespace ?? ''))
  const invalid = mesh.unread.some(({ why, reach }) => why === 'invalid' && reach.name === name)
  const refused = own.some((policy) => policy.refused !== undefined)
  const doubted = own.some(({ unmodelled }) => unmodelled.length > 0)
  const did = accepted ? 'accepted' : 'refused'
  if (invalid) return accepted ? disagreed(did, `refused: ${diagnostics.map(({ message }) => message).join('; ')}`) : agreed
  if (own.length === 0) return disagreed(did, `${kind} ${name} is not read`)
  if (refused) return accepted ? disagreed(did, 'refused') : agreed
  if (doubted) return { says: 'undetermined', why: `the engine: ${did}` }
  return accepted ? agreed : disagreed(did, 'accepted')
}

function compared(mesh: Mesh, { ask, did }: CiliumFlow): VectorOutcome {
  if (did.authenticated === true) return { says: 'not compared', why: 'mutual authentication' }
  if (did.l4 === undefined) return { says: 'not compared', why: 'rules that the agent cannot merge' }
  const { says, why, proxied } = decided(mesh, ask)
  if (says === 'not compared') return { says, why }
  const below = did.l4 === 'allow' ? 'allowed' : 'denied'
  const seen = did.proxy === undefined ? below : did.proxy === 'allow' ? 'allowed' : 'denied'
  if (did.redirected === true) {
    if (proxied === false && says !== 'undetermined') return disagreed(`${seen}, redirected`, `${says}, not redirected`)
    // What the proxy would say is not recorded: what layers 3 and 4 say is compared, and that the model does not take it for plain.
    if (did.proxy === undefined) {
      const plain = decided(atLayer4(mesh), ask)
      return says === 'undetermined' && plain.says === seen ? agreed : disagreed(`${seen}, redirected`, `${says}, ${plain.says} at layer 4`)
    }
  } else if (proxied === true) return disagreed(`${seen}, not redirected`, `${says}, redirected`)
  if (says === 'undetermined') return { says, why: `the engine: ${seen}; the model needs ${why}` }
  return says === seen ? agreed : disagreed(seen, `${says}: ${why}`)
}

/** A mesh whose policies ask nothing beyond layer 4. */
function atLayer4(mesh: Mesh): Mesh {
  const plain = (rules: readonly EndpointRule[]): EndpointRule[] =>
    rules.map(({ http: _, serverNames: __, ...rule }) => ({ ...rule, unmodelled: [] }))
  const side = (one: EndpointDirection): EndpointDirection => ({ ...one, allow: plain(one.allow) })
  const endpointPolicies = mesh.endpointPolicies.map((policy) => ({
    ...policy,
    ingress: side(policy.ingress),
    egress: side(policy.egress),
  }))
  return { ...mesh, endpointPolicies }
}

interface Said {
  readonly says: Verdict | 'not compared'
  readonly why: string
  readonly proxied?: Truth
}

function decided(mesh: Mesh, { from, to, port, protocol, direction, http, sni }: CiliumQuestion): Said {
  const [subject, peer] = direction === 'ingress' ? [to, from] : [from, to]
  const own = podOf(mesh, subject)
  const isGateways = direction === 'ingress' && 'entity' in subject && subject.entity === 'ingress'
  if (own === undefined && !isGateways) return { says: 'not compared', why: `${JSON.stringify(subject)} is not a pod of the mesh` }
  const other = podOf(mesh, peer)
  const transport = transportOf(protocol, port)
  const end = other === undefined ? endOfParty(peer) : endOf(other)
  if (end === undefined) return { says: 'not compared', why: `${JSON.stringify(peer)} is not told apart by the model` }
  const spoken = http === undefined && sni === undefined ? undefined : spokenBy(http, sni)
  const decision =
    own === undefined || direction === 'ingress'
      ? decideAtCiliumEndpoint(mesh, own ?? ingressEndpoint, port, end, { transport, spoken })
      : decideAtCiliumEgress(mesh, own, port, other ?? end, { transport, spoken })
  if (decision === undefined) return { says: 'allowed', why: '', proxied: false }
  const { verdict, needs, reason, proxied } = decision
  return { says: verdict, why: needs ?? reason, proxied }
}

function spokenBy(http: CiliumHttp | undefined, sni: string | undefined): ConnectionContent {
  const named = sni === undefined ? {} : { sni }
  if (http === undefined) return named
  const { method, path: target, host: authority, headers } = http
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values]))
  return { ...named, http: { method, target, authority, headers: lowered, token: { kind: 'none' } } }
}

function transportOf(protocol: CiliumQuestion['protocol'], type: number): EndpointFlow['transport'] {
  if (protocol === 'ICMP') return { family: 'IPv4', type }
  return protocol === 'ICMPv6' ? { family: 'IPv6', type } : protocol
}

function podOf(mesh: Mesh, party: Party): Workload | undefined {
  if (!('pod' in party)) return undefined
  const [namespace = '', name = ''] = party.pod.split('/')
  return findWorkload(mesh, namespace, name)
}

function endOfParty(party: Party): EndpointPeerEnd | undefined {
  if ('ip' in party) return { kind: 'world', ip: party.ip, names: party.fqdn === undefined ? [] : [party.fqdn] }
  if ('namespace' in party) return { kind: 'pod', ...party }
  if (!('entity' in party)) return undefined
  const { entity } = party
  switch (entity) {
    case 'host':
    case 'remote-node':
      return { kind: entity, apiServer: false }
    // The API server ran on another node.
    case 'kube-apiserver':
      return { kind: 'remote-node', apiServer: true }
    case 'ingress':
    case 'health':
    case 'init':
    case 'unmanaged':
      return { kind: entity }
    default:
      return undefined
  }
}
