import type { KindReader } from '../../../src/model/dialect.ts'
import { canaryReader } from './canary.ts'
import { namespaceReader } from './namespace.ts'
import { networkPolicyReader } from './network-policy.ts'
import { otherNetworkPolicies } from './other-network-policies.ts'
import { serviceReader } from './service.ts'
import { serviceAccountReader } from './service-account.ts'
import { workloadReaders } from './workloads.ts'

/** Readers of Namespaces, of what runs pods, of Services and accounts, and of NetworkPolicies. */
export const kubernetesReaders: readonly KindReader[] = [
  namespaceReader,
  ...workloadReaders,
  canaryReader,
  serviceReader,
  serviceAccountReader,
  networkPolicyReader,
  ...otherNetworkPolicies,
]
