import { defaultProgramSize } from '../../../src/algebra/language/re2/program-size.ts'
import type { Json } from '../../../src/model/object.ts'
import { type CiliumHttpRule, httpRules, type Unsayable } from '../http/http-rules.ts'
import { isEveryRequest, type Requests } from '../http/requests.ts'
import { accountKey, namespaceKey } from '../identity-labels.ts'
import type { Box } from './box.ts'
import { isEvery, isEverybody, type Names, type PodTerm } from './identity-set.ts'
import { isEveryPort, type PortSet } from './port-set.ts'

export type Entry = { readonly [field: string]: Json }

export const namespaceLabel = `k8s:${namespaceKey}`
const accountLabel = `k8s:${accountKey}`

/**
 * What is not a pod, for an allowed peer. Endpoints whose labels are not known (`init`, `unmanaged`) could be pods that the rule leaves out.
 */
const allowedOthers = ['world', 'host', 'remote-node', 'ingress', 'health', 'kube-apiserver']

/** What is not a pod, for a denied peer. Not the pod's own node, which probes it, nor `kube-apiserver`, a label that the node can carry too. */
const deniedOthers = ['world', 'remote-node', 'ingress', 'health', 'init', 'unmanaged']

/** Sidecars decide about TCP and nothing else; default deny would close the rest, so the rest stays open. */
export const ungoverned: readonly Entry[] = [
  {
    fromEntities: ['all'],
    toPorts: [
      {
        ports: [
          { port: '0', protocol: 'UDP' },
          { port: '0', protocol: 'SCTP' },
        ],
      },
    ],
  },
  {
    fromEntities: ['all'],
    icmps: [
      {
        fields: [
          { family: 'IPv4', type: 8 },
          { family: 'IPv6', type: 128 },
        ],
      },
    ],
  },
]

/**
 * `ingress` of an allow policy. No box at all denies every TCP connection. An entry without peers would mean no client, so all are named. `httpOnRanges`:
 * whether the release takes HTTP rules on a range of ports.
 */
export function allowEntries(boxes: readonly Box[], regexSize = defaultProgramSize, httpOnRanges = true): readonly Entry[] | Unsayable {
  if (boxes.some(({ clients, ports, requests }) => isEverybody(clients) && isEveryPort(ports) && isEveryRequest(requests)))
    return [{ fromEntities: ['all'] }]
  const entries: Entry[] = []
  for (const { box, requests } of byTraffic(boxes)) {
    const { clients, ports } = box
    const isConnection = requests.some(isEveryRequest)
    const rules = isConnection ? undefined : httpRules(requests, regexSize)
    if (rules !== undefined && !isRules(rules)) return rules
    // No entry at all for requests of which there are none: an empty list of HTTP rules would admit every connection.
    if (rules?.length === 0) continue
    const listed = isConnection || httpOnRanges ? ports : singly(ports)
    if (listed === 'too many') return listed
    entries.push(...entriesOf({ clients, ports }, allowedOthers, isEveryPort(ports) && isConnection ? {} : toPorts(listed, rules)))
  }
  return distinct([...entries, ...ungoverned])
}

function isRules(rules: readonly CiliumHttpRule[] | Unsayable): rules is readonly CiliumHttpRule[] {
  return Array.isArray(rules)
}

/** What the same clients may send to the same ports. */
function byTraffic(boxes: readonly Box[]): readonly { readonly box: Box; readonly requests: readonly Requests[] }[] {
  const groups = new Map<string, { readonly box: Box; readonly requests: Requests[] }>()
  for (const box of boxes) {
    const key = JSON.stringify([box.clients, box.ports])
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { box, requests: [box.requests] })
    else known.requests.push(box.requests)
  }
  return [...groups.values()]
}

/** `ingressDeny` of a deny policy, limited to TCP as sidecars are. There are no HTTP rules in it. */
export function denyEntries(boxes: readonly Connections[]): readonly Entry[] {
  return distinct(boxes.flatMap((box) => entriesOf(box, deniedOthers, isEveryPort(box.ports) ? everyTcpPort : toPorts(box.ports))))
}

type Connections = Pick<Box, 'clients' | 'ports'>

function entriesOf({ clients, ports }: Connections, others: readonly string[], toPorts: Entry): Entry[] {
  if (ports.length === 0) return []
  if (isEverybody(clients) && others === allowedOthers) return [{ fromEntities: ['all'], ...toPorts }]
  const entries: Entry[] = []
  if (clients.pods.length > 0) entries.push({ fromEndpoints: clients.pods.map(selectorOf), ...toPorts })
  const entities = others.filter((entity) => (entity === 'ingress' ? clients.ingress : clients.others))
  if (entities.length > 0) entries.push({ fromEntities: entities, ...toPorts })
  return entries
}

/**
 * `NotIn` also holds where the label is missing, which is everything that is not a pod, so `Exists` goes with it
 * (cc:pkg/policy/types/selector.go MatchesRequirement).
 */
function selectorOf({ namespaces, accounts }: PodTerm): Json {
  const matchLabels: Record<string, string> = {}
  const matchExpressions: Json[] = []
  const add = (key: string, names: Names): void => {
    const [name] = names.names
    if (!names.but && names.names.length === 1 && name !== undefined) matchLabels[key] = name
    else if (!names.but) matchExpressions.push({ key, operator: 'In', values: names.names })
    else {
      matchExpressions.push({ key, operator: 'Exists' })
      if (names.names.length > 0) matchExpressions.push({ key, operator: 'NotIn', values: names.names })
    }
  }
  add(namespaceLabel, namespaces)
  if (!isEvery(accounts)) add(accountLabel, accounts)
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
  }
}

const everyTcpPort: Entry = { toPorts: [{ ports: [{ port: '0', protocol: 'TCP' }] }] }

/** One list of ports holds at most 40 (cc:pkg/policy/api/rule_validation.go). */
const portsPerList = 40

/** More ports than this are not those of an application. */
const mostSinglePorts = 400

/** Each port of its own. */
function singly(set: PortSet): PortSet | 'too many' {
  if (set.reduce((count, { from, to }) => count + to - from + 1, 0) > mostSinglePorts) return 'too many'
  return set.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => ({ from: from + index, to: from + index })))
}

function toPorts(set: PortSet, http?: readonly CiliumHttpRule[]): Entry {
  const ports = set.map(({ from, to }): Json => ({ port: String(from), ...(to > from ? { endPort: to } : {}), protocol: 'TCP' }))
  const lists: Json[] = []
  for (let start = 0; start < ports.length; start += portsPerList)
    lists.push({ ports: ports.slice(start, start + portsPerList), ...(http === undefined ? {} : { rules: { http } }) })
  return { toPorts: lists }
}

function distinct(entries: readonly Entry[]): readonly Entry[] {
  const byText = new Map(entries.map((entry) => [JSON.stringify(entry), entry]))
  return [...byText.values()]
}
