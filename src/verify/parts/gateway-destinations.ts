import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import { flattenDelegates } from '../../resolve/delegates.ts'
import { servicesForHost } from '../../resolve/hosts.ts'
import { isCiliumGateway } from '../../resolve/routes/cilium-gateway.ts'
import { findGateway, gatewayBindings, servedHosts, serverFor } from '../../resolve/routes/gateway-hosts.ts'
import { askedHost } from './asked-host.ts'
import type { ComparedDestination } from './compared-destination.ts'
import { movedFrom } from './moved-gateway.ts'

/** Hosts that gateways have routes for. */
export function gatewayDestinations(before: Mesh, after: Mesh): ComparedDestination[] {
  const found = new Map<string, ComparedDestination>()
  const served = [...servedAtGateways(before), ...servedAtGateways(after), ...servedBeforeMoving(before, after)]
  for (const { mesh, table, gateway, port, host } of served) {
    const asked = askedHost(host)
    const name = `gateway ${gateway} ${asked}:${port}`
    const known = found.get(name)
    const behind = servicesBehind(mesh, table)
    const moved = movedFrom(before, after, gateway, { host: asked, port })
    found.set(name, {
      name,
      namespaces: distinct([...(known?.namespaces ?? []), table.namespace, ...behind.map(({ namespace }) => namespace)]),
      address: { kind: 'host', host: asked, port },
      gateway,
      ...(moved === undefined ? {} : { moved }),
      services: distinct([...(known?.services ?? []), ...behind.map(({ namespace, name: own }) => `${namespace}/${own}`)]),
      workloads: [],
      hosts: [],
    })
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name))
}

/** A name under which a gateway (`namespace/name`) serves a table. */
interface ServedHost {
  readonly mesh: Mesh
  readonly table: RouteTable
  readonly gateway: string
  readonly port: number
  readonly host: string
}

function* servedAtGateways(mesh: Mesh): Generator<ServedHost> {
  for (const table of mesh.routes)
    for (const gateway of gatewaysOf(table))
      for (const port of portsOfGateway(mesh, gateway))
        for (const host of servedHosts(mesh, gateway, table, port)) yield { mesh, table, gateway, port, host }
}

/**
 * What Gateways of Istio serve, at each new Gateway of Cilium that listens for it: a host that has a table of its own at the former is answered with 404
 * where none of its rules match, and may be one of a wildcard's at the latter.
 */
function* servedBeforeMoving(before: Mesh, after: Mesh): Generator<ServedHost> {
  const names = after.gateways.map(({ namespace, name }) => `${namespace}/${name}`)
  const moved = names.filter((name) => isCiliumGateway(after, name) && findGateway(before, name) === undefined)
  if (moved.length === 0) return
  for (const one of servedAtGateways(before))
    for (const gateway of moved) if (serverFor(after, gateway, askedHost(one.host), one.port) !== undefined) yield { ...one, gateway }
}

function gatewaysOf({ bindings, delegateOnly }: RouteTable): readonly string[] {
  if (delegateOnly) return []
  return bindings.flatMap((binding) => (binding.to === 'gateway' ? [`${binding.namespace}/${binding.name}`] : []))
}

function portsOfGateway(mesh: Mesh, gateway: string): readonly number[] {
  const known = findGateway(mesh, gateway)
  if (known === undefined) {
    const named = mesh.routes.flatMap((table) => gatewayBindings(table, gateway).flatMap(({ port }) => port ?? []))
    return [...new Set([80, ...named])].sort((a, b) => a - b)
  }
  const ports = known.servers.filter(({ protocol }) => /^(HTTP|HTTPS|HTTP2|GRPC)$/i.test(protocol)).map(({ port }) => port)
  return ports.length === 0 ? [80] : [...new Set(ports)].sort((a, b) => a - b)
}

/** What a table routes to: findings about those Services speak of these requests too. */
function servicesBehind(mesh: Mesh, table: RouteTable): readonly (Service | ExternalHost)[] {
  const { http } = flattenDelegates(table, mesh).table
  const hosts = new Set(http.flatMap(({ action }) => action.backends.map(({ host }) => host)))
  return [...hosts].flatMap((host) => servicesForHost(mesh, host, table.namespace))
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText)
}
