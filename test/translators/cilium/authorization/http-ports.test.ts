import { describe, expect, test } from 'vitest'
import type { Attachment, AuthorizationRule } from '../../../../src/model/authorization.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { all, any, not } from '../../../../src/model/predicate.ts'
import { httpPortsOf } from '../../../../translators/cilium/authorization/http-ports.ts'
import { everybody } from '../../../../translators/cilium/authorization/identity-set.ts'
import { everyPort, onePort, type PortSet } from '../../../../translators/cilium/authorization/port-set.ts'
import { rulePorts } from '../../../../translators/cilium/authorization/rule-ports.ts'
import { whereHttpIsRead } from '../../../../translators/cilium/authorization/where-http-is-read.ts'
import { everyRequest } from '../../../../translators/cilium/http/requests.ts'
import { meshWith, pods, service, servicePort } from '../../../decide/meshed.ts'
import { clause, rule } from '../../../decide/rules/policies.ts'
import { atom, placeAt } from '../../../decide/rules/seen.ts'
import { entry } from '../../../resolve/entry.ts'
import { methodOf } from '../../../resolve/routes/built-rules.ts'

const ofTill: Attachment = { scope: 'workloads', namespace: 'shop', labels: { app: 'till' }, place: placeAt('p') }
const port = (number: number) => atom({ kind: 'destination-port', port: number, of: 'container' })
const till = service('till', { ports: [servicePort(80, { targetPort: 8080 })] })
const container = (number: number, protocol: 'TCP' | 'UDP' = 'TCP', name?: string) => ({
  port: number,
  protocol,
  ...(name === undefined ? {} : { name }),
})

/** `80, 90-99`. */
const rangesOf = (set: PortSet) => set.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')

interface Asked {
  readonly attachment?: Attachment
  readonly effect?: 'allow' | 'deny'
  readonly rules?: readonly AuthorizationRule[]
}

function ports(parts: Partial<Omit<Mesh, 'settings'>>, { attachment = ofTill, effect = 'allow', rules = [rule('r')] }: Asked = {}): string {
  const found = httpPortsOf({ attachment, effect, rules }, meshWith({ services: [till], workloads: [pods('till')], ...parts }))
  return typeof found === 'string' ? found : `${rangesOf(found.named)} of ${rangesOf(found.possible)}`
}

// istio:pilot/pkg/networking/core/listener_inbound.go: what nothing names is read as HTTP where it looks like it
describe('sidecars read HTTP', () => {
  test('at ports that a Service or a container names, and perhaps at any that has no other protocol', () => {
    expect(ports({})).toBe('8080 of 1-65535')
    const two = service('till', { ports: [...till.ports, servicePort(81, { targetPort: 8081, protocol: 'tcp' })] })
    expect(ports({ services: [two] })).toBe('8080 of 1-8080, 8082-65535')
    expect(ports({ workloads: [pods('till', { ports: [container(9090, 'TCP', 'http')] })] })).toBe('8080, 9090 of 1-65535')
    expect(ports({ workloads: [pods('till', { ports: [container(9090, 'UDP', 'http')] })] })).toBe('8080 of 1-65535')
  })

  test('nowhere that is known where no pod has the policy', () => {
    const none = 'no pod of the input has the policy'
    expect(ports({ workloads: [] })).toBe(none)
    const others = [
      { gateway: true },
      { address: '192.0.2.1' },
      { hostNetwork: true },
      { dataPlane: 'none' },
      { namespace: 'bank' },
      { labels: { app: 'cart' } },
    ] as const
    expect(others.map((changes) => ports({ workloads: [pods('till', changes)] }))).toEqual(others.map(() => none))
    expect(
      others.map((changes) =>
        ports({
          services: [till, service('cart', { ports: [servicePort(80, { targetPort: 1, protocol: 'tcp' })] })],
          workloads: [pods('till'), pods('cart', { ports: [container(1)], labels: { app: 'till', own: 'cart' }, ...changes })],
        }),
      ),
    ).not.toContain(none)
    expect(ports({ services: [] })).toBe('no port of its pods is named by a Service or a container')
  })

  test('at no port that is known where it has several protocols', () => {
    const bytes = service('bytes', { selector: { zone: 'a' }, ports: [servicePort(90, { targetPort: 8080, protocol: 'tcp' })] })
    expect(ports({ services: [till, bytes], workloads: [pods('till'), pods('till-2', { labels: { app: 'till', zone: 'a' } })] })).toBe(
      'Services declare port 8080 with different protocols',
    )
    const apart = [
      service('one', { selector: { v: '1' }, ports: till.ports }),
      service('two', { selector: { v: '2' }, ports: bytes.ports }),
    ]
    const each = ['1', '2'].map((v) => pods(`till-${v}`, { labels: { app: 'till', v } }))
    expect(ports({ services: apart, workloads: each })).toBe('port 8080 has HTTP in some of the pods and another protocol in others')
    expect(ports({ services: apart, workloads: each.slice(0, 1) })).toBe('the pods of Any shop/any are not in the input')
  })
})

