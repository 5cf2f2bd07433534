import { definitionOf } from '../../diagnostics/catalogue.ts'
import type { AnnouncedAddress, AnnouncedVerdict, Diagnostic } from '../../diagnostics/diagnostic.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { Translation } from '../../translation.ts'
import type { Announcement } from '../comparison.ts'
import { kindName } from '../parts/clients.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { announcedScopeOf } from './announced-scope.ts'

/** Destinations for which the emitter said that requests come out otherwise, and how. */
export interface AnnouncedRegion {
  readonly announcement: Announcement
  readonly verdicts: readonly AnnouncedVerdict[]
  /** What such requests may differ in, such as `mirrors`; absent for anything. */
  readonly only?: readonly string[]
  /** The name of clients whose requests it does not speak of. */
  readonly notOf?: string
  /** Namespaces of the destinations that it may cover. */
  readonly namespaces: ReadonlySet<string> | 'every'
  covers(destination: Pick<ComparedDestination, 'address' | 'namespaces' | 'services' | 'workloads' | 'hosts' | 'gateway'>): boolean
  /** Whether it speaks of all that pods (`namespace/name`) are asked, under whatever address clients reach them. */
  coversPods(name: string): boolean
}

/**
 * The findings of a translation that announce differences, with what they speak of: those about single destinations first, so that a
 * difference counts as announced by the finding that is nearest to it. Nothing announces that requests which were denied are allowed.
 */
export function announcementsOf({ diagnostics, mesh }: Translation): AnnouncedRegion[] {
  return diagnostics
    .flatMap((diagnostic) => (diagnostic.announces === undefined ? [] : [regionOf(diagnostic, diagnostic.announces, mesh)]))
    .sort((a, b) => a.breadth - b.breadth || compareText(a.region.announcement.code, b.region.announcement.code))
    .map(({ region }) => region)
}

function regionOf(
  { code, message, place, related, announcesOnly, announcesAt }: Diagnostic,
  verdicts: readonly AnnouncedVerdict[],
  mesh: Translation['mesh'],
): { readonly region: AnnouncedRegion; readonly breadth: number } {
  const places = [...(place === undefined ? [] : [place]), ...related.map((one) => one.place)]
  const { namespaces, services, workloads, hosts, ...scope } = announcedScopeOf(mesh, places)
  const everything = scope.everything || definitionOf(code)?.ofClients === true
  const isThere = announcesAt === undefined ? () => true : amongAddresses(announcesAt)
  const breadth = announcesAt !== undefined ? -1 : everything ? 2 : namespaces.size > 0 ? 1 : 0
  return {
    breadth,
    region: {
      announcement: { code, message, ...(place === undefined ? {} : { place }) },
      verdicts,
      ...(announcesOnly === undefined ? {} : { only: announcesOnly }),
      ...(definitionOf(code)?.notOfSidecars === true ? { notOf: kindName('sidecar', 'sidecar') } : {}),
      // Hosts belong to no namespace.
      namespaces:
        everything || hosts.size > 0
          ? 'every'
          : new Set([...namespaces, ...[...services, ...workloads].map((name) => name.split('/', 1)[0]!)]),
      covers: (destination) =>
        isThere(destination) &&
        (destination.gateway === undefined || definitionOf(code)?.notOfGateways !== true) &&
        (everything ||
          destination.namespaces.some((name) => namespaces.has(name)) ||
          destination.services.some((name) => services.has(name)) ||
          destination.workloads.some((name) => workloads.has(name)) ||
          destination.hosts.some((name) => hosts.has(name))),
      coversPods: (name) => announcesAt === undefined && definitionOf(code)?.notOfGateways !== true && workloads.has(name),
    },
  }
}

type Addressed = Pick<ComparedDestination, 'address' | 'gateway'>

/** `Service shop/cart:80 as cart` is an address of `Service shop/cart:80`, and that one of `Service shop/cart`: each destination is looked up. */
function amongAddresses(addresses: readonly AnnouncedAddress[]): (destination: Addressed) => boolean {
  const known = new Set(
    addresses.map(({ of, namespace, name, port }) => `${of} ${namespace}/${name}${port === undefined ? '' : `:${port}`}`),
  )
  return ({ address, gateway }) => {
    const name = nameOf(address, gateway)
    return known.has(name) || known.has(`${name}:${address.port}`)
  }
}

function nameOf(address: Addressed['address'], gateway: string | undefined): string {
  switch (address.kind) {
    case 'service':
      return `service ${address.namespace}/${address.name}`
    case 'pod':
      return `pods ${address.namespace}/${address.workload}`
    case 'host':
      return `gateway ${gateway ?? ''}`
  }
}
