import type { Carrier, ClientProxy } from '../../decide/client.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Address } from '../../model/request.ts'
import { isSameValue } from '../../model/same-value.ts'
import type { Workload } from '../../model/workload.ts'
import { aroundNeeds, aroundSidecar, interceptionText } from '../../resolve/attach/around-sidecar.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { servicesForHost } from '../../resolve/hosts.ts'
import { findWorkload } from '../../resolve/services.ts'
import type { DirectAccess } from '../diagrams/tree-diagram.ts'
import { attributes, isPath, pathUnder } from '../symbolic/attribute.ts'
import { alwaysTrue, type Condition, someLeaf, textIn, unknown, withLeaves } from '../symbolic/condition.ts'
import { addConditionsOf, admittedBy, type DecisionTree, destinationsReached, onlyAt } from '../symbolic/decision-tree.ts'
import { decisionTreeOf } from '../symbolic/decision-tree-of.ts'
import { asClient, asGateway } from '../symbolic/known-client.ts'
import type { Recipient } from '../symbolic/recipient.ts'
import { withConditions } from '../symbolic/tree-conditions.ts'
import type { Asked } from '../symbolic/walk/walk.ts'
import { askedLabels } from './asked-labels.ts'
import type { ClientKind } from './clients.ts'
import type { ComparedDestination } from './compared-destination.ts'
import { protocolsOf, undeclaredHost } from './destinations.ts'
import { withoutMixedQueries } from './mixed-queries.ts'
import { isBesideServices, ownAddressesOf } from './own-addresses.ts'
import { routingNamespaces } from './routing-namespaces.ts'

/** One address of one destination, asked by one kind of client over one protocol, and what both meshes decide for it. */
export interface Part {
  readonly destination: ComparedDestination
  readonly kind: ClientKind
  readonly protocol: 'http' | 'tcp'
  readonly before: DecisionTree
  readonly after: DecisionTree
  /** Pods that only the mesh after leads to, and what they let in before at their own address. */
  readonly beside: readonly DirectAccess[]
  /** What the mesh before does with the same requests at addresses by which a sidecar knows the destination; none where it always does. */
  readonly named: readonly DecisionTree[]
  /** The same at the pod's own address, with the identity of the client; only beside Services. */
  readonly own?: DecisionTree
  /** Set where both meshes have the same trees for all parts of the destination: nothing else is asked of it. */
  readonly same?: true
}

/** Which kinds of clients a destination is compared for. */
function askingKinds({ gateway, called }: ComparedDestination, kinds: readonly ClientKind[]): readonly ClientKind[] {
  return kinds.filter(
    (kind) =>
      (gateway === undefined || (kind.before === 'gateway' && kind.after === 'gateway')) &&
      (called === undefined || kind.before === 'sidecar' || kind.after === 'sidecar'),
  )
}

/** How many parts `partsOf` has for a destination. */
export function countOfParts(before: Mesh, after: Mesh, destination: ComparedDestination, kinds: readonly ClientKind[]): number {
  return askingKinds(destination, kinds).length * protocolsOf(before, after, destination).length
}

/**
 * The parts in which a destination is compared. Where both meshes have the same trees for each, nothing else is asked: `exhaustive` asks all the
 * same.
 */
