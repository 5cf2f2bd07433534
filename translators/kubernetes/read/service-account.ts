import type { KindReader } from '../../../src/model/dialect.ts'

export const serviceAccountReader: KindReader = {
  group: '',
  kind: 'ServiceAccount',
  phase: 'objects',
  read({ ref, place }, _context, into) {
    into.serviceAccounts.push({ name: ref.name, namespace: ref.namespace, place })
    return true
  },
}
