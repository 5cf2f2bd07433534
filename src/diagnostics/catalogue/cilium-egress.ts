import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

function labelsText(labels: Readonly<Record<string, string>>): string {
  const texts = Object.entries(labels).map(([key, value]) => `\`${key}: ${value}\``)
  return texts.length === 0 ? '' : ` with ${texts.join(' and ')}`
}

/** Hosts that others may share an address with, such as those of a content network. */
function sharedText(hosts: readonly string[]): string {
  const [first, ...others] = hosts.map((host) => `\`${host}\``)
  if (first === undefined) return ''
  const named = [first, ...others.slice(0, 2)].join(', ')
  return `, and to any other host at an address of ${named}${others.length > 2 ? ', …' : ''}`
}

/** What leaves pods: hosts that sidecars know, as policies of Cilium. */
export const ciliumEgress = {
  ciliumEgressWritten: define<{ namespace: string; labels: Readonly<Record<string, string>>; hosts: readonly string[] }>({
    code: 'US5130',
    severity: 'warning',
    title: 'Policy for what leaves pods',
    message: ({ namespace, labels, hosts }) =>
      `the pods of \`${namespace}\`${labelsText(labels)} are let out to the Services and hosts of the input that their sidecars know, to DNS of kube-dns, and to port 15012 of istiod${sharedText(hosts)}; TCP to everything else is closed`,
    help: 'Check that the input has every Service that the pods use. Hosts are let out by the addresses that DNS gave, so names must be looked up at kube-dns or its cache on the node (NodeLocal DNSCache).',
    fate: 'stricter',
    announces: ['narrower'],
    ofClients: true,
    why: 'REGISTRY_ONLY lets sidecars send to hosts of the registry alone (istio:pilot/pkg/networking/core/cluster.go BlackHoleCluster). Cilium knows pods by labels and hosts by the lookups that pass its DNS proxy (docs.cilium.io, DNS based policies): what the input does not have is closed, and pods are reached by their own addresses, too. A sidecar distinguishes hosts at one address by name; Cilium lets out to the address, whatever host is asked there. Lookups at a resolver that is not of the cluster pass and teach Cilium no address.',
    example: 'spec:\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
  }),
  ciliumEgressStays: define<{ namespace: string; reason: string }>({
    code: 'US5131',
    severity: 'error',
    title: 'REGISTRY_ONLY is lost without sidecars',
    message: ({ namespace, reason }) =>
      `REGISTRY_ONLY for the pods of \`${namespace}\` is not translated to Cilium, and only sidecars enforce it: ${reason}`,
    help: 'Keep the sidecars of these pods, or write a CiliumNetworkPolicy for what leaves them.',
    fate: 'refused',
    why: 'A policy of Cilium for what leaves pods closes everything that no policy lets out (cc:pkg/policy/repository.go); a policy beside another one adds to what it lets out.',
    example: 'spec:\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
  }),
  ciliumDestinationLeftOut: define<{ destination: string; namespace: string; reason: string }>({
    code: 'US5132',
    severity: 'warning',
    title: 'Destination that the policy does not let out to',
    message: ({ destination, namespace, reason }) =>
      `the policy for what leaves \`${namespace}\` does not let out to \`${destination}\`: ${reason}`,
    help: 'Add an entry for its addresses (`toCIDR`) or its name (`toFQDNs`) to the policy where the pods need it.',
    announces: ['narrower'],
    why: 'Sidecars know endpoints that neither labels nor lookups give to Cilium (istio:pilot/pkg/serviceregistry/serviceentry).',
  }),
  ciliumHostByDns: define<{ object: string }>({
    code: 'US5133',
    severity: 'info',
    title: 'Hosts that DNS leads to',
    message: ({ object }) => `\`${object}\` declares hosts that clients without a sidecar look up themselves; it decides nothing in Cilium`,
    help: 'Remove it with the sidecars.',
    fate: 'no-effect',
    why: 'A ServiceEntry without endpoints, addresses and routes leads to what DNS says of its hosts (istio:networking/v1alpha3/service_entry.proto). Default retries of sidecars are lost with them.',
    example: 'kind: ServiceEntry',
  }),
}
