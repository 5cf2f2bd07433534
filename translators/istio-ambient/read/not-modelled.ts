import type { KindReader } from '../../../src/model/dialect.ts'

/**
 * Gateway API objects that are known and say nothing that the model holds: grants are only asked for by routes of gateways, and listener
 * sets belong to gateways, which stay as they are.
 */
const kinds = ['ListenerSet', 'ReferenceGrant']

export const notModelled: readonly KindReader[] = kinds.map((kind) => ({
  group: 'gateway.networking.k8s.io',
  kind,
  phase: 'objects',
  read: () => true,
}))
