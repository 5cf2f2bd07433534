import type { Json } from '../../../src/model/object.ts'
import type { Labels } from '../../../src/model/workload.ts'
import { namespaceLabel } from '../authorization/entries.ts'
import { fqdnOf } from './outside-hosts.ts'

export type EgressEntry = { readonly [field: string]: Json }

/** Pods by their labels, and those of their ports that are let out to. */
export interface PodsAtPorts {
  readonly namespace: string
  readonly labels: Labels
  readonly ports: readonly (number | string)[]
}

/** Hosts outside, and the ports that are let out to. */
export interface HostsAtPorts {
  readonly hosts: readonly string[]
  readonly ports: readonly number[]
}

/** One list of ports holds at most 40 (cc:pkg/policy/api/rule_validation.go). */
const portsPerList = 40

/** Lookups pass the DNS proxy of the agent, which is how Cilium learns the addresses of names. */
const everyLookup: Json = { dns: [{ matchPattern: '*' }] }

const lookup = (protocol: 'ANY' | 'UDP'): Json => [{ ports: [{ port: '53', protocol }], rules: everyLookup }]

const systemPods = (label: string): Json => [{ matchLabels: { [namespaceLabel]: 'kube-system', 'k8s-app': label } }]

/**
 * What answers there tells Cilium the addresses of hosts: DNS of the cluster, over TCP, too, and its cache on each node, by its pods (a LocalRedirectPolicy), by its
 * usual address, or at the node. A resolver of anybody else could give any address the name of a host that is let out to; lookups there pass, as sidecars leave
 * UDP alone, and tell nothing.
 */
const lookups: readonly EgressEntry[] = [
  { toEndpoints: systemPods('kube-dns'), toPorts: lookup('ANY') },
  { toEndpoints: systemPods('node-local-dns'), toPorts: lookup('UDP') },
  { toEntities: ['host'], toPorts: lookup('UDP') },
  { toCIDR: ['169.254.20.10/32'], toPorts: lookup('UDP') },
  { toEntities: ['all'], toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }] }] },
]

/** Sidecars decide about TCP and nothing else: all other UDP, SCTP and ping stay open. */
const ungoverned: readonly EgressEntry[] = [
  {
    toEntities: ['all'],
    toPorts: [
      {
        ports: [
          { port: '1', endPort: 52, protocol: 'UDP' },
          { port: '54', endPort: 65_535, protocol: 'UDP' },
          { port: '0', protocol: 'SCTP' },
        ],
      },
    ],
  },
  {
    toEntities: ['all'],
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

/** The API server is a Service of every cluster (`kubernetes` in `default`); it runs on nodes, at one of these ports as a rule. */
const apiServer: EgressEntry = { toEntities: ['kube-apiserver'], toPorts: toPorts([443, 6443]) }

/** Sidecars that stay for another reason keep their connection to istiod, which REGISTRY_ONLY never closed. */
function istiod(rootNamespace: string): EgressEntry {
  return { toEndpoints: [{ matchLabels: { [namespaceLabel]: rootNamespace, app: 'istiod' } }], toPorts: toPorts([15_012]) }
}

/** `egress` of a policy that lets out to some pods and hosts, and leaves open what sidecars do not govern. */
export function egressEntries(
  pods: readonly PodsAtPorts[],
  hosts: readonly HostsAtPorts[],
  { rootNamespace, reachesApiServer }: { readonly rootNamespace: string; readonly reachesApiServer: boolean },
): readonly EgressEntry[] {
  return [
    ...lookups,
    ...pods.map(({ namespace, labels, ports }) => ({
      toEndpoints: [{ matchLabels: { [namespaceLabel]: namespace, ...labels } }],
      toPorts: toPorts(ports),
    })),
    ...hosts.map((one) => ({ toFQDNs: one.hosts.map(fqdnOf), toPorts: toPorts(one.ports) })),
    ...(reachesApiServer ? [apiServer] : []),
    istiod(rootNamespace),
    ...ungoverned,
  ]
}

function toPorts(ports: readonly (number | string)[]): Json[] {
  const lists: Json[] = []
  for (let start = 0; start < ports.length; start += portsPerList)
    lists.push({ ports: ports.slice(start, start + portsPerList).map((port) => ({ port: String(port), protocol: 'TCP' })) })
  return lists
}
