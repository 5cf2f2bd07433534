import { parseIpRange, rangesOverlap } from '../../../src/algebra/ip-range.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { meetsSelector } from '../../../src/model/label-selector.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { ExternalAuthorizer } from '../../../src/model/settings.ts'
import { contradicts, type Workload } from '../../../src/model/workload.ts'
import { hostsMatch, servicesForHost } from '../../../src/resolve/hosts.ts'
import { egressFor } from '../../../src/resolve/routes/sidecar-scope.ts'
import { backing, backingEntry } from '../../../src/resolve/services.ts'
import type { Migration } from './migration.ts'
import { coversPods, type Pods, podsBehind, podsOf } from './pods.ts'

/** Why an authorizer may answer a waypoint otherwise than the sidecars of some pods; completes "is asked by waypoints, and …". */
export interface AuthorizerObstacle {
  readonly why: string
  readonly place?: Place
}

/**
 * What in the input lets an authorizer tell the waypoint from the sidecars of pods, or has no way from one of them: the waypoint asks as another
 * identity, from pods of its own. Undefined for an authorizer that everybody reaches alike.
 */
export function authorizerObstacle(
  migration: Migration,
  authorizer: ExternalAuthorizer,
  askers: readonly Workload[],
): AuthorizerObstacle | undefined {
  const [named, other] = authorizerOwners(migration, authorizer)
  if (named === undefined) return { why: `\`${authorizer.service}\` is not in the input` }
  if (other !== undefined) return { why: `several objects declare \`${authorizer.service}\``, place: other.place }
  const host = authorizer.service.slice(authorizer.service.indexOf('/') + 1)
  return (
    addressObstacle(named, authorizer.port) ??
    visibilityObstacle(migration, named, host, askers) ??
    leavingObstacle(migration, askers) ??
    clientObstacle(migration, named, host) ??
    arrivalObstacle(migration, named, authorizer.port)
  )
}

/** `service` is a host, or `namespace/host` (istio:pilot/pkg/security/authz/builder/extauthz.go, extensionproviders LookupCluster). */
export function authorizerOwners({ input }: Migration, { service }: ExternalAuthorizer): readonly (Service | ExternalHost)[] {
  const [namespace, host] = service.includes('/') ? service.split('/') : [undefined, service]
  return servicesForHost(input, host ?? '', '').filter((owner) => namespace === undefined || owner.namespace === namespace)
}

function addressObstacle(owner: Service | ExternalHost, port: number): AuthorizerObstacle | undefined {
  const { place } = owner
  const what = `\`${objectText(place.object)}\``
  if (!owner.ports.some((own) => own.port === port)) return { why: `${what} has no port ${port}`, place }
  if (!('resolution' in owner)) {
    if (owner.headless || owner.externalName !== undefined) return { why: `${what} has no address of its own`, place }
    return undefined
  }
  if (owner.resolution === 'none' || owner.resolution === 'dynamic-dns') return { why: `${what} has no address of its own`, place }
  const addresses = owner.endpoints.length > 0 ? owner.endpoints : owner.hosts.map((address) => ({ address, place }))
  const own = owner.workloadSelector === undefined ? addresses.find(({ address }) => isOfTheAsker(address)) : undefined
  if (own !== undefined)
    return { why: `${what} leads to \`${own.address}\`, which is another place for each pod or node`, place: own.place }
  if (owner.location === 'internal' && owner.workloadSelector === undefined)
    return { why: `which pods \`${objectText(place.object)}\` leads to is not in the input`, place }
  return undefined
}

/** Loopback, link-local and unspecified addresses, and sockets of the pod: a container beside the sidecar, a daemon of the node. */
function isOfTheAsker(address: string): boolean {
  if (address.startsWith('unix:') || address.startsWith('/') || /(^|\.)localhost\.?$/i.test(address)) return true
  const range = parseIpRange(address)
  return range !== undefined && ownRanges.some((own) => rangesOverlap(own, range))
}

const ownRanges = ['127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10', '0.0.0.0/32', '::/128', '::ffff:127.0.0.0/104'].flatMap(
  (text) => parseIpRange(text) ?? [],
)

