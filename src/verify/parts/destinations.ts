import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import { atomsOf } from '../../model/predicate.ts'
import type { Address } from '../../model/request.ts'
import type { PortProtocol } from '../../model/service.ts'
import type { Workload } from '../../model/workload.ts'
import { ingressListeners } from '../../resolve/attach/ingress-listener.ts'
import { policiesOf } from '../../resolve/attachment.ts'
import { protocolOf, understandsHttp } from '../../resolve/declared-protocol.ts'
import { endOfHost, entryOfHost, serviceOfHost } from '../../resolve/hosts.ts'
import { poolOf } from '../../resolve/network/endpoint-pool.ts'
import { portRanges } from '../../resolve/network/port-ranges.ts'
import { portsWithOwnMode } from '../../resolve/peer-authentication.ts'
import { backing, containerPort, findService, findWorkload, servicesSelecting } from '../../resolve/services.ts'
import { boundWaypoint, policiesAtWaypoint } from '../../resolve/waypoints.ts'
import { askedHost } from './asked-host.ts'
import type { ComparedDestination } from './compared-destination.ts'
import { gatewayDestinations } from './gateway-destinations.ts'
import { otherNames, routedOnly } from './other-names.ts'
import { serverNames } from './server-names.ts'
import { asksSidecarPorts, sidecarPorts } from './sidecar-ports.ts'

/** Stands for all hosts that neither the mesh declares nor routes know. */
export const undeclaredHost = 'undeclared.example'

/** Every address of every destination of two meshes, in a fixed order: Services by port, pods by port, other hosts, hosts at gateways. */
export function comparedDestinations(before: Mesh, after: Mesh): readonly ComparedDestination[] {
  const destinations = [
    ...serviceDestinations(before, after),
    ...podDestinations(before, after),
    ...hostDestinations(before, after),
    ...gatewayDestinations(before, after),
  ]
  return destinations.flatMap((destination) => [destination, ...withServerNames([before, after], destination)])
}

function serviceDestinations(before: Mesh, after: Mesh): ComparedDestination[] {
  const names = new Map<string, { namespace: string; name: string }>()
  for (const { namespace, name } of [...before.services, ...after.services]) names.set(`${namespace}/${name}`, { namespace, name })
  return [...names]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([key, { namespace, name }]) => {
      const [was, is] = [findService(before, namespace, name), findService(after, namespace, name)]
      const ports = [...new Set([...(was?.ports ?? []), ...(is?.ports ?? [])].map(({ port }) => port))].sort((a, b) => a - b)
      const pods = [
        ...new Set(
          [...(was === undefined ? [] : backing(before, was)), ...(is === undefined ? [] : backing(after, is))].map(
            ({ name: pod }) => `${namespace}/${pod}`,
          ),
        ),
      ]
      return ports.flatMap((port): ComparedDestination[] => {
        const common = {
          name: `Service ${key}:${port}`,
          namespaces: [namespace],
          address: { kind: 'service', namespace, name, port } as const,
          services: [key],
          workloads: pods,
          hosts: [],
        }
        const called = otherNames([before, after], { namespace, name }).map(
          (other): ComparedDestination => ({ ...common, name: `${common.name} as ${other}`, called: other }),
        )
        if (was !== undefined || is === undefined) return [common, ...called]
        // A new name for pods that were there: no client may do more by it than by the pods' own addresses.
        const servicePort = is.ports.find((candidate) => candidate.port === port)!
        return backing(after, is).flatMap((pod): ComparedDestination[] => {
          const target = containerPort(servicePort, pod)
          const counterpart = findWorkload(before, pod.namespace, pod.name)
          if (target === undefined || counterpart === undefined) return []
          const address: Address = { kind: 'pod', namespace, workload: pod.name, port: target }
          const pods = `${namespace}/${pod.name}`
          return [{ ...common, workloads: [pods], instead: { address, pods } }]
        })
      })
    })
}

/** The same address, once for each server name by which routes tell connections apart there. */
function withServerNames(meshes: readonly Mesh[], destination: ComparedDestination): ComparedDestination[] {
  const { address, name } = destination
  if (address.kind === 'pod' || destination.gateway !== undefined || destination.called !== undefined) return []
  return serverNames(meshes, address).map((serverName) => ({ ...destination, name: `${name} with server name ${serverName}`, serverName }))
}

function podDestinations(before: Mesh, after: Mesh): ComparedDestination[] {
  const asksOwn = asksSidecarPorts(before, after)
  const later = new Map(after.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]))
  return before.workloads.flatMap((workload) => {
    const counterpart = later.get(`${workload.namespace}/${workload.name}`)
    if (counterpart === undefined) return []
    const { namespace, name } = workload
    const ports = [
      ...new Set([...portsOf(before, workload), ...portsOf(after, counterpart), ...sidecarPorts(workload, counterpart, asksOwn)]),
    ].sort((a, b) => a - b)
    return [...ports, unnamedPort(ports)].map((port) => ({
      name: `pods ${namespace}/${name}:${port}`,
      namespaces: [namespace],
      address: { kind: 'pod' as const, namespace, workload: name, port },
      services: [],
      workloads: [`${namespace}/${name}`],
      hosts: [],
    }))
  })
}

