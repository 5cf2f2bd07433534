import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ConnectionContent } from '../../../src/decide/cilium/at-proxy.ts'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd, endOf } from '../../../src/decide/cilium/cilium-endpoint.ts'
import { heardByListener } from '../../../src/decide/cilium/listener.ts'
import { pathText } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { findWorkload } from '../../../src/resolve/services.ts'
import { document } from '../documents.ts'
import { meshOf } from '../mesh-of.ts'

interface CasePolicy {
  readonly kind?: 'NetworkPolicy'
  readonly clusterwide?: boolean
  readonly subject?: object
  readonly nodes?: object
  readonly specs?: readonly object[]
  readonly [field: string]: unknown
}

interface CaseFlow {
  readonly from?: string
  readonly out?: string
  /** T if absent. */
  readonly to?: string
  readonly port?: number
  readonly by?: 'TCP' | 'UDP' | 'SCTP' | 'ping'
  /** A request, such as `GET /a`, to `host` (`t` if absent). */
  readonly asks?: string
  readonly host?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** The server name of TLS. */
  readonly sni?: string
  /** Bytes that are neither HTTP nor TLS. */
  readonly bytes?: true
}

/** How a request is refused where a proxy does it: what stands for `denied`. */
type Refusal = '403' | '307' | '400' | 'connection closed'

/** What `trace` says of the decision: why, by which parts of the policies, and what would settle a doubt. */
interface Explanation {
  readonly why?: string
  readonly at?: readonly string[]
  readonly needs?: string
}

interface Case {
  readonly id: number | string
  readonly says: string
  readonly policies: readonly CasePolicy[]
  readonly expect: readonly (readonly [CaseFlow, 'allowed' | 'denied' | 'undetermined' | 'none' | Refusal, Explanation?])[]
}

const world = [
  document('v1', 'Namespace', { name: 'n' }),
  document('v1', 'Namespace', { name: 'm', labels: { team: 'x' } }),
  pods('n', 't', 't', [{ name: 'web', containerPort: 8080 }]),
  pods('n', 'a', 'a', []),
  pods('n', 'a2', 'c', []),
  pods('m', 'b', 'b', [{ name: 'api', containerPort: 9000 }]),
  pods('n', 'host-pod', 'd', [], { hostNetwork: true }),
]

function pods(namespace: string, name: string, serviceAccountName: string, ports: readonly object[], more: object = {}): object {
  const spec = { ...more, serviceAccountName, containers: [{ name, ports }] }
  return document('apps/v1', 'Deployment', { name, namespace }, { template: { metadata: { labels: { app: name } }, spec } })
}

function objectOf({ kind, clusterwide, subject, nodes, specs, ...spec }: CasePolicy, index: number): object {
  const name = `policy-${index}`
  if (kind !== undefined) return document('networking.k8s.io/v1', kind, { name, namespace: 'n' }, spec)
  const selector = nodes === undefined ? { endpointSelector: subject ?? { matchLabels: { app: 't' } } } : { nodeSelector: nodes }
  const body = specs === undefined ? { spec: { ...selector, ...spec } } : { specs: specs.map((one) => ({ ...selector, ...one })) }
  const metadata = clusterwide === true ? { name } : { name, namespace: 'n' }
  const what = clusterwide === true ? 'CiliumClusterwideNetworkPolicy' : 'CiliumNetworkPolicy'
  return { ...document('cilium.io/v2', what, metadata), ...body }
}

const ends: Readonly<Record<string, EndpointPeerEnd>> = {
  S: { kind: 'pod', namespace: 'm', serviceAccount: 'stranger' },
  W: { kind: 'world', ip: '192.0.2.3' },
  outside: { kind: 'world' },
  H: { kind: 'host' },
  N: { kind: 'node' },
  G: { kind: 'ingress' },
}

const places: Readonly<Record<string, readonly [string, string]>> = {
  T: ['n', 't'],
  'host-pod': ['n', 'host-pod'],
  A: ['n', 'a'],
  A2: ['n', 'a2'],
  B: ['m', 'b'],
}

function workload(mesh: Mesh, name: string) {
  const place = places[name]
  return place === undefined ? undefined : findWorkload(mesh, ...place)
}

function spokenIn({ asks, host: authority = 't', headers = {}, sni, bytes }: CaseFlow): ConnectionContent | undefined {
  if (asks === undefined) return sni === undefined ? (bytes === true ? {} : undefined) : { sni }
  const [method = '', target = ''] = asks.split(' ')
  const heard = heardByListener({ method, target, authority, headers, token: { kind: 'none' } })
  return { ...heard, ...(sni === undefined ? {} : { sni }) }
}

describe('Cilium decides', () => {
  const cases = parse(readFileSync(new URL('cases.yaml', import.meta.url), 'utf8')) as Case[]
  test.each(cases)('$id: $says', ({ policies, expect: expected }) => {
    const text = [...world, ...policies.map(objectOf)].map((object) => JSON.stringify(object)).join('\n---\n')
    const mesh = meshOf([{ path: 'mesh.yaml', text }])
    for (const [flow, verdict, { why, at, needs } = {}] of expected) {
      const { from, out, to = 'T', port = 80, by = 'TCP' } = flow
      const target = workload(mesh, to)!
      const name = from ?? out ?? ''
      const pod = workload(mesh, name)
      const end = pod === undefined ? (ends[name] ?? { kind: 'world', ip: name }) : endOf(pod)
      const spoken = spokenIn(flow)
      const point =
        out === undefined
          ? decideAtCiliumEndpoint(mesh, target, port, end, { transport: by, spoken })
          : decideAtCiliumEgress(mesh, target, port, pod ?? end, { transport: by, spoken })
      const said = point?.verdict === 'denied' && point.code !== 'connection timed out' ? point.code : point?.verdict
      expect(said ?? 'none', `${JSON.stringify(flow)}: ${point?.reason}`).toBe(verdict)
      if (verdict === 'undetermined') expect(point?.needs, JSON.stringify(flow)).toBeDefined()
      if (why !== undefined) expect(point?.reason, JSON.stringify(flow)).toBe(why)
      if (at !== undefined)
        expect(
          point?.because.map(({ path }) => pathText(path)),
          JSON.stringify(flow),
        ).toEqual(at)
      if (needs !== undefined) expect(point?.needs, JSON.stringify(flow)).toBe(needs)
    }
  })
})
