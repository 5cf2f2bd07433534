import type { CiliumCIDRGroupSpec } from '../../../src/crd/generated/types/cilium/cilium-cidr-group.ts'
import type { KindReader } from '../../../src/model/dialect.ts'

/** Ranges outside the cluster that policies call by the name of the group. */
export const addressGroupReader: KindReader = {
  group: 'cilium.io',
  kind: 'CiliumCIDRGroup',
  phase: 'objects',
  read({ ref, value, place }, _context, into) {
    const { spec } = value as { readonly spec?: CiliumCIDRGroupSpec }
    into.addressGroups.push({ name: ref.name, namespace: '', cidrs: spec?.externalCIDRs ?? [], place })
    return true
  },
}
