import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { hostWithin } from '../../../src/resolve/hosts.ts'
import type { GatewayParts } from '../../gateway-api/write/gateway.ts'
import { podsOfGateway } from './gateway-pods.ts'

type Server = EdgeGateway['servers'][number]

/** One host of a server, and the namespace of the routes that it is for: `*` for all. */
export interface GatewayHost {
  readonly name: string
  readonly server: Server
  readonly host: string
  readonly namespace: string
}

/** Each host of each server has a listener of its own: `https-443`, `https-443-2`. */
export function hostsOfServers({ servers }: EdgeGateway): readonly GatewayHost[] {
  const counts = new Map<string, number>()
  return servers.flatMap((server) =>
    server.hosts.map((written) => {
      const slash = written.indexOf('/')
      const base = `${server.protocol.toLowerCase()}-${server.port}`
      const count = (counts.get(base) ?? 0) + 1
      counts.set(base, count)
      return {
        name: count === 1 ? base : `${base}-${count}`,
        server,
        host: slash < 0 ? written : written.slice(slash + 1),
        namespace: slash < 0 ? '*' : written.slice(0, slash),
      }
    }),
  )
}

/** The names under which a table is served at a host, the more specific of each pair (istio:pkg/config/host/names.go Intersection). */
export function servedAt(table: RouteTable, { host, namespace }: GatewayHost, mesh: Mesh): readonly string[] {
  if (namespace !== '*' && namespace !== table.namespace) return []
  const names = table.hosts.map((one) => resolveHost(one.host, table.namespace, mesh.settings.clusterDomain))
  return names.flatMap((name) => (hostWithin(name, host) ? [name] : hostWithin(host, name) ? [host] : []))
}

/** A listener that lets in routes of the namespaces that have some for it, and no others. */
export function listenerOf(
  gateway: EdgeGateway,
  at: GatewayHost,
  namespaces: readonly string[],
  mesh: Mesh,
): GatewayParts['listeners'][number] {
  const { server, host, name } = at
  const secret = secretOf(gateway, server, mesh)
  const foreign = namespaces.some((namespace) => namespace !== gateway.namespace)
  return {
    name,
    port: server.port,
    protocol: server.protocol,
    ...(host === '*' ? {} : { hostname: host }),
    ...(secret === undefined
      ? {}
      : {
          tls: {
            mode: 'Terminate',
            certificateRefs: [
              { kind: 'Secret', name: secret.name, ...(secret.namespace === gateway.namespace ? {} : { namespace: secret.namespace }) },
            ],
          },
        }),
    ...(foreign
      ? {
          allowedRoutes: {
            namespaces: {
              from: 'Selector',
              selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }] },
            },
          },
        }
      : {}),
  }
}

/** The Secret with the certificate of a server, which Istio looks up beside the pods of the gateway (istio:pilot/pkg/xds/sds.go). */
export function secretOf(
  gateway: EdgeGateway,
  { tls = {} }: Server,
  mesh: Mesh,
): { readonly name: string; readonly namespace: string } | undefined {
  const [pod] = podsOfGateway(gateway, mesh)
  if (tls.credentialName === undefined || pod === undefined) return undefined
  return { name: JSON.parse(tls.credentialName) as string, namespace: pod.namespace }
}
