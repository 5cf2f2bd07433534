import type { Target } from '../../src/model/dialect.ts'
import { ciliumCapabilities } from './capabilities.ts'
import { fates } from './fates/index.ts'
import { ciliumPlatform } from './platform.ts'
import { ciliumTitle } from './title.ts'
import { translateToCilium } from './translate.ts'

/** Cilium: who may connect to which port and send which requests, as CiliumNetworkPolicies. */
export const cilium: Target = {
  name: 'cilium',
  title: ciliumTitle,
  short: 'Cilium',
  versions: ['cilium', 'gatewayApi', 'gatewayApiChannel'],
  options: ['regexSize', 'failOpen'],
  assumptions: [
    'extensions-reviewed',
    'namespaces-injected',
    'newest-known',
    'routes-lost',
    'sidecars-removed',
    'slashes-merged',
    'unread-reviewed',
  ],
  identity: 'labels',
  routesOnNodes: true,
  moves: 'policies',
  fates,
  capabilities: ciliumCapabilities,
  platform: ciliumPlatform,
  emit: translateToCilium,
}
