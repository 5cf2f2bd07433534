import type { KindReader } from '../../../src/model/dialect.ts'

/**
 * Cilium's policies that are in the input already. What they say is not modelled; that they are there matters, because they form one union
 * with whatever is written beside them.
 */
export const ciliumReaders: readonly KindReader[] = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].map((kind) => ({
  group: 'cilium.io',
  kind,
  phase: 'objects',
  read(object, _context, into) {
    const { namespace, name } = object.ref
    into.unread.push({ kind, namespace, name, place: object.place })
    return true
  },
}))
