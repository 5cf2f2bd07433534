import { managedBy } from '../../../src/model/managed-by.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'

/** A route without a name and a parent. */
export interface RouteDraft {
  readonly kind: 'HTTPRoute' | 'TLSRoute' | 'TCPRoute'
  readonly spec: Readonly<Record<string, unknown>>
}

/** The port of a Service that a route is attached to. */
export interface RouteParent {
  readonly service: string
  readonly namespace: string
  readonly port: number
}

/** A route in the namespace of its Service. The parent is of the empty group: the default group is Gateway API's own. */
export function routeObject({ kind, spec }: RouteDraft, name: string, parent: RouteParent): KubernetesObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace: parent.namespace, labels: managedBy },
    spec: { parentRefs: [{ group: '', kind: 'Service', name: parent.service, port: parent.port }], ...spec },
  }
}
