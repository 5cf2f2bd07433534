import { compareText } from '../../diagnostics/place.ts'
import type { Workload } from '../../model/workload.ts'
import type { TextSignatures } from '../diagrams/text-signatures.ts'
import type { Universe } from '../diagrams/universe.ts'
import { attributes } from '../symbolic/attribute.ts'
import type { ClientKind } from './clients.ts'

/** Clients of a kind whose namespaces are in one class, and whose service accounts are: nothing that is asked about clients tells them apart. */
export interface ClientGroup {
  /** Those of one of them; none for the unnamed pods of a namespace, whose service account may be any. */
  readonly namespace: string
  readonly serviceAccount?: string
  /** Their positions in the sorted list of the kind's clients. */
  readonly clients: readonly number[]
}

/** Clients of a kind by name, sorted, and where those of a namespace or a service account stand. */
interface NamedClients {
  readonly texts: readonly string[]
  readonly accounts: readonly (string | undefined)[]
  readonly namespaces: readonly string[]
  readonly byNamespace: ReadonlyMap<string, readonly number[]>
  readonly byAccount: ReadonlyMap<string, readonly number[]>
}

const amongOthers = new WeakMap<ClientKind, readonly Workload[]>()

/** Pods of a kind in namespaces whose unnamed pods are of another; worked out once. */
function podsAmongOthers(kind: ClientKind): readonly Workload[] {
  let pods = amongOthers.get(kind)
  if (pods === undefined) {
    const open = new Set(kind.strangers)
    pods = kind.workloads.filter(({ namespace }) => !open.has(namespace))
    amongOthers.set(kind, pods)
  }
  return pods
}

const sorted = new WeakMap<ClientKind, NamedClients>()

/** Namespaces and pods of a kind by name, sorted; worked out once. */
function namedClients(kind: ClientKind): NamedClients {
  const known = sorted.get(kind)
  if (known !== undefined) return known
  const strangers = kind.strangers === 'any' ? [] : kind.strangers
  const list = [
    ...strangers.map((namespace) => ({ text: namespace, namespace, serviceAccount: undefined })),
    ...podsAmongOthers(kind).map(({ namespace, name, serviceAccount }) => ({ text: `${namespace}/${name}`, namespace, serviceAccount })),
  ].sort((a, b) => compareText(a.text, b.text))
  const clients = {
    texts: list.map(({ text }) => text),
    accounts: list.map(({ serviceAccount }) => serviceAccount),
    namespaces: list.map(({ namespace }) => namespace),
    byNamespace: positions(list.map(({ namespace }) => namespace)),
    byAccount: positions(list.map(({ serviceAccount }) => serviceAccount)),
  }
  sorted.set(kind, clients)
  return clients
}

function positions(texts: readonly (string | undefined)[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [position, text] of texts.entries()) {
    if (text === undefined) continue
    const own = found.get(text)
    if (own === undefined) found.set(text, [position])
    else own.push(position)
  }
  return found
}

/** The groups of a kind for one way of cutting namespaces and service accounts, and the lists of names that some of the groups make. */
interface Grouped {
  readonly groups: readonly ClientGroup[]
  readonly lists: Map<string, readonly string[]>
}

const groupedBy = new WeakMap<ClientKind, WeakMap<TextSignatures, WeakMap<TextSignatures, Grouped>>>()

/** Neighbouring destinations cut namespaces and service accounts alike: the groups are theirs as well. */
function grouped(kind: ClientKind, universe: Universe): Grouped {
  const [namespaces, accounts] = [universe.signaturesOf(attributes.clientNamespace), universe.signaturesOf(attributes.clientAccount)]
  const ofKind = groupedBy.get(kind) ?? new WeakMap<TextSignatures, WeakMap<TextSignatures, Grouped>>()
  groupedBy.set(kind, ofKind)
  const ofNamespaces = ofKind.get(namespaces) ?? new WeakMap<TextSignatures, Grouped>()
  ofKind.set(namespaces, ofNamespaces)
  const known = ofNamespaces.get(accounts) ?? { groups: groupsOf(namedClients(kind), namespaces, accounts), lists: new Map() }
  ofNamespaces.set(accounts, known)
  return known
}

/** Goes through namespaces, and through those clients alone that have a service account which something names. */
function groupsOf(clients: NamedClients, namespaces: TextSignatures, accounts: TextSignatures): readonly ClientGroup[] {
  const found = new Map<string, { namespace: string; serviceAccount?: string; clients: number[] }>()
  const add = (position: number, key: string): void => {
    const known = found.get(key)
    if (known !== undefined) {
      known.clients.push(position)
      return
    }
    const serviceAccount = clients.accounts[position]
    const first = { namespace: clients.namespaces[position]!, clients: [position] }
    found.set(key, serviceAccount === undefined ? first : { ...first, serviceAccount })
  }
  const ofAccount = (account: string | undefined): string => (account === undefined ? 'any' : String(accounts.classOf(account)))
  const singles = accounts.singles()
  const apart = singles === undefined ? undefined : new Set(singles.flatMap((account) => clients.byAccount.get(account) ?? []))
  for (const [namespace, positions] of clients.byNamespace) {
    const own = namespaces.classOf(namespace)
    const [first] = apart === undefined ? [] : positions.filter((position) => !apart.has(position))
    const rest = first === undefined ? '' : ofAccount(clients.accounts[first])
    for (const position of positions)
      add(position, `${own} ${apart === undefined || apart.has(position) ? ofAccount(clients.accounts[position]) : rest}`)
  }
  return [...found.values()]
}

/** The clients of a kind that its namespaces' unnamed pods do not stand for, and those namespaces, by their classes. */
export function clientGroups(kind: ClientKind, universe: Universe): readonly ClientGroup[] {
  return grouped(kind, universe).groups
}

/** Which clients of a kind send some requests: namespaces and pods by name, where the kind is not open to everybody. One list for the same clients. */
export function clientsReached(
  kind: ClientKind,
  universe: Universe,
  reaches: (namespace: string, serviceAccount?: string) => boolean,
): readonly string[] {
  if (kind.known !== undefined || kind.strangers === 'any') return nobody
  const { groups, lists } = grouped(kind, universe)
  const reached = groups.map(({ namespace, serviceAccount }) => reaches(namespace, serviceAccount))
  const key = reached.map(Number).join('')
  const known = lists.get(key)
  if (known !== undefined) return known
  const { texts } = namedClients(kind)
  const list = groups
    .flatMap(({ clients }, index) => (reached[index] === true ? clients : []))
    .sort((a, b) => a - b)
    .map((position) => texts[position]!)
  lists.set(key, list)
  return list
}

const nobody: readonly string[] = []
