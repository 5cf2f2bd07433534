import type { Place } from '../../src/diagnostics/place.ts'
import type { Attachment } from '../../src/model/authorization.ts'
import { mayHaveSidecars } from '../../src/model/data-plane.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { HttpAction, RouteTable } from '../../src/model/route.ts'
import type { Workload } from '../../src/model/workload.ts'
import { attachedTo } from '../../src/resolve/attachment.ts'
import { serviceOfHost, servicesForHost } from '../../src/resolve/hosts.ts'
import { backing } from '../../src/resolve/services.ts'

export const countedKinds: ReadonlySet<string> = new Set(['AuthorizationPolicy', 'PeerAuthentication', 'VirtualService', 'DestinationRule'])

export interface CountedResource {
  readonly kind: string
  readonly file: string
  /** Names it within a sample. */
  readonly id: string
}

/** The policies and mesh routes whose pods and Services a mesh has. */
export function countedResources(mesh: Mesh): CountedResource[] {
  const places: Place[] = [
    ...mesh.authorization.filter(({ attachment }) =>
      selectsSome(attachment, mesh, ({ gateway, dataPlane }) => gateway || mayHaveSidecars(dataPlane)),
    ),
    ...mesh.peerAuthentication.filter(({ attachment }) =>
      selectsSome(attachment, mesh, ({ gateway, dataPlane }) => !gateway && mayHaveSidecars(dataPlane)),
    ),
    ...mesh.routes.filter((table) => routesPods(table, mesh)),
    ...mesh.backendPolicies.filter(({ host, namespace }) =>
      servicesForHost(mesh, host, namespace).some((service) => !('resolution' in service) && backing(mesh, service).length > 0),
    ),
  ].map(({ place }) => place)
  return places
    .filter(({ object }) => countedKinds.has(object.kind))
    .map(({ object }) => ({ kind: object.kind, file: object.file, id: resourceId(object) }))
}

export function resourceId({ kind, name, file, document, item }: Place['object']): string {
  return [file, document, item ?? '', kind, name].join(' ')
}

function selectsSome(attachment: Attachment, mesh: Mesh, isMeant: (workload: Workload) => boolean): boolean {
  if (attachment.scope === 'targets') return false
  return mesh.workloads.some((workload) => isMeant(workload) && attachedTo(attachment, workload, mesh.settings))
}

/** A VirtualService for clients in the mesh, all of whose hosts and destinations are Services with pods. */
function routesPods(table: RouteTable, mesh: Mesh): boolean {
  if (table.order !== 'first-match' || table.delegateOnly || !table.bindings.some(({ to }) => to === 'mesh')) return false
  const { hosts, http, tls, tcp, namespace } = table
  const destinations = [...http.flatMap(({ action }) => destinationsOf(action)), ...[...tls, ...tcp].flatMap(({ backends }) => backends)]
  const named = [...hosts, ...destinations].map(({ host }) => serviceOfHost(mesh, host, namespace))
  return hosts.length > 0 && named.every((service) => service !== undefined && backing(mesh, service).length > 0)
}

function destinationsOf({ backends, mirrors }: HttpAction): readonly { readonly host: string }[] {
  return [...backends, ...mirrors]
}