/** Ports that anything tells apart: declared ones, targets of Services, those that policies name. */
function portsOf(mesh: Mesh, workload: Workload): number[] {
  const ports = new Set(workload.ports.map(({ port }) => port))
  for (const service of servicesSelecting(mesh, workload))
    for (const port of service.ports) {
      const target = containerPort(port, workload)
      if (target !== undefined) ports.add(target)
    }
  // Those of a waypoint for pod addresses see the ports of the pods, too.
  const waypoint = boundWaypoint(mesh, workload, 'workload')
  const beside = waypoint === undefined ? [] : policiesAtWaypoint(mesh, waypoint, undefined).authorization
  for (const policy of [...policiesOf(mesh, workload).authorization, ...beside])
    for (const rule of policy.rules)
      for (const clause of rule.clauses)
        for (const alternative of clause.alternatives)
          for (const atom of atomsOf(alternative)) if (atom.kind === 'destination-port') ports.add(atom.port)
  for (const port of portsWithOwnMode(mesh, workload)) ports.add(port)
  for (const { port } of ingressListeners(mesh, workload).flatMap((listeners) => listeners ?? [])) ports.add(port)
  for (const port of endpointPorts(mesh, workload)) ports.add(port)
  return [...ports].filter((port) => port >= 1 && port <= 65_535)
}

/** Ports at which what Cilium lets in can change: both ends of its ranges, and their neighbours. */
function endpointPorts(mesh: Mesh, workload: Workload): number[] {
  const pool = poolOf(mesh, workload, 'ingress')
  const rules = (pool?.policies ?? []).flatMap(({ side }) => [...side.allow, ...side.deny])
  return rules.flatMap(({ traffic = [] }) =>
    traffic
      .flatMap((one) => (one.kind === 'ports' ? portRanges(one, workload.ports) : []))
      .flatMap(({ from, to }) => [from - 1, from, to, to + 1]),
  )
}

/** Stands for all ports that nothing names. */
function unnamedPort(ports: readonly number[]): number {
  let port = 7070
  while (ports.includes(port)) port += 1
  return port
}

function hostDestinations(before: Mesh, after: Mesh): ComparedDestination[] {
  const found = new Map<string, ComparedDestination>()
  for (const external of [...before.externalHosts, ...after.externalHosts])
    for (const host of external.hosts)
      for (const { port } of external.ports) {
        const asked = askedHost(host)
        const name = `host ${asked}:${port}`
        if (!found.has(name))
          found.set(name, {
            name,
            namespaces: [external.namespace],
            address: { kind: 'host', host: asked, port },
            services: [`${external.namespace}/${external.name}`],
            workloads: [],
            hosts: [],
          })
      }
  for (const { host, ports, namespaces } of routedOnly([before, after]))
    for (const port of ports) {
      const asked = askedHost(host)
      const name = `host ${asked}:${port}`
      if (!found.has(name))
        found.set(name, { name, namespaces, address: { kind: 'host', host: asked, port }, services: [], workloads: [], hosts: [host] })
    }
  found.set(`host ${undeclaredHost}:443`, {
    name: `host ${undeclaredHost}:443`,
    namespaces: [],
    address: { kind: 'host', host: undeclaredHost, port: 443 },
    services: [],
    workloads: [],
    hosts: [],
  })
  return [...found.values()].sort((a, b) => compareText(a.name, b.name))
}

/** What can be spoken at an address: on a port that speaks HTTP on either side, nothing else is asked. */
export function protocolsOf(before: Mesh, after: Mesh, destination: ComparedDestination): readonly ('http' | 'tcp')[] {
  const { address, instead, gateway, called, serverName } = destination
  if (gateway !== undefined || called !== undefined) return ['http']
  const is = declaredAt(after, address)
  const declared = before === after && instead === undefined ? [is] : [declaredAt(before, instead?.address ?? address), is]
  const onlyHttp = declared.some((protocol) => protocol !== undefined && protocol !== 'auto' && understandsHttp(protocol, 'http'))
  if (serverName !== undefined) return onlyHttp ? [] : ['tcp']
  return onlyHttp ? ['http'] : ['http', 'tcp']
}

function declaredAt(mesh: Mesh, address: Address): PortProtocol | undefined {
  switch (address.kind) {
    case 'service': {
      const service = findService(mesh, address.namespace, address.name)
      const end = service === undefined ? undefined : endOfHost(mesh, service.host)
      const owner = end === undefined ? service : (serviceOfHost(mesh, end, '') ?? entryOfHost(mesh, end))
      return owner?.ports.find(({ port }) => port === address.port)?.protocol
    }
    case 'pod': {
      const pod = findWorkload(mesh, address.namespace, address.workload)
      return pod === undefined ? undefined : protocolOf(mesh, pod, address.port)
    }
    case 'host':
      return entryOfHost(mesh, address.host)?.ports.find(({ port }) => port === address.port)?.protocol
  }
}
