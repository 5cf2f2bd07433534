import { decide } from '../../../src/decide/decide.ts'
import type { Request } from '../../../src/model/request.ts'
import type { Decision } from '../../../src/model/verdict.ts'
import { meshOf } from '../mesh-of.ts'

/*
 * Service `shop/cart` has ports 80 and 81 for pods of its name, `shop/blue` and `shop/green` are its backends, `other/far` is in another namespace.
 */

export const deployment = (name: string, namespace = 'shop') =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: c}]}}}`

export const service = (name: string, { namespace = 'shop', spec = '', appProtocol = '' } = {}) =>
  `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ${spec}ports: [{name: a, port: 80, targetPort: 8080${appProtocol}}, {name: b, port: 81, targetPort: 8081}]}`

export const gatewayClass = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: cilium}
spec: {controllerName: io.cilium/gateway-controller}`

export interface RouteOptions {
  readonly name?: string
  readonly namespace?: string
  readonly parents?: string
  readonly kind?: string
  readonly extra?: string
}

export const onPort80 = '{group: "", kind: Service, name: cart, port: 80}'

export const route = (
  rules: string,
  { name = 'r', namespace = 'shop', parents = onPort80, kind = 'HTTPRoute', extra = '' }: RouteOptions = {},
) =>
  `apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: {parentRefs: [${parents}], ${extra}rules: [${rules}]}`

export const namespace = (name: string, labels = '') => `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {${labels}}}`

export const base = [
  namespace('other'),
  ...['cart', 'blue', 'green', 'web'].map((name) => deployment(name)),
  deployment('far', 'other'),
  service('blue'),
  service('green'),
  service('far', { namespace: 'other' }),
]

export interface Asked {
  readonly port?: number
  readonly target?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly client?: Request['client']
  readonly address?: Request['address']
  readonly bytes?: boolean
}

export function ask(documents: readonly string[], asked: Asked = {}, given: readonly string[] = [gatewayClass, service('cart')]): Decision {
  const shop = given.some((document) => document.startsWith(namespace('shop').slice(0, -2))) ? [] : [namespace('shop')]
  const text = [...base, ...shop, ...given, ...documents].join('\n---\n')
  const { port = 80, target = '/', method = 'GET', headers = {}, bytes = false } = asked
  return decide(meshOf([{ path: 'mesh.yaml', text }]), {
    client: asked.client ?? { kind: 'workload', namespace: 'shop', name: 'web' },
    address: asked.address ?? { kind: 'service', namespace: 'shop', name: 'cart', port },
    ...(bytes ? { protocol: 'tcp' } : { protocol: 'http', http: { method, target, authority: 'cart', headers, token: { kind: 'none' } } }),
  })
}

/** `blue:0.25 green:0.75`, or the status that the proxy answers. */
export function where({ answer, branches, verdict }: Decision): string {
  if (answer !== undefined) return answer.kind === 'redirect' ? `${answer.status} ${answer.location}` : String(answer.status)
  if (branches.length === 0) return verdict
  return branches
    .map(({ end, share }) => `${end.kind === 'pods' ? end.workload : end.kind === 'status' ? end.status : end.kind}:${share}`)
    .join(' ')
}

export const to = (...backends: readonly string[]) => `backendRefs: [${backends.join(', ')}]`
export const blue = '{name: blue, port: 80}'
export const green = '{name: green, port: 80}'
export const path = (type: string, value: string) => `matches: [{path: {type: ${type}, value: ${JSON.stringify(value)}}}]`
