import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type DecideOptions, decide } from '../../../src/decide/decide.ts'
import { pathText } from '../../../src/diagnostics/place.ts'
import type { Client, Request } from '../../../src/model/request.ts'
import type { Branch, Decision, PointDecision } from '../../../src/model/verdict.ts'
import { document } from '../documents.ts'
import { meshOf } from '../mesh-of.ts'

/** An object: what identifies it, and the fields of its spec. */
interface Written {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  readonly labels?: object
  readonly [field: string]: unknown
}

interface Asked {
  /** `shop/web` or another workload; `outside`, `bare`, `gateway`, or `stranger` (a pod of `shop` that is not in the input) with labels or without. */
  readonly from?: string
  readonly labels?: Record<string, string>
  readonly ip?: string
  /** `Service shop/cart:80`, `pod shop/cart:8080`, `partner.example:80`. */
  readonly to: string
  /** `GET /`; without it the client sends bytes, with the server name `sni` if there is one. */
  readonly asks?: string
  readonly host?: string
  readonly headers?: Record<string, string>
  readonly sni?: string
  readonly identified?: true
}

interface Trace {
  readonly says: string
  readonly source: string
  readonly settings?: object
  readonly objects?: readonly Written[]
  readonly ask: Asked
  /** What each point on the way says, and where the request ends. */
  readonly is: readonly string[]
}

const { scene, traces } = parse(readFileSync(new URL('traces.yaml', import.meta.url), 'utf8'), { merge: true }) as {
  readonly scene: readonly Written[]
  readonly traces: readonly Trace[]
}

const groups: Readonly<Record<string, string>> = {
  Namespace: 'v1',
  Service: 'v1',
  Deployment: 'apps/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  CiliumNetworkPolicy: 'cilium.io/v2',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
}

for (const { says, source, settings, objects = [], ask, is } of traces)
  test(`${says} (${source})`, () => {
    const mesh = document('v1', 'ConfigMap', { name: 'istio', namespace: 'istio-system' })
    // What a trace writes itself stands for what the scene has.
    const written = new Map([...scene, ...objects].map((one) => [`${one.kind} ${one.namespace} ${one.name}`, one]))
    const documents = [{ ...mesh, data: { mesh: JSON.stringify(settings ?? {}) } }, ...[...written.values()].map(objectOf)]
    const text = documents.map((object) => JSON.stringify(object)).join('\n---\n')
    expect(lines(decide(meshOf([{ path: 'mesh.yaml', text }]), requestOf(ask), optionsOf(ask)))).toEqual(is)
  })

function objectOf({ kind, name, namespace, labels, created, pods, ports, ...spec }: Written): object {
  const own = kind === 'Namespace' ? {} : { namespace: namespace ?? 'shop' }
  const metadata = {
    name,
    ...own,
    ...(labels === undefined ? {} : { labels }),
    ...(created === undefined ? {} : { creationTimestamp: created }),
  }
  const apiVersion = groups[kind] ?? 'networking.istio.io/v1'
  if (kind === 'Namespace') return document(apiVersion, kind, metadata)
  if (kind !== 'Deployment') return document(apiVersion, kind, metadata, ports === undefined ? spec : { ...spec, ports })
  const containers = [{ name: 'app', image: 'app', ...(ports === undefined ? {} : { ports }) }]
  const template = { metadata: { labels: { app: name, ...(pods as object | undefined) } }, spec: { serviceAccountName: name, containers } }
  return document(apiVersion, kind, metadata, { selector: { matchLabels: { app: name } }, template })
}

function optionsOf({ identified }: Asked): DecideOptions {
  return identified === undefined ? {} : { identified }
}

function requestOf({ from = 'shop/web', labels, ip, to, asks, host, headers = {}, sni }: Asked): Request {
  const [, kind = '', name = '', port] = /^(?:(Service|pod) )?(.*):(\d+)$/.exec(to) ?? []
  const [namespace = '', object = ''] = name.split('/')
  const address = {
    Service: { kind: 'service', namespace, name: object, port: Number(port) },
    pod: { kind: 'pod', namespace, workload: object, port: Number(port) },
    '': { kind: 'host', host: name, port: Number(port) },
  } as const
  const [method = '', target = ''] = asks?.split(' ') ?? []
  const authority = host ?? (kind === '' ? name : `${object}.${namespace}`)
  return {
    client: clientOf(from, { ...(labels === undefined ? {} : { labels }), ...(ip === undefined ? {} : { ip }) }),
    address: address[kind as keyof typeof address],
    ...(asks === undefined
      ? { protocol: 'tcp' }
      : { protocol: 'http', http: { method, target, authority, headers, token: { kind: 'none' } } }),
    ...(sni === undefined ? {} : { sni }),
  }
}

function clientOf(from: string, more: Pick<Asked, 'labels' | 'ip'>): Client {
  if (from === 'outside') return { kind: 'unmeshed', ...more }
  if (from === 'bare') return { kind: 'unmeshed', namespace: 'bare', ...more }
  if (from === 'gateway') return { kind: 'ingress', namespace: 'shop', serviceAccount: 'edge', ...more }
  if (from === 'stranger') return { kind: 'stranger', dataPlane: 'sidecar', namespace: 'shop', serviceAccount: 'visitor', ...more }
  const [namespace = '', name = ''] = from.split('/')
  return { kind: 'workload', namespace, name, ...(more.ip === undefined ? {} : { ip: more.ip }) }
}

function lines({ verdict, needs, answer, points, branches, settings }: Decision): string[] {
  const timeouts = settings.flatMap(({ timeoutMs }) => (timeoutMs === undefined ? [] : [`time-out ${timeoutMs}`]))
  const end = branches.length === 0 ? [`${verdict}${needs === undefined ? '' : `, needs ${needs}`}`] : []
  const own = branches.length === 0 ? points.map(pointLine) : []
  return [
    ...own,
    ...branches.flatMap((branch) => [...branch.points.map(pointLine), branchLine(branch)]),
    ...(answer === undefined
      ? []
      : [answer.kind === 'redirect' ? `answered ${answer.status} ${answer.location}` : `answered ${answer.status}`]),
    ...end,
    ...timeouts,
  ]
}

function pointLine({ point, at, verdict, code, reason, saw, because, needs }: PointDecision): string {
  const places = because
    .map(({ object, path }) => `${object.kind} ${object.name}${path.length === 0 ? '' : ` ${pathText(path)}`}`)
    .join(', ')
  const seen = [saw.identity?.replace('cluster.local/', ''), saw.port, saw.path].filter((one) => one !== undefined).join(' ')
  return `${point} ${at} sees ${seen}: ${code ?? verdict}, ${reason}${places === '' ? '' : ` [${places}]`}${needs === undefined ? '' : `, needs ${needs}`}`
}

function branchLine({ workload, port, host, share, verdict, received }: Branch): string {
  const where = workload === undefined ? (host ?? 'nowhere') : `${workload}:${port}`
  const got = received === undefined ? '' : ` gets ${received.target} of ${received.authority}`
  return `${verdict} at ${where}${share === 1 ? '' : ` ${share}`}${got}`
}