describe('pods that the input lacks', () => {
  const unseen = (number: number, changes: Parameters<typeof service>[1] = {}) =>
    service('edge', { selector: { zone: 'a' }, ports: [servicePort(443, { targetPort: number, protocol: 'tls' })], ...changes })
  const said = 'the pods of Any shop/any are not in the input'
  const asked = (extra: Mesh['services'], given: Asked = {}) => ports({ services: [till, ...extra] }, given)

  test('count where a Service of theirs has a port that the policy lets requests in at', () => {
    expect(asked([unseen(8080)])).toBe(said)
    expect(asked([unseen(8443)])).toBe('8080 of 1-65535')
    expect(asked([unseen(8443)], { rules: [rule('r', clause('operation', port(8443)))] })).toBe(said)
    expect(asked([unseen(8080)], { rules: [rule('r', clause('operation', port(8443)))] })).toBe('8080 of 1-65535')
    expect(asked([unseen(8443, { ports: [servicePort(443, { targetPort: 'https', protocol: 'tls' })] })])).toBe(said)
    expect(asked([unseen(8080, { ports: [servicePort(80, { targetPort: 8080 })] })])).toBe('8080 of 1-65535')
    expect(asked([unseen(8443, { ports: [servicePort(80), servicePort(443, { targetPort: 8080, protocol: 'tcp' })] })])).toBe(said)
  })

  test('count at any port for a denial', () => {
    expect(asked([unseen(8443)], { effect: 'deny' })).toBe(said)
    expect(asked([unseen(8443, { namespace: 'bank' })], { effect: 'deny' })).toBe('8080 of 1-65535')
    expect(asked([unseen(8443, { selector: { app: 'cart' } })], { effect: 'deny' })).toBe('8080 of 1-65535')
    const { selector: _, ...without } = unseen(8443)
    expect(asked([without], { effect: 'deny' })).toBe('8080 of 1-65535')
    const there = { services: [till, unseen(8443)], workloads: [pods('till'), pods('edge', { labels: { zone: 'a' } })] }
    expect(ports(there, { effect: 'deny' })).toBe('8080 of 1-65535')
    const elsewhere = {
      services: [till, unseen(8443)],
      workloads: [pods('till'), pods('edge', { labels: { zone: 'a' }, namespace: 'bank' })],
    }
    expect(ports(elsewhere, { effect: 'deny' })).toBe(said)
  })

  test('count behind a ServiceEntry for pods', () => {
    const { workloadSelector: _, ...plain } = entry()
    expect(ports({ externalHosts: [plain] })).toBe('8080 of 1-65535')
    expect(ports({ externalHosts: [plain, entry({ workloadSelector: { zone: 'a' } })] })).toBe(said)
    expect(ports({ externalHosts: [entry({ workloadSelector: { app: 'cart' } })] })).toBe('8080 of 1-65535')
    expect(ports({ externalHosts: [entry({ workloadSelector: { zone: 'a' }, namespace: 'bank' })] })).toBe('8080 of 1-65535')
  })
})

test('the ports of a condition are those at which it may hold', () => {
  const text = (...of: Parameters<typeof rulePorts>) => {
    const { ports: found, asksForNothingElse } = rulePorts(...of)
    return `${rangesOf(found)}${asksForNothingElse ? '' : ' and more'}`
  }
  expect(text(port(80))).toBe('80')
  expect(text(atom({ kind: 'destination-port', port: 80, of: 'service' }))).toBe('1-65535 and more')
  expect(text(methodOf('GET'))).toBe('1-65535 and more')
  expect(text(not(port(80)))).toBe('1-79, 81-65535')
  expect(text(not(methodOf('GET')))).toBe('1-65535 and more')
  expect(text(all([port(80), methodOf('GET')]))).toBe('80 and more')
  expect(text(any([port(80), port(82)]))).toBe('80, 82')
  expect(text(any([port(80), methodOf('GET')]))).toBe('1-65535 and more')
  expect(text(all([]))).toBe('1-65535')
  expect(text(any([]))).toBe('')
})

test('a connection without a condition on requests is let in where a sidecar reads HTTP, elsewhere requests alone', () => {
  const [named, possible] = [onePort(80), everyPort]
  const read = (from: typeof everyPort) =>
    whereHttpIsRead({ clients: everybody, ports: from, requests: everyRequest }, { named, possible }).map(
      ({ ports: found, requests }) => `${rangesOf(found)}${requests === everyRequest ? '' : ' HTTP'}`,
    )
  expect([read(everyPort), read(onePort(80)), read(onePort(81))]).toEqual([['80', '1-79, 81-65535 HTTP'], ['80'], ['81 HTTP']])
})
