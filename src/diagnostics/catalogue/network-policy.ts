import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** What NetworkPolicies say about HBONE, beside the findings about ingress in `backends.ts`. */
export const networkPolicy = {
  networkPolicyBlocksEgress: define<{ target: string; policy: string }>({
    code: 'US3080',
    severity: 'error',
    title: 'A NetworkPolicy will block outgoing ambient traffic',
    message: ({ target, policy }) => `${policy} admits connections to ${target} here, but not to port 15008, where ambient traffic arrives`,
    help: 'Admit every port of the same peers (port 15008 among some ports would open the others, US3067), and restrict the ports with an AuthorizationPolicy at the destination.',
    why: 'ztunnel opens HBONE connections to port 15008 in the network namespace of the client pod, so egress rules apply to them (docs:ambient/usage/networkpolicy). Admitting the port lets the client ask for every port of those peers, so it is left to people who know what the ports were for.',
  }),
  networkPolicyBlocksEgressToWaypoint: define<{ service: string; waypoint: string; policy: string }>({
    code: 'US3081',
    severity: 'error',
    title: 'A NetworkPolicy will block the way to a waypoint',
    message: ({ service, waypoint, policy }) =>
      `${policy} admits connections to the pods of ${service} here, but not to its waypoint \`${waypoint}\` on port 15008`,
    help: 'Once the namespace has moved, admit egress to TCP port 15008 of the pods with the label `gateway.networking.k8s.io/gateway-name` of the waypoint; it leads to every port of the Services behind it.',
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
  networkPolicyEgressAdmitsHbone: define<{ policy: string; ports: string }>({
    code: 'US3067',
    severity: 'error',
    title: 'Egress of a NetworkPolicy admits port 15008 among some ports',
    message: ({ policy, ports }) =>
      `${ports} in the egress of ${policy} would let the pods out to every port of those peers through HBONE, so the namespace stays on its sidecars`,
    help: 'Leave out port 15008 until the namespace has moved, or admit every port of those peers and restrict them with an AuthorizationPolicy at the destination.',
    fate: 'refused',
    why: 'ztunnel opens HBONE connections to port 15008 in the network namespace of the client pod, whatever port the request is for (docs:ambient/usage/networkpolicy): the rule no longer closes the ports that it does not name.',
    example: 'egress:\n- to: [{namespaceSelector: {}}]\n  ports: [{port: 9090}, {port: 15008}]',
  }),
  networkPolicyEgressReachesWaypoint: define<{ policy: string; service: string }>({
    code: 'US3068',
    severity: 'error',
    title: 'Egress of a NetworkPolicy reaches pods through their waypoint',
    message: ({ policy, service }) =>
      `${policy} admits every port of the waypoint of ${service} here, and not of the pods behind it, so the namespace stays on its sidecars`,
    help: 'Name the pods that may be reached by labels that waypoints do not have, or admit the pods as well and restrict them with an AuthorizationPolicy.',
    fate: 'refused',
    why: 'Requests to a Service with a waypoint leave for port 15008 of the waypoint pods, which carry none of the labels of the application (docs:ambient/usage/networkpolicy, istio:pilot/pkg/config/kube/gateway/deploymentcontroller.go).',
    example: 'egress:\n- to: [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [vault]}]}}]',
  }),
  endpointPolicyInAmbient: define<{ policy: string; workload: string }>({
    code: 'US3277',
    severity: 'error',
    title: 'A policy of Cilium does not see ambient traffic as it was sent',
    message: ({ policy, workload }) =>
      `\`${policy}\` governs \`${workload}\` by ports, or by peers that a waypoint takes the place of, and Cilium sees HBONE in place of what it carries`,
    help: 'Write the policy for port 15008 and for the pods of waypoints first; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Between ambient pods the network sees connections to port 15008, and with a waypoint those of its pods (istio.io: Ambient and Kubernetes NetworkPolicy; istio:architecture/ambient/ztunnel.md).',
  }),
  hbonePassesNetworkPolicy: define<{ policy: string; direction: 'ingress' | 'egress'; pods: string; namespaces: readonly string[] }>({
    code: 'US3279',
    severity: 'error',
    title: 'HBONE would pass a network policy of pods that keep their proxy',
    message: ({ policy, direction, pods, namespaces }) => {
      const list = namespaces.map((name) => `\`${name}\``).join(', ')
      const stay = namespaces.length === 1 ? 'stays' : 'stay'
      return direction === 'ingress'
        ? `\`${policy}\` closes ports of \`${pods}\`, which keeps its sidecar, and pods of ${list} would reach them through port 15008, so ${list} ${stay}`
        : `\`${policy}\` closes ports to \`${pods}\`, which keeps its proxy, and it would reach those of ${list} through port 15008, so ${list} ${stay}`
    },
    help: 'Let the policy close port 15008 to the same peers, or say in an AuthorizationPolicy who may reach which port; then the ends can move apart.',
    fate: 'refused',
    why: 'ztunnel tunnels to port 15008 of a pod with a sidecar, whatever port the connection is for, and a sidecar or gateway tunnels to pods in ambient mode alike (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners, pilot/pkg/xds/endpoints/endpoint_builder.go supportTunnel). The network sees port 15008 only.',
    example: 'ingressDeny:\n- fromEndpoints: [{matchLabels: {app: front}}]\n  toPorts: [{ports: [{port: "9090"}]}]',
  }),
  networkPolicyBlocksHboneOfSidecars: define<{ policy: string; pods: string }>({
    code: 'US3280',
    severity: 'warning',
    title: 'A network policy blocks clients that move from pods on sidecars',
    message: ({ policy, pods }) =>
      `clients that move reach \`${pods}\`, which keeps its sidecar, at port 15008, and \`${policy}\` does not admit that port`,
    help: 'Move the clients together with these pods, or admit TCP port 15008 and restrict the ports with an AuthorizationPolicy.',
    announces: ['narrower'],
    why: 'A sidecar takes the tunnel of ztunnel where the mesh has ambient pods, so clients in ambient mode do not use its other ports (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners).',
  }),
  podLabelGoesWithRestart: define<{ pod: string; controller: string; policy: string }>({
    code: 'US3278',
    severity: 'error',
    title: 'A restart changes labels that a NetworkPolicy looks at',
    message: ({ pod, controller, policy }) =>
      `\`${policy}\` treats \`${pod}\` otherwise than the pods that \`${controller}\` makes, whose labels differ, and moving makes the pods anew, so the namespace stays`,
    help: 'Write the label into the template of the controller, or take the policy and the label away; until then the namespace keeps its sidecars.',
    fate: 'refused',
    why: 'Pods leave their sidecar by a restart and get the labels of the template then; what was written at the running Pod alone, such as by `kubectl label pod`, is gone.',
  }),
} as const
