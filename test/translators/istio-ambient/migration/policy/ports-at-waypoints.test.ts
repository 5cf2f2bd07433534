import { describe, expect, test } from 'vitest'
import type { PortProtocol } from '../../../../../src/model/service.ts'
import { containerPort } from '../../../../../src/resolve/services.ts'
import { waypointRules } from '../../../../../translators/istio-ambient/emit/authorization/waypoint-rules.ts'
import {
  isDeclaredHttp,
  isOpaque,
  type PortTable,
  portTable,
} from '../../../../../translators/istio-ambient/migration/policy/service-ports.ts'
import { from, policyWith, spelled, to, when } from '../../one-policy.ts'
import { deployment, meshOf, service } from '../../translating.ts'

const protocols: readonly PortProtocol[] = ['http', 'http2', 'grpc', 'tcp', 'tls', 'https', 'udp', 'auto', 'other']

test('ports on which Envoy speaks HTTP, and ports on which it never looks for it', () => {
  expect(protocols.filter((protocol) => isDeclaredHttp({ protocol }))).toEqual(['http', 'http2', 'grpc'])
  expect(protocols.filter((protocol) => isOpaque({ protocol }))).toEqual(['tcp', 'tls', 'https'])
})

describe('container ports by service ports', () => {
  const pods = (name: string, ports: readonly object[]) => {
    const { spec, ...rest } = deployment(name, { app: 'shelf', pod: name })
    const containers = [{ name: 'app', image: 'example.org/app:1', ports }]
    return { ...rest, spec: { ...spec, template: { ...spec.template, spec: { containers } } } }
  }
  const named = (number: number) => [{ name: 'web', containerPort: number }]
  const tableOf = (servicePorts: readonly object[], ...workloads: readonly object[]) => {
    const mesh = meshOf(service('shelf', { app: 'shelf' }, servicePorts), ...workloads)
    return portTable(mesh.services[0]!, mesh.workloads)
  }

  test('several service ports lead to one container port', () => {
    const table = tableOf([
      { name: 'http-a', port: 80, targetPort: 8080 },
      { name: 'http-b', port: 81, targetPort: 8080 },
      { name: 'http-c', port: 8080, targetPort: 9090 },
    ])
    expect([8080, 9090, 80].map(table.servicePortsOf)).toEqual([[80, 81], [8080], []])
    expect(table.unresolved).toEqual([])
  })

  test('a named target is looked up in the pods', () => {
    const table = tableOf([{ name: 'http', port: 80, targetPort: 'web' }], pods('a', named(8080)))
    expect(table.servicePortsOf(8080)).toEqual([80])
  })

  test('and is unresolved without pods, without such a port, and where pods differ', () => {
    const port = { name: 'http', port: 80, targetPort: 'web' }
    for (const workloads of [
      [],
      [pods('a', [])],
      [pods('a', named(8080)), pods('b', named(9090))],
      [pods('a', named(8080)), pods('b', [])],
    ]) {
      const table = tableOf([port], ...workloads)
      expect(table.unresolved.map(({ port: number }) => number)).toEqual([80])
      expect(table.servicePortsOf(8080)).toEqual([])
    }
  })

  test('UDP is none of the ports that policies are about', () => {
    const table = tableOf([{ name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP' }])
    expect([table.servicePortsOf(5353), table.unresolved, table.hasTcpChains]).toEqual([[], [], false])
  })

  test('one port without HTTP is enough for rules of TCP', () => {
    const http = { name: 'http', port: 80, targetPort: 8080 }
    expect(tableOf([http]).hasTcpChains).toBe(false)
    expect(tableOf([http, { name: 'tcp', port: 81, targetPort: 8081 }]).hasTcpChains).toBe(true)
  })

  test('a target that is a number needs no pods', () => {
    const [port] = meshOf(service('shelf')).services[0]!.ports
    expect(containerPort(port!, undefined)).toBe(8080)
    expect(containerPort({ ...port!, targetPort: 'web' }, undefined)).toBeUndefined()
  })
})

describe('the rules of a policy at a waypoint', () => {
  const table = (hasTcpChains = false): PortTable => ({
    servicePortsOf: (port) => ({ 8080: [80, 81], 7070: [7070] })[port] ?? [],
    unresolved: [],
    hasTcpChains,
  })
  const at = (rules: readonly object[], action = 'DENY', ports = table()) => {
    const { rules: written, dropped, narrowed } = waypointRules(policyWith(rules, { action }), ports)
    return { rules: written.map(spelled), renumbered: written.map(({ renumbered }) => [...renumbered].join()), dropped, narrowed }
  }
  const kept = { dropped: false, narrowed: false }

  test('name the service ports that lead to a container port', () => {
    expect(at([to({ ports: ['8080'] })])).toEqual({ rules: [to({ ports: ['80', '81'] })], renumbered: ['operation'], ...kept })
    expect(at([to({ notPorts: ['8080'] })])).toMatchObject({ rules: [to({ notPorts: ['80', '81'] })] })
    expect(at([when('destination.port', { values: ['8080'], notValues: ['7070'] })])).toEqual({
      rules: [when('destination.port', { values: ['80', '81'], notValues: ['7070'] })],
      renumbered: ['condition'],
      ...kept,
    })
  })

  test('are as they were where no number changes', () => {
    expect(at([to({ ports: ['7070'], methods: ['GET'] })])).toEqual({
      rules: [to({ ports: ['7070'], methods: ['GET'] })],
      renumbered: [''],
      ...kept,
    })
    expect(at([from({ namespaces: ['dev'] })])).toEqual({ rules: [from({ namespaces: ['dev'] })], renumbered: [''], ...kept })
  })

  test('are gone with a port that no service port leads to', () => {
    expect(at([to({ ports: ['9090'] }), from({ namespaces: ['dev'] })])).toEqual({
      rules: [from({ namespaces: ['dev'] })],
      renumbered: [''],
      dropped: true,
      narrowed: false,
    })
    expect(at([{ ...from({ namespaces: ['dev'] }), ...to({ ports: ['9090'] }) }]).rules).toEqual([])
  })

  test('lose an alternative with such a port, and keep the others', () => {
    expect(at([to({ ports: ['9090'] }, { methods: ['GET'] })])).toEqual({
      rules: [to({ methods: ['GET'] })],
      renumbered: ['operation'],
      ...kept,
    })
    expect(at([to({ ports: ['9090', '7070'] })])).toEqual({ rules: [to({ ports: ['7070'] })], renumbered: ['operation'], ...kept })
  })

  test('need not exclude such a port', () => {
    expect(at([to({ notPorts: ['9090'], methods: ['GET'] })])).toEqual({
      rules: [to({ methods: ['GET'] })],
      renumbered: ['operation'],
      ...kept,
    })
  })

  test('say nothing of operations where one alternative holds always', () => {
    expect(at([to({ notPorts: ['9090'] }, { methods: ['GET'] })]).rules).toEqual([{}])
    expect(at([{ ...from({ namespaces: ['dev'] }), ...to({ notPorts: ['9090'] }) }]).rules).toEqual([from({ namespaces: ['dev'] })])
  })

  describe('of an ALLOW policy whose HTTP alternative is lost', () => {
    const rule = to({ ports: ['9090'], methods: ['GET'] }, { ports: ['8080'] })

    test('are left out where a port of TCP would let them in', () => {
      expect(at([rule, from({ namespaces: ['dev'] })], 'ALLOW', table(true))).toEqual({
        rules: [from({ namespaces: ['dev'] })],
        renumbered: [''],
        dropped: true,
        narrowed: true,
      })
    })

    test('are kept where every port speaks HTTP, in a denial, and where nothing of HTTP is lost', () => {
      const others = to({ ports: ['80', '81'] })
      expect(at([rule], 'ALLOW')).toEqual({ rules: [others], renumbered: ['operation'], ...kept })
      expect(at([rule], 'DENY', table(true))).toEqual({ rules: [others], renumbered: ['operation'], ...kept })
      expect(at([to({ ports: ['9090'] }, { ports: ['8080'] })], 'ALLOW', table(true)).rules).toEqual([others])
    })
  })
})
