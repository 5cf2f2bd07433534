import type { GatewaySpecListeners } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'

/** What a Gateway says: its class names the controller that makes it. */
export interface GatewayParts {
  readonly name: string
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly className: string
  readonly listeners: readonly GatewaySpecListeners[]
}

export function gatewayObject({ name, namespace, labels, className, listeners }: GatewayParts): KubernetesObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace, labels: { ...managedBy, ...labels } },
    spec: { gatewayClassName: className, listeners },
  }
}
