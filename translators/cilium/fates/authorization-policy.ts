import type { AuthorizationPolicySpec } from '../../../src/crd/generated/types/istio/authorization-policy.ts'
import { type FateMap, noEffect, refused, stricter, translated } from '../../../src/diagnostics/fate.ts'

const identities = translated('peers by the labels for namespace and service account')
const http = stricter('`rules.http` of `toPorts`; what is denied or negated is left out of what is allowed')
const addresses = refused('CIDR peers do not match pods')

export const ciliumAuthorizationPolicyFates = {
  action: translated('ALLOW is `ingress`, DENY is `ingressDeny` without default deny; what is denied of requests is left out of `ingress`'),
  provider: {
    name: refused(
      'there is no external authorizer; with `--allow-fail-open` the nodes of clients ask one, and the policy stays for the sidecars that are left',
    ),
  },
  rules: {
    from: {
      source: {
        principals: identities,
        notPrincipals: identities,
        namespaces: identities,
        notNamespaces: identities,
        serviceAccounts: identities,
        notServiceAccounts: identities,
        trustDomains: refused('Cilium knows no trust domains'),
        notTrustDomains: refused('Cilium knows no trust domains'),
        ipBlocks: addresses,
        notIpBlocks: addresses,
        remoteIpBlocks: addresses,
        notRemoteIpBlocks: addresses,
        requestPrincipals: refused('there are no tokens'),
        notRequestPrincipals: refused('there are no tokens'),
      },
    },
    to: {
      operation: {
        ports: translated('`toPorts` with protocol TCP'),
        notPorts: translated('`toPorts` with the other ports as ranges'),
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
        '`source.principal`, `source.namespace`, `source.serviceAccount`, `destination.port` and `request.headers`; other keys are refused',
      ),
      values: translated('as the field of the same meaning'),
      notValues: translated('as the field of the same meaning'),
    },
  },
  selector: { matchLabels: { '*': translated('`endpointSelector`') } },
  targetRef: {
    group: refused('policies of waypoints and gateways'),
    kind: refused('policies of waypoints and gateways'),
    name: refused('policies of waypoints and gateways'),
    namespace: noEffect('Istio accepts only the namespace of the policy'),
  },
  targetRefs: {
    group: refused('policies of waypoints and gateways'),
    kind: refused('policies of waypoints and gateways'),
    name: refused('policies of waypoints and gateways'),
    namespace: noEffect('Istio accepts only the namespace of the policy'),
  },
} satisfies FateMap<AuthorizationPolicySpec>
