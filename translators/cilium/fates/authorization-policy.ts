import type { AuthorizationPolicySpec } from '../../../src/crd/generated/types/istio/authorization-policy.ts'
import { type FateMap, noEffect, refused, translated } from '../../../src/diagnostics/fate.ts'

const identities = translated('peers by the labels for namespace and service account', ['US5008', 'US5009', 'US5010', 'US5011', 'US5020'])
const http = refused('conditions on HTTP requests', ['US5006'])
const addresses = refused('CIDR peers do not match pods', ['US5007'])
const heldBack = ['US5006', 'US5007', 'US5021', 'US5022', 'US5023', 'US5024'] as const

export const ciliumAuthorizationPolicyFates = {
  action: translated('ALLOW is `ingress`, DENY is `ingressDeny` without default deny', [...heldBack, 'US5019']),
  provider: { name: refused('there is no external authorizer', ['US5024']) },
  rules: {
    from: {
      source: {
        principals: identities,
        notPrincipals: identities,
        namespaces: identities,
        notNamespaces: identities,
        serviceAccounts: identities,
        notServiceAccounts: identities,
        trustDomains: refused('Cilium knows no trust domains', ['US5008']),
        notTrustDomains: refused('Cilium knows no trust domains', ['US5008']),
        ipBlocks: addresses,
        notIpBlocks: addresses,
        remoteIpBlocks: addresses,
        notRemoteIpBlocks: addresses,
        requestPrincipals: refused('there are no tokens', ['US5006']),
        notRequestPrincipals: refused('there are no tokens', ['US5006']),
      },
    },
    to: {
      operation: {
        ports: translated('`toPorts` with protocol TCP', heldBack),
        notPorts: translated('`toPorts` with the other ports as ranges', heldBack),
        hosts: http,
        notHosts: http,
        methods: http,
        notMethods: http,
        paths: http,
        notPaths: http,
      },
    },
    when: {
      key: translated(
        '`source.principal`, `source.namespace`, `source.serviceAccount` and `destination.port`; other keys are refused',
        heldBack,
      ),
      values: translated('as the field of the same meaning', [...heldBack, 'US5008', 'US5009', 'US5010', 'US5011', 'US5020']),
      notValues: translated('as the field of the same meaning', [...heldBack, 'US5008', 'US5009', 'US5010', 'US5020']),
    },
  },
  selector: { matchLabels: { '*': translated('`endpointSelector`', [...heldBack, 'US5014']) } },
  targetRef: {
    group: refused('policies of waypoints and gateways', ['US5013']),
    kind: refused('policies of waypoints and gateways', ['US5013']),
    name: refused('policies of waypoints and gateways', ['US5013']),
    namespace: noEffect('Istio accepts only the namespace of the policy'),
  },
  targetRefs: {
    group: refused('policies of waypoints and gateways', ['US5013']),
    kind: refused('policies of waypoints and gateways', ['US5013']),
    name: refused('policies of waypoints and gateways', ['US5013']),
    namespace: noEffect('Istio accepts only the namespace of the policy'),
  },
} satisfies FateMap<AuthorizationPolicySpec>