/** Sidecars may not know the host, where `exportTo` or a Sidecar keeps it from them; waypoints go by `exportTo` alone. */
function visibilityObstacle(
  { input }: Migration,
  owner: Service | ExternalHost,
  host: string,
  askers: readonly Workload[],
): AuthorizerObstacle | undefined {
  const exportTo = owner.exportTo ?? input.settings.defaultExportTo.services
  if (!exportTo.includes('*'))
    return { why: `\`${objectText(owner.place.object)}\` is not exported to every namespace`, place: owner.place }
  for (const { namespace, labels } of askers) {
    const { known, because } = egressFor(input, { namespace, labels }, { name: host, namespace: owner.namespace })
    const [place] = because
    if (known !== true) return { why: 'the Sidecar of the pods may not list it', ...(place === undefined ? {} : { place }) }
  }
  return undefined
}

/** What keeps pods from asking: a NetworkPolicy for what leaves them does not hold for the waypoint. */
function leavingObstacle({ input }: Migration, askers: readonly Workload[]): AuthorizerObstacle | undefined {
  const policy = input.networkPolicies.find(
    ({ namespace, pods, directions }) =>
      directions.includes('egress') && askers.some((pod) => pod.namespace === namespace && meetsSelector(pods, pod.labels)),
  )
  const cilium = input.endpointPolicies.find(({ namespace }) => namespace === '' || askers.some((pod) => pod.namespace === namespace))
  const found = policy ?? cilium
  return found === undefined ? undefined : { why: `\`${objectText(found.place.object)}\` decides what pods send`, place: found.place }
}

function clientObstacle({ input }: Migration, owner: Service | ExternalHost, host: string): AuthorizerObstacle | undefined {
  const rule = input.backendPolicies.find(
    ({ host: other, namespace }) => servicesForHost(input, other, namespace).includes(owner) || hostsMatch(other, host),
  )
  if (rule !== undefined) return { why: `\`${objectText(rule.place.object)}\` says how clients connect to it`, place: rule.place }
  if (input.settings.autoMtls) return undefined
  const place = input.settings.places.autoMtls
  return { why: 'sidecars call without mutual TLS', ...(place === undefined ? {} : { place }) }
}

/** The pods of the input that answer for an authorizer's host. */
export function authorizerPods({ input }: Pick<Migration, 'input'>, owner: Service | ExternalHost, port: number): readonly Workload[] {
  return 'resolution' in owner ? backingEntry(input, owner, port).map(({ pod }) => pod) : backing(input, owner)
}

/** What stands before the authorizer's pods. */
function arrivalObstacle({ input }: Migration, owner: Service | ExternalHost, port: number): AuthorizerObstacle | undefined {
  const external = 'resolution' in owner
  if (external && owner.workloadSelector === undefined) return undefined
  const workloads = authorizerPods({ input }, owner, port)
  const selector = external ? owner.workloadSelector : owner.selector
  const unseen: Pods = external ? { namespace: owner.namespace, labels: selector ?? {}, known: false, anyLabels: false } : podsBehind(owner)
  const pods = workloads.length > 0 ? workloads.map(podsOf) : [unseen]
  const policy = [...input.authorization, ...input.requestAuthentication].find(
    ({ attachment, ...rest }) => !('dryRun' in rest && rest.dryRun) && pods.some((one) => coversPods(attachment, one) !== 'no'),
  )
  if (policy !== undefined) return { why: `\`${objectText(policy.place.object)}\` decides who may call it`, place: policy.place }
  const network = input.networkPolicies.find(
    ({ namespace, pods: chosen, directions }) =>
      directions.includes('ingress') &&
      namespace === owner.namespace &&
      (workloads.length > 0 ? workloads.some(({ labels }) => meetsSelector(chosen, labels)) : !contradicts(chosen.labels, unseen.labels)),
  )
  const cilium = input.endpointPolicies.find(({ namespace }) => namespace === '' || namespace === owner.namespace)
  const found = network ?? cilium
  return found === undefined ? undefined : { why: `\`${objectText(found.place.object)}\` decides who may call it`, place: found.place }
}
