import type { KubernetesObject } from '../../../src/model/object.ts'
import { type Damage, kindsOf, on } from '../mutant-kind.ts'
import { pick } from '../random.ts'
import { at, dropped, replaced, spotsAt } from '../spot.ts'

/** The other name of a port, by the Services: that of the pods for that of a Service, or the other way round. */
function otherSide(port: string, others: readonly KubernetesObject[]): string | undefined {
  for (const service of others.filter(({ kind }) => kind === 'Service'))
    for (const { value } of spotsAt(service, 'spec.ports.*')) {
      const target = value.targetPort ?? value.port
      if (typeof target !== 'number' || target === value.port) continue
      if (String(value.port) === port) return String(target)
      if (String(target) === port) return String(value.port)
    }
  return undefined
}

const otherSideIn =
  (path: string): Damage =>
  (object, random, others) =>
    replaced(path, (value) => {
      const other = otherSide(String(value), others)
      return other === undefined ? undefined : typeof value === 'number' ? Number(other) : other
    })(object, random, others)

const otherPortOfService: Damage = (object, random, others) => {
  const ports = others
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) => spotsAt(service, 'spec.ports.*.port').map(({ value }) => value))
  return replaced('spec.parentRefs.*.port', (value) => pick(random, [...new Set(ports.filter((port) => port !== value)), 8181]))(
    object,
    random,
    others,
  )
}

const routes = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']

export const portKinds = kindsOf('ports', {
  'container port for service port': [
    'a waypoint sees service ports, a sidecar container ports',
    on('AuthorizationPolicy', otherSideIn('spec.rules.*.to.*.operation.ports|notPorts.*')),
  ],
  'drop ports': ['ports that cannot be told apart are left out', on('AuthorizationPolicy', dropped('spec.rules.*.to.*.operation.ports'))],
  'drop ports of an only condition': [
    'a rule without its only condition holds for any port',
    on(
      'AuthorizationPolicy',
      at('spec.rules.*', ({ value }) => {
        const [first] = (value.to ?? []) as { operation?: { ports?: unknown } }[]
        if (first?.operation?.ports === undefined || Object.keys(first.operation).length > 1) return false
        delete value.to
        return true
      }),
    ),
  ],
  'container port in a backend': [
    'a backend is a Service: its port is that of the Service',
    on(routes, otherSideIn('spec.rules.*.backendRefs.*.port')),
  ],
  'service port as target port': [
    'the pods of a new Service listen on another port',
    on(
      'Service',
      replaced('spec.ports.*', (port) => (port.targetPort === undefined ? undefined : { ...port, targetPort: port.port })),
    ),
  ],
  'wrong port in parentRef': ['a route for one port of several', on(routes, otherPortOfService)],
  'no port in parentRef': ['a route for one port becomes a route for all', on(routes, dropped('spec.parentRefs.*.port'))],
  'protocol of a port lost': [
    'a port without a name is guessed',
    on(
      'Service',
      replaced('spec.ports.*', (port) =>
        port.name === undefined && port.appProtocol === undefined
          ? undefined
          : { port: port.port, targetPort: port.targetPort ?? port.port, name: 'tcp-main' },
      ),
    ),
  ],
})
