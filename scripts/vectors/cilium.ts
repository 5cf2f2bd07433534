import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd, endOf } from '../../src/decide/cilium/cilium-endpoint.ts'
import { catalogue } from '../../src/diagnostics/catalogue.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import type { Labels, Workload } from '../../src/model/workload.ts'
import { findWorkload } from '../../src/resolve/services.ts'
import { readManifests } from '../../src/translate.ts'
import { meshOfManifests, streamText } from './mesh.ts'
import { agreed, disagreed, type Manifest, type Outcome, type Vector } from './vector.ts'

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
}

export interface CiliumAnswer {
  /** What layers 3 and 4 say; absent where the agent could not work the policies out. */
  readonly l4?: 'allow' | 'deny' | 'default-deny'
  /** Goes through the proxy, where rules for HTTP or names of servers decide. */
  readonly redirected?: true
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
      ask: () => compared(meshOfManifests(stored(mesh, record.policies)), flow),
    }),
  )
  const policies = record.policies
    .filter(({ kind }) => kind !== 'CiliumCIDRGroup')
    .map(
      (policy): Vector => ({
        engine: 'cilium',
        id: `${id} ${policy.kind} ${policy.namespace ?? ''}/${policy.name}`,
        features: ['accepted or refused'],
        ask: () => taken(mesh, policy),
      }),
    )
  return [...policies, ...flows]
}

/** What is there once the API server and the agent have refused what they refuse: a policy that both they and the model refuse is not. */
function stored(manifests: readonly Manifest[], policies: readonly CiliumPolicy[]): Manifest[] {
  const refused = policies.filter((policy) => !policy.accepted && taken(manifests, policy).says === 'agreed')
  return manifests.filter(({ kind, metadata }) => {
    const { name, namespace } = metadata as { readonly name: string; readonly namespace?: string }
    return !refused.some((policy) => policy.kind === kind && policy.name === name && policy.namespace === namespace)
  })
}

function taken(manifests: readonly Manifest[], { kind, namespace, name, accepted }: CiliumPolicy): Outcome {
  const { mesh, diagnostics } = readManifests([{ path: 'mesh.yaml', text: streamText(manifests) }])
  const own = mesh.endpointPolicies.filter((policy) => policy.name === name && policy.namespace === (namespace ?? ''))
  const invalid = mesh.unread.some(({ why, reach }) => why === 'invalid' && reach.name === name)
  const refused = own.some((policy) => policy.refused !== undefined)
  const doubted = own.some(({ unmodelled }) => unmodelled.length > 0)
  const did = accepted ? 'accepted' : 'refused'
  // `kubectl apply` refuses them; an API server that is asked otherwise drops them.
  if (invalid && accepted && diagnostics.some(({ code }) => code === catalogue.unknownDecidingField.code))
    return { says: 'not compared', why: 'fields that no release has' }
  if (invalid) return accepted ? disagreed(did, `refused: ${diagnostics.map(({ message }) => message).join('; ')}`) : agreed
  if (own.length === 0) return disagreed(did, `${kind} ${name} is not read`)
  if (refused) return accepted ? disagreed(did, 'refused') : agreed
  if (doubted) return { says: 'undetermined', why: `the engine: ${did}` }
  return accepted ? agreed : disagreed(did, 'accepted')
}

function compared(mesh: Mesh, { ask, did }: CiliumFlow): Outcome {
  if (did.authenticated === true) return { says: 'not compared', why: 'mutual authentication' }
  if (did.l4 === undefined) return { says: 'not compared', why: 'rules that the agent cannot merge' }
  const seen = did.l4 === 'allow' ? 'allowed' : 'denied'
  const { says, why } = verdictOf(mesh, ask)
  if (says === 'not compared') return { says, why }
  if (says === 'undetermined' && did.redirected === true) return { says: 'not compared', why: 'rules beyond layer 4' }
  if (says === 'undetermined' && resolvedOnlyThere.test(why))
    return { says: 'not compared', why: 'names, groups, services and other clusters' }
  if (says === 'undetermined') return { says, why: `the engine: ${seen}; the model needs ${why}` }
  return says === seen ? agreed : disagreed(seen, says)
}

/** Peers that only a running cluster resolves: the model takes them for anybody. */
const resolvedOnlyThere = /(FQDNs|CIDRSet\[\d+\]|Services|Groups|Entities\[\d+\])` of /

interface Said {
  readonly says: Verdict | 'not compared'
  readonly why: string
}

function verdictOf(mesh: Mesh, { from, to, port, protocol, direction }: CiliumQuestion): Said {
  const [subject, peer] = direction === 'ingress' ? [to, from] : [from, to]
  const own = podOf(mesh, subject)
  if (own === undefined) return { says: 'not compared', why: `${JSON.stringify(subject)} is not a pod of the mesh` }
  const other = podOf(mesh, peer)
  const transport = protocol === 'ICMP' ? 'ping' : protocol
  if (transport === 'ICMPv6' || (transport === 'ping' && port !== 8)) return { says: 'not compared', why: 'ICMP other than echo requests' }
  const end = other === undefined ? endOfParty(peer) : endOf(other)
  if (end === undefined) return { says: 'not compared', why: `${JSON.stringify(peer)} is not told apart by the model` }
  const decision =
    direction === 'ingress'
      ? decideAtCiliumEndpoint(mesh, own, port, end, transport)
      : decideAtCiliumEgress(mesh, own, port, other ?? end, transport)
  return decision === undefined ? { says: 'allowed', why: '' } : { says: decision.verdict, why: decision.needs ?? decision.reason }
}

function podOf(mesh: Mesh, party: Party): Workload | undefined {
  if (!('pod' in party)) return undefined
  const [namespace = '', name = ''] = party.pod.split('/')
  return findWorkload(mesh, namespace, name)
}

function endOfParty(party: Party): EndpointPeerEnd | undefined {
  if ('ip' in party) return { kind: 'world', ip: party.ip }
  if ('namespace' in party) return { kind: 'pod', ...party }
  if (!('entity' in party)) return undefined
  const { entity } = party
  return entity === 'host' || entity === 'remote-node' || entity === 'ingress' ? { kind: entity } : undefined
}