export function partsOf(
  before: Mesh,
  after: Mesh,
  destination: ComparedDestination,
  kinds: readonly ClientKind[],
  exhaustive = false,
): readonly Part[] {
  const namespacesAt = new Map<string, readonly string[]>()
  const { gateway, called, serverName } = destination
  const coming: Pick<Asked, 'gateway' | 'called' | 'serverName' | 'policed'> = {
    ...(gateway === undefined ? {} : { gateway }),
    ...(called === undefined ? {} : { called }),
    ...(serverName === undefined ? {} : { serverName }),
  }
  // Kinds that consist of one workload differ in who the client is; what their proxies do is the same tree, asked once.
  const trees = new Map<string, DecisionTree>()
  const shared = sharedTrees(before)
  const protocols = protocolsOf(before, after, destination)
  const textOf = memberTexts()
  const compared = askingKinds(destination, kinds).flatMap((kind) =>
    protocols.map((protocol) => {
      const ask = (
        side: 'before' | 'after',
        address: ComparedDestination['address'],
        identified = false,
        through: typeof coming = coming,
      ): DecisionTree => {
        const mesh = side === 'before' ? before : after
        const by = (carrier: Carrier): DecisionTree => (carrier === 'unknown' ? withOrWithoutSidecar(kind, byProxy) : byProxy(carrier))
        const byProxy = (proxy: ClientProxy): DecisionTree => {
          const { endpoint } = kind
          const labels = kind.known === undefined ? undefined : askedLabels(mesh, kind.known[side])
          const who = `${side} ${proxy} ${endpoint} ${protocol} ${identified} ${labels === undefined ? '' : JSON.stringify(labels)}`
          const key = `${who} ${textOf(through)} ${textOf(address)}`
          const known = trees.get(key)
          if (known !== undefined) return known
          // Routes of a Service may be for clients of some namespaces, those to its pods for all.
          const at = textOf(address)
          const clientNamespaces = namespacesAt.get(at) ?? routingNamespaces(before, after, { ...destination, address })
          namespacesAt.set(at, clientNamespaces)
          const make = () => decisionTreeOf({ mesh, proxy, endpoint, address, protocol, clientNamespaces, ...through, identified, labels })
          // Pods and all Services that lead to them ask for one another.
          const isShared = identified && mesh === before && address.kind === 'service'
          const name = isShared ? `${key} ${clientNamespaces.join(' ')}` : key
          const tree = (isShared ? shared.get(name) : undefined) ?? make()
          if (isShared) shared.set(name, tree)
          trees.set(key, tree)
          return tree
        }
        if (kind.known !== undefined) return asClient(mesh, kind.known[side], throughOrAround(kind.known[side], address, kind[side], by))
        const tree = by(kind[side])
        return kind[side] === 'gateway' ? asGateway(mesh, tree) : tree
      }
      const askedBefore = (): DecisionTree => {
        if (destination.instead !== undefined) return ask('before', destination.instead.address, true)
        const { moved } = destination
        if (moved === undefined) return ask('before', destination.address)
        const tree = ask('before', destination.address, false, { ...coming, gateway: moved.gateway, policed: true })
        return moved.pods === undefined ? tree : asClient(before, moved.pods, tree)
      }
      const was = askedBefore()
      const is = onlyAt(destination.instead?.pods, asSeenAfter(before, after, ask('after', destination.address)))
      return { kind, protocol, ask, was, is }
    }),
  )
  const asSeen = before.settings.pathNormalization === after.settings.pathNormalization
  if (!exhaustive && asSeen && compared.every(({ was, is }) => isSameValue(was, is)))
    return compared.map(({ kind, protocol, was, is }) => ({
      destination,
      kind,
      protocol,
      before: was,
      after: is,
      beside: [],
      named: [],
      same: true,
    }))
  return compared.map(({ kind, protocol, ask, was, is }): Part => {
    // One branch of a tree may lead to pods that another branch of it does not reach. What a gateway routes there goes on from it without any route.
    const known = was.kind === 'sent' ? destinationsReached(was) : new Map<string, Recipient>()
    const beside = [...destinationsReached(is)].flatMap(([name, place]): DirectAccess[] => {
      const address = known.has(name) ? undefined : directAddress(before, place)
      return address === undefined ? [] : [{ destination: place, admitted: admittedBy(ask('before', address, true, {})) }]
    })
    const anonymous =
      kind.before === 'sidecar' && gateway === undefined && destination.instead === undefined && !mayBypass(kind, destination.address)
    const named = anonymous ? ownAddressesOf(before, destination.address).map((own) => ask('before', own, true)) : []
    const own = anonymous && isBesideServices(before, destination.address) ? ask('before', destination.address, true) : undefined
    return withoutMixedQueries({
      destination,
      kind,
      protocol,
      before: was,
      after: is,
      beside,
      named,
      ...(own === undefined ? {} : { own }),
    })
  })
}

/** Trees of the mesh before that several destinations ask for: what it does with requests for a Service, by the name of it. */
const sharedTrees = perMesh(() => new Map<string, DecisionTree>())

