import { definesAt } from '../diagnostic.ts'
import { quoted } from '../quoted.ts'

const define = definesAt('target')

/** NetworkPolicies and HBONE, except for the findings about ingress in `backends.ts`. */
export const networkPolicy = {
  networkPolicyBlocksEgress: define<{ target: string; policy: string }>({
    code: 'US3080',
    severity: 'error',
    title: 'A NetworkPolicy will block outgoing ambient traffic',
    message: ({ target, policy }) =>
      `${policy} admits connections to ${target} here, but not to port 15008, on which ambient traffic arrives`,
    help: 'Admit every port of the same peers, and restrict the ports with an AuthorizationPolicy at the destination. Port 15008 beside other ports would open all ports (US3067).',
    why: 'ztunnel opens HBONE connections to port 15008 in the network namespace of the client pod, so egress rules apply to them (docs:ambient/usage/networkpolicy). With port 15008 open the client can reach every port of those peers, so the owner of the policy has to decide.',
  }),
  networkPolicyBlocksEgressToWaypoint: define<{ service: string; waypoint: string; policy: string }>({
    code: 'US3081',
    severity: 'error',
    title: 'A NetworkPolicy will block traffic to a waypoint',
    message: ({ service, waypoint, policy }) =>
      `${policy} admits connections to the pods of ${service} here, but not to its waypoint \`${waypoint}\` on port 15008`,
    help: 'Once the namespace has moved, admit egress to TCP port 15008 of the pods with the label `gateway.networking.k8s.io/gateway-name` of the waypoint; this opens every port of the Services behind it.',
    why: 'Requests to a Service with a waypoint go to port 15008 of the waypoint pods (docs:ambient/usage/networkpolicy).',
  }),
  networkPolicyRangeAdmitsHbone: define<{ ports: string }>({
    code: 'US3082',
    severity: 'error',
    title: 'A NetworkPolicy admits port 15008 beside other ports',
    message: ({ ports }) => `${ports} would admit HBONE, which reaches every port of the pods, so the namespace keeps its sidecars`,
    help: 'Remove port 15008 (the output adds it, with an AuthorizationPolicy for the ports), or admit every port and restrict the ports with an AuthorizationPolicy.',
    fate: 'refused',
    why: 'Ambient traffic arrives at port 15008, for any destination port (docs:ambient/usage/networkpolicy): peers that are admitted there would reach ports that the rule does not name.',
  }),
  networkPolicyEgressAdmitsHbone: define<{ policy: string; ports: string }>({
    code: 'US3067',
    severity: 'error',
    title: 'Egress of a NetworkPolicy admits port 15008 beside other ports',
    message: ({ policy, ports }) =>
      `${ports} in the egress of ${policy} would let the pods reach every port of those peers through HBONE, so the namespace keeps its sidecars`,
    help: 'Remove port 15008 until the namespace has moved, or admit every port of those peers and restrict them with an AuthorizationPolicy at the destination.',
    fate: 'refused',
    why: 'ztunnel opens HBONE connections to port 15008 in the network namespace of the client pod, for any destination port (docs:ambient/usage/networkpolicy): the rule would no longer close the ports that it does not name.',
    example: 'egress:\n- to: [{namespaceSelector: {}}]\n  ports: [{port: 9090}, {port: 15008}]',
  }),
  networkPolicyEgressReachesWaypoint: define<{ policy: string; service: string }>({
    code: 'US3068',
    severity: 'error',
    title: 'Egress of a NetworkPolicy reaches pods through their waypoint',
    message: ({ policy, service }) =>
      `${policy} admits every port of the waypoint of ${service} here, but not of the pods behind it, so the namespace keeps its sidecars`,
    help: 'Select the allowed pods by labels that waypoints do not have, or admit the pods behind the waypoint as well and restrict them with an AuthorizationPolicy.',
    fate: 'refused',
    why: 'Requests to a Service with a waypoint go to port 15008 of the waypoint pods, which have none of the labels of the application (docs:ambient/usage/networkpolicy, istio:pilot/pkg/config/kube/gateway/deploymentcontroller.go).',
    example: 'egress:\n- to: [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [vault]}]}}]',
  }),
  endpointPolicyInAmbient: define<{ policy: string; workload: string }>({
    code: 'US3277',
    severity: 'error',
    title: 'A Cilium policy sees HBONE instead of the original traffic',
    message: ({ policy, workload }) =>
      `\`${policy}\` restricts \`${workload}\` by ports or peers, but in ambient mode Cilium sees port 15008 and the waypoint instead`,
    help: 'Write the policy for port 15008 and for waypoint pods first; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Between ambient pods the network sees connections to port 15008, and with a waypoint those of its pods (istio.io: Ambient and Kubernetes NetworkPolicy; istio:architecture/ambient/ztunnel.md).',
  }),
  hbonePassesNetworkPolicy: define<{ policy: string; direction: 'ingress' | 'egress'; pods: string; namespaces: readonly string[] }>({
    code: 'US3279',
    severity: 'error',
    title: 'HBONE would bypass a network policy of pods that keep their proxy',
    message: ({ policy, direction, pods, namespaces }) => {
      const list = quoted(namespaces)
      const stay = namespaces.length === 1 ? 'keeps its sidecars' : 'keep their sidecars'
      return direction === 'ingress'
        ? `\`${policy}\` closes ports of \`${pods}\`, which keeps its sidecar; pods of ${list} in ambient mode would reach these ports through port 15008, so ${list} ${stay}`
        : `\`${policy}\` closes ports to \`${pods}\`, which keeps its proxy; it would reach these ports of ${list} in ambient mode through port 15008, so ${list} ${stay}`
    },
    help: 'Close port 15008 to the same peers, or restrict the ports with an AuthorizationPolicy; then the two ends can move separately.',
    fate: 'refused',
    why: 'ztunnel tunnels to port 15008 of a pod with a sidecar, for any destination port, and sidecars and gateways tunnel to pods in ambient mode in the same way (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners, pilot/pkg/xds/endpoints/endpoint_builder.go supportTunnel). Network policies see only port 15008.',
    example: 'ingressDeny:\n- fromEndpoints: [{matchLabels: {app: front}}]\n  toPorts: [{ports: [{port: "9090"}]}]',
  }),
  networkPolicyBlocksHboneOfSidecars: define<{ policy: string; pods: string }>({
    code: 'US3280',
    severity: 'warning',
    title: 'A network policy blocks ambient clients of a sidecar',
    message: ({ policy, pods }) =>
      `clients in ambient mode reach \`${pods}\`, which keeps its sidecar, on port 15008, and \`${policy}\` does not admit that port`,
    help: 'Move the clients together with these pods, or admit TCP port 15008 and restrict the ports with an AuthorizationPolicy.',
    announces: ['narrower'],
    why: 'A sidecar accepts HBONE tunnels if the mesh has ambient pods, so clients in ambient mode do not use its other ports (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners).',
  }),
  podLabelGoesWithRestart: define<{ pod: string; controller: string; policy: string }>({
    code: 'US3278',
    severity: 'error',
    title: 'A restart changes labels that a policy selects by',
    message: ({ pod, controller, policy }) =>
      `the labels of \`${pod}\` differ from the template of \`${controller}\`, and \`${policy}\` would treat the restarted pod differently, so the namespace keeps its sidecars`,
    help: 'Add the label to the template of the controller, or remove the policy and the label; until then the namespace keeps its sidecars.',
    fate: 'refused',
    why: 'Pods lose their sidecar by a restart and then have the labels of the template. Labels that were set only on the running Pod, such as by `kubectl label pod`, are lost.',
  }),
} as const
