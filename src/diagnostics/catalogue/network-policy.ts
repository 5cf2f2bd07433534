import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** What NetworkPolicies say about HBONE, beside the findings about ingress in `backends.ts`. */
export const networkPolicy = {
  networkPolicyBlocksEgress: define<{ target: string; policy: string }>({
    code: 'US3080',
    severity: 'error',
    title: 'A NetworkPolicy will block outgoing ambient traffic',
    message: ({ target, policy }) => `${policy} admits connections to ${target} here, but not to port 15008, where ambient traffic arrives`,
    help: 'Admit egress to TCP port 15008 of the same peers, and restrict the ports with an AuthorizationPolicy at the destination.',
    why: 'ztunnel opens HBONE connections to port 15008 in the network namespace of the client pod, so egress rules apply to them (docs:ambient/usage/networkpolicy). Admitting the port lets the client ask for every port of those peers, so it is left to people who know what the ports were for.',
  }),
  networkPolicyBlocksEgressToWaypoint: define<{ service: string; waypoint: string; policy: string }>({
    code: 'US3081',
    severity: 'error',
    title: 'A NetworkPolicy will block the way to a waypoint',
    message: ({ service, waypoint, policy }) =>
      `${policy} admits connections to the pods of ${service} here, but not to its waypoint \`${waypoint}\` on port 15008`,
    help: 'Admit egress to TCP port 15008 of the pods with the label `gateway.networking.k8s.io/gateway-name` of the waypoint.',
    why: 'Requests to a Service that is bound to a waypoint leave for port 15008 of the waypoint pods (docs:ambient/usage/networkpolicy).',
  }),
  networkPolicyRangeAdmitsHbone: define<{ ports: string }>({
    code: 'US3082',
    severity: 'error',
    title: 'A NetworkPolicy of sidecars admits port 15008 among some ports',
    message: ({ ports }) =>
      `${ports} would admit HBONE, behind which every port of the pods can be reached, so the namespace stays on its sidecars`,
    help: 'Leave out port 15008 (what is written adds it together with an AuthorizationPolicy for the ports), or admit every port and restrict them with an AuthorizationPolicy.',
    fate: 'refused',
    why: 'Ambient traffic arrives at port 15008 whatever port of the pod it is for (docs:ambient/usage/networkpolicy): peers that are admitted there would reach ports that the rule does not name.',
  }),
} as const
