import { stringify } from 'yaml'
import type { Waypoint } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RoutesAt } from '../../../src/resolve/routes/chain-rule.ts'
import { sidecarRoutes, waypointRoutes } from '../../../src/resolve/routes/route-chain.ts'
import { meshOf } from '../../decide/mesh-of.ts'

export const web = 'web.prod.svc.cluster.local'

export function service(name: string, ports: readonly number[] = [80], namespace = 'prod'): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: ports.map((port) => ({ name: `http-${port}`, port })) },
  }
}

export interface Written {
  readonly namespace?: string
  readonly created?: string
  readonly [field: string]: unknown
}

const metadata = (name: string, namespace: string, created: string | undefined) => ({
  name,
  namespace,
  ...(created === undefined ? {} : { creationTimestamp: `2025-01-${created}T00:00:00Z` }),
})

export function virtualService(name: string, { namespace = 'prod', created, ...spec }: Written): object {
  const hosts = spec.hosts ?? [web]
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: metadata(name, namespace, created),
    spec: { ...spec, hosts },
  }
}

export function httpRoute(name: string, { namespace = 'prod', created, parent, ...spec }: Written & { readonly parent?: object }): object {
  const parentRefs = spec.parentRefs ?? [{ group: '', kind: 'Service', name: 'web', namespace: 'prod', ...parent }]
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata(name, namespace, created),
    spec: { ...spec, parentRefs },
  }
}

export const to = (name: string, match?: object) => ({
  name,
  ...(match === undefined ? {} : { match: [match] }),
  route: [{ destination: { host: name } }],
})
export const refs = (name: string, ...matches: object[]) => ({
  name,
  ...(matches.length === 0 ? {} : { matches }),
  backendRefs: [{ name, port: 80 }],
})
export const prefix = (value: string) => ({ uri: { prefix: value } })
export const path = (type: string, value: string) => ({ path: { type, value } })

export function meshWith(...objects: object[]): Mesh {
  return meshOf([{ path: 'mesh.yaml', text: [service('web', [80, 8080]), ...objects].map((one) => stringify(one)).join('---\n') }])
}

export const waypoint: Waypoint = { ...fixedWaypoint(), namespace: 'prod' }

export function fixedWaypoint(): Waypoint {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace: 'prod' },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  }
  return meshWith(gateway).waypoints[0]!
}

export const atSidecar = (mesh: Mesh, namespace = 'shop', host = web, port = 80) => sidecarRoutes(mesh, { namespace }, host, port)
export const atWaypoint = (mesh: Mesh, port = 80, at: Waypoint = waypoint) => waypointRoutes(mesh, at, mesh.services[0]!, port)

/** The rules in order, by name. */
export function names(routes: RoutesAt): readonly string[] | string {
  return routes.kind === 'chain' ? routes.rules.map(({ rule }) => rule.name ?? '?') : routes.kind
}
