import type { Target } from '../../src/model/dialect.ts'
import { ciliumCapabilities } from './capabilities.ts'
import { emitCilium } from './emit.ts'
import { fates } from './fates/index.ts'

/** Cilium: who may connect to which port, as CiliumNetworkPolicies. */
export const cilium: Target = {
  name: 'cilium',
  title: 'Cilium',
  short: 'Cilium',
  versions: ['cilium'],
  options: [],
  assumptions: ['newest-known', 'unread-reviewed'],
  identity: 'labels',
  moves: 'policies',
  fates,
  capabilities: ciliumCapabilities,
  emit: emitCilium,
}