/** The text of an object, by which it is known; worked out once for each. */
function memberTexts(): (object: object) => string {
  const texts = new Map<object, string>()
  return (object) => {
    const text = texts.get(object) ?? JSON.stringify(object)
    texts.set(object, text)
    return text
  }
}

/** Where proxies of the mesh after normalise paths in another way, what they see is another attribute. */
function asSeenAfter(before: Mesh, after: Mesh, tree: DecisionTree): DecisionTree {
  const [was, is] = [before.settings.pathNormalization, after.settings.pathNormalization]
  if (was === is) return tree
  const seen = (leaf: Condition): Condition =>
    leaf.kind === 'text' && leaf.attribute.kind === 'path' ? { ...leaf, attribute: pathUnder(is) } : leaf
  return withConditions(tree, (condition) => withLeaves(condition, seen))
}

/** Connections that bypass their sidecar do so because an annotation says so. */
function mayBypass({ known }: ClientKind, address: Address): boolean {
  return known !== undefined && aroundSidecar(known.before, address) !== false
}

/** The tree for pods of which the input does not say whether they have a sidecar. */
function withOrWithoutSidecar({ name }: ClientKind, by: (proxy: ClientProxy) => DecisionTree): DecisionTree {
  const when = unknown(`sidecars of ${name}`, 'the Namespace of the client')
  return { kind: 'if', when, yes: by('sidecar'), no: by('none') }
}

/** The tree for pods of whose connections their sidecar may not carry all. */
function throughOrAround(
  pods: Workload,
  address: ComparedDestination['address'],
  proxy: Carrier,
  by: (proxy: Carrier) => DecisionTree,
): DecisionTree {
  const around = aroundSidecar(pods, address)
  if (around !== 'unknown') return by(around ? 'none' : proxy)
  const when = unknown(`${pods.namespace}/${pods.name} bypasses its sidecar (${interceptionText(pods)})`, aroundNeeds(pods))
  return { kind: 'if', when, yes: by('none'), no: by(proxy) }
}

/**
 * The address by which a destination can be reached without any routes: `pods ns/name:port` by the pods' own. A host that nothing declares is
 * guarded like all such hosts, by what a client may reach at all; declared ones may be guarded by where their routes lead.
 */
export function directAddress(mesh: Mesh, destination: Recipient): Address | undefined {
  switch (destination.kind) {
    case 'pods': {
      const { namespace, workload, port } = destination
      return findWorkload(mesh, namespace, workload) === undefined ? undefined : { kind: 'pod', namespace, workload, port }
    }
    case 'host':
      if (servicesForHost(mesh, destination.host, '').length > 0) return undefined
      return { kind: 'host', host: undeclaredHost, port: destination.port }
    case 'unseen-pods':
    case 'status':
    case 'answer':
    case 'refusal':
    case 'none':
      return undefined
  }
}

/** Every condition that parts ask about. */
export function conditionsOfAll(parts: readonly Part[]): ReadonlySet<Condition> {
  const found = new Set<Condition>()
  for (const part of parts) {
    addConditionsOf(part.before, found)
    addConditionsOf(part.after, found)
    for (const { admitted } of part.beside) found.add(admitted)
    for (const tree of part.named) addConditionsOf(tree, found)
    if (part.own !== undefined) addConditionsOf(part.own, found)
    found.add(isCalled(part.destination))
  }
  return found
}

export function asksPath(part: Part): boolean {
  return [...conditionsOfAll([part])].some((condition) => someLeaf(condition, (leaf) => leaf.kind === 'text' && isPath(leaf.attribute)))
}

/** Whether some of the proxies on the way normalise paths in another way than others do. */
export function asksPathTwice(part: Part): boolean {
  const names = new Set<string>()
  for (const condition of conditionsOfAll([part]))
    someLeaf(condition, (leaf) => {
      if (leaf.kind === 'text' && isPath(leaf.attribute)) names.add(leaf.attribute.name)
      return names.size > 1
    })
  return names.size > 1
}

/** That requests give the name by which a destination is called. */
export function isCalled({ called }: ComparedDestination): Condition {
  return called === undefined ? alwaysTrue : textIn(attributes.authority, { kind: 'exact', value: called })
}
