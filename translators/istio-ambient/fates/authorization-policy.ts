import type { AuthorizationPolicySpec } from '../../../src/crd/generated/types/istio/authorization-policy.ts'
import { type FateMap, translated } from '../../../src/diagnostics/fate.ts'
import { deprecatedTargetFate, selectorFate, targetRefFate } from './policy-attachment.ts'

const identity = translated('ztunnel and waypoints both compare it; behind a waypoint it is compared there.')
const account = translated('Qualified with the namespace of the policy where that could change.')
const http = translated('Compared by the waypoint; ztunnel denies what it cannot compare.')
const address = translated('Compared by ztunnel as long as no waypoint stands before the pods.')
const ports = translated('Container ports for ztunnel, Service ports for the waypoint.')

/** What becomes of an AuthorizationPolicy in ambient mode. */
export const authorizationPolicyFates = {
  spec: {
    action: translated('ALLOW and DENY stay at ztunnel when it sees all they compare; everything else moves to a waypoint.'),
    provider: {
      name: translated('Asked by the waypoint; requests that bypass it are denied where the authorizer was to be asked.'),
    },
    rules: {
      from: {
        source: {
          principals: identity,
          notPrincipals: identity,
          namespaces: identity,
          notNamespaces: identity,
          serviceAccounts: account,
          notServiceAccounts: account,
          trustDomains: identity,
          notTrustDomains: identity,
          requestPrincipals: http,
          notRequestPrincipals: http,
          ipBlocks: address,
          notIpBlocks: address,
          remoteIpBlocks: http,
          notRemoteIpBlocks: http,
        },
      },
      to: {
        operation: {
          hosts: http,
          notHosts: http,
          methods: http,
          notMethods: http,
          paths: http,
          notPaths: http,
          ports,
          notPorts: ports,
        },
      },
      when: {
        key: translated('Conditions on addresses, ports and identities stay at ztunnel, all others move to a waypoint.'),
        values: translated('As the key says.'),
        notValues: translated('As the key says.'),
      },
    },
    selector: { matchLabels: { '*': selectorFate } },
    targetRef: { group: targetRefFate, kind: targetRefFate, name: targetRefFate, namespace: deprecatedTargetFate },
    targetRefs: { group: targetRefFate, kind: targetRefFate, name: targetRefFate, namespace: deprecatedTargetFate },
  },
} satisfies { spec: FateMap<AuthorizationPolicySpec> }
