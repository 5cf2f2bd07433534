import { compareText, objectText } from '../../../src/diagnostics/place.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import { gatewayObject } from '../../gateway-api/write/gateway.ts'
import type { MovedRoutes, MovedTable } from './gateway-routes.ts'
import { type GatewayHost, hostsOfServers, listenerOf, secretOf } from './listeners.ts'
import { ciliumName, routeNameAt } from './names.ts'
import { referenceGrant } from './reference-grant.ts'

/** The Gateway of Cilium with its routes, and what lets them name Secrets and Services of other namespaces. */
export function writtenGateway(gateway: EdgeGateway, { moved }: MovedRoutes, mesh: Mesh): readonly Change[] {
  const name = ciliumName(gateway)
  const hosts = hostsOfServers(gateway).filter(
    (host) => host.server.redirectsToHttps === true || moved.some(({ at }) => at.some((one) => one.host.name === host.name)),
  )
  const listeners = hosts.map((host) =>
    listenerOf(gateway, host, host.server.redirectsToHttps === true ? [gateway.namespace] : namespacesAt(host, moved), mesh),
  )
  const parts = { name, namespace: gateway.namespace, labels: {}, className: 'cilium', listeners }
  const why = `takes the requests of ${objectText(gateway.place.object)}`
  return [
    { kind: 'add', object: gatewayObject(parts), causes: [gateway.place], why },
    ...secretGrants(gateway, hosts, mesh),
    ...redirects(gateway, hosts),
    ...moved.flatMap((one) => routeChanges(one, gateway, moved)),
  ]
}

function namespacesAt({ name }: GatewayHost, moved: readonly MovedTable[]): readonly string[] {
  const attached = moved.filter(({ at }) => at.some((one) => one.host.name === name))
  return [...new Set(attached.map(({ table }) => table.namespace))].sort(compareText)
}

function secretGrants(gateway: EdgeGateway, hosts: readonly GatewayHost[], mesh: Mesh): readonly Change[] {
  const secrets = hosts.flatMap(({ server }) => secretOf(gateway, server, mesh) ?? [])
  const foreign = secrets.filter(({ namespace }) => namespace !== gateway.namespace)
  const [first] = foreign
  if (first === undefined) return []
  const object = referenceGrant({
    from: { kind: 'Gateway', namespace: gateway.namespace, name: ciliumName(gateway) },
    to: { kind: 'Secret', namespace: first.namespace, names: [...new Set(foreign.map(({ name }) => name))].sort(compareText) },
  })
  return [{ kind: 'add', object, causes: [gateway.place], why: `lets the Gateway use certificates of ${first.namespace}` }]
}

/** `httpsRedirect`: a route of its own for each listener for plain HTTP that answers with a redirect. */
function redirects(gateway: EdgeGateway, hosts: readonly GatewayHost[]): readonly Change[] {
  const redirecting = hosts.filter(({ server }) => server.redirectsToHttps === true)
  if (redirecting.length === 0) return []
  const object: KubernetesObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: `${gateway.name}-to-https`, namespace: gateway.namespace, labels: managedBy },
    spec: {
      parentRefs: redirecting.map(({ name }) => ({ name: ciliumName(gateway), sectionName: name })),
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  }
  return [{ kind: 'add', object, causes: [gateway.place], why: 'the redirect to HTTPS' }]
}

function routeChanges({ table, port, at, rules }: MovedTable, gateway: EdgeGateway, moved: readonly MovedTable[]): readonly Change[] {
  const { namespace } = table
  const several = moved.some((other) => other.table === table && other.port !== port)
  const name = `${routeNameAt(table, gateway)}${several ? `-${port}` : ''}`
  const names = [...new Set(at.flatMap((one) => one.names))].sort(compareText)
  const object: KubernetesObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace, labels: managedBy },
    spec: {
      parentRefs: at.map(({ host }) => ({
        name: ciliumName(gateway),
        ...(gateway.namespace === namespace ? {} : { namespace: gateway.namespace }),
        sectionName: host.name,
      })),
      ...(names.includes('*') ? {} : { hostnames: names }),
      rules: [...rules.rules],
    },
  }
  const foreign = [...new Set(rules.foreign.map((service) => service.namespace))].sort(compareText)
  return [
    {
      kind: 'add',
      object,
      causes: [table.place],
      why: `the routes of ${objectText(table.place.object)} at ${objectText(gateway.place.object)}`,
    },
    ...foreign.map((other): Change => {
      const services = rules.foreign.filter((service) => service.namespace === other)
      const grant = referenceGrant({
        from: { kind: 'HTTPRoute', namespace, name },
        to: { kind: 'Service', namespace: other, names: [...new Set(services.map((service) => service.name))].sort(compareText) },
      })
      return { kind: 'add', object: grant, causes: [table.place], why: `lets the route of ${namespace} lead to Services of ${other}` }
    }),
  ]
}
