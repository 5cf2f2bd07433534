import type { KubernetesObject } from '../../src/model/object.ts'
import type { CaseObject, CaseRule, Column, RoutingCase } from './routing-case.ts'

const destinations: Readonly<Record<string, string>> = { A: 'web-a', B: 'web-b', D: 'web-d' }

const groups: Readonly<Record<string, string>> = {
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  Service: 'v1',
  Namespace: 'v1',
  ConfigMap: 'v1',
  Deployment: 'apps/v1',
}

/** The manifests of a case in one column: one JSON document for each object. */
export function manifestsOf(one: RoutingCase, column: Column): string {
  return objectsOf(one, column)
    .map((object) => JSON.stringify(object))
    .join('\n---\n')
}

function objectsOf(one: RoutingCase, column: Column): KubernetesObject[] {
  const objects: CaseObject[] = [
    ...(one.settings === undefined
      ? []
      : [{ kind: 'ConfigMap', name: 'istio', namespace: 'istio-system', data: { mesh: JSON.stringify(one.settings) } }]),
    ...['prod', 'shop', 'team'].map((name) => ({ kind: 'Namespace', name, labels: namespaceLabels(one, column, name) })),
    ...['web', 'web-a', 'web-b', 'web-d'].flatMap((name) => [
      { kind: 'Service', name, selector: { app: name }, ports: portsOf(one), ...(name === 'web' ? one.web : {}) },
      { kind: 'Deployment', name, pods: { app: name } },
    ]),
    ...(isBound(column) ? [waypoint] : []),
    ...configuration(one, column),
    ...(one.objects ?? []),
    ...(one.only?.[column] ?? []),
  ]
  // What a case writes itself stands for what it would have otherwise.
  const last = new Map(objects.map((object) => [`${object.kind} ${object.namespace ?? ''} ${object.name}`, object]))
  return [...last.values()].map(objectOf)
}

function isBound(column: Column): boolean {
  return column === 'waypoint' || column === 'httproute'
}

const waypoint: CaseObject = {
  kind: 'Gateway',
  name: 'waypoint',
  gatewayClassName: 'istio-waypoint',
  listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
}

function namespaceLabels(one: RoutingCase, column: Column, name: string): Record<string, string> {
  return {
    ...(column === 'sidecar' ? { 'istio-injection': 'enabled' } : { 'istio.io/dataplane-mode': 'ambient' }),
    ...(isBound(column) && name === 'prod' ? { 'istio.io/use-waypoint': 'waypoint' } : {}),
    ...one.namespaces?.[name],
  }
}

function portsOf({ ports = { http: 80 } }: RoutingCase): object[] {
  return Object.entries(ports).map(([name, port]) => ({ name, port }))
}

function configuration({ rules, virtualService, naive }: RoutingCase, column: Column): CaseObject[] {
  if (column === 'httproute')
    return naive === undefined
      ? []
      : [{ kind: 'HTTPRoute', name: 'web', parentRefs: [{ group: '', kind: 'Service', name: 'web' }], rules: naive }]
  return rules === undefined ? [] : [{ kind: 'VirtualService', name: 'web', hosts: ['web'], http: rules, ...virtualService }]
}

/** The object that a case's short form stands for. */
export function objectOf({ kind, name, namespace, labels, annotations, created, status, ...spec }: CaseObject): KubernetesObject {
  const own = kind === 'Namespace' ? {} : { namespace: namespace ?? 'prod' }
  const metadata = {
    name: name ?? 'web',
    ...own,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(created === undefined ? {} : { creationTimestamp: created }),
  }
  const apiVersion = kind === 'Gateway' && 'servers' in spec ? 'networking.istio.io/v1' : groups[kind]!
  const object = { apiVersion, kind, metadata, ...(status === undefined ? {} : { status }) }
  if (kind === 'Namespace') return object
  if (kind === 'ConfigMap') return { ...object, ...spec }
  if (kind === 'Deployment') return { ...object, spec: podsOf(spec.pods as Record<string, string>, name!) }
  const rules = (list: unknown): unknown => (Array.isArray(list) ? list.map((rule: CaseRule) => ruleOf(rule, kind)) : list)
  return {
    ...object,
    spec: {
      ...spec,
      ...(kind === 'VirtualService' && 'http' in spec ? { http: rules(spec.http) } : {}),
      ...(kind.endsWith('Route') && 'rules' in spec ? { rules: rules(spec.rules) } : {}),
    },
  }
}

function podsOf(labels: Record<string, string>, serviceAccountName: string): object {
  const { app } = labels
  return {
    selector: { matchLabels: app === undefined ? labels : { app } },
    template: { metadata: { labels }, spec: { serviceAccountName, containers: [{ name: 'app', image: 'app' }] } },
  }
}

function ruleOf({ to, answerOfBytes, ...rule }: CaseRule, kind: string): object {
  if (answerOfBytes !== undefined) return { ...rule, directResponse: { status: 200, body: { string: 'x'.repeat(answerOfBytes) } } }
  if (to === undefined) return rule
  const name = destinations[to] ?? to
  return kind === 'VirtualService' ? { ...rule, route: [{ destination: { host: name } }] } : { ...rule, backendRefs: [{ name, port: 80 }] }
}
