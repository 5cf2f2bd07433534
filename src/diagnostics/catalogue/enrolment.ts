import { definesAt } from '../diagnostic.ts'
import { quoted } from '../quoted.ts'

const define = definesAt('target')

export const enrolment = {
  // US3401 is retired: namespaces that are not in the input are no longer enrolled by a patch (US3060).
  annotationLost: define<{ annotation: string; lost: string }>({
    code: 'US3402',
    severity: 'warning',
    title: 'A sidecar annotation has no effect in ambient mode',
    message: ({ annotation, lost }) => `\`${annotation}\` has no effect without a sidecar: ${lost}`,
    help: 'Check that the workload can do without it, then remove the annotation.',
    fate: 'no-effect',
    announces: ['narrower'],
    why: 'Only the injector and the sidecar read these annotations (istio api:annotation/annotations.yaml). ztunnel captures all TCP traffic of a pod and has no such setting per pod.',
  }),
  excludedPortUnderStrict: define<{ workload: string; port: number }>({
    code: 'US3243',
    severity: 'warning',
    title: 'A port that the sidecar did not capture becomes STRICT',
    message: ({ workload, port }) =>
      `the sidecar of \`${workload}\` does not capture port ${port}; in ambient mode STRICT mutual TLS applies to it, and plaintext is refused`,
    help: 'To admit plaintext on this port as before, select the workload with a PeerAuthentication whose `portLevelMtls` sets the port to PERMISSIVE.',
    announces: ['narrower'],
    why: 'ztunnel captures every port of a pod and enforces the mTLS mode of each (istio:pilot/pkg/serviceregistry/ambient/authorization.go convertPeerAuthentication); the API server, for example, calls webhooks without a mesh identity (istio#52874).',
  }),
  uncapturedThroughTunnel: define<{ workload: string; others: number; ports: string; policies: readonly string[] }>({
    code: 'US3412',
    severity: 'warning',
    title: 'Policies begin to apply to ports that a sidecar does not capture',
    message: ({ workload, others, ports, policies }) =>
      `${others === 0 ? `the sidecar of \`${workload}\` stays and does` : `the sidecars of \`${workload}\` and ${others} more stay and do`} not capture ${ports}; clients in ambient mode reach these ports through HBONE, where ${quoted(policies)} ${policies.length === 1 ? 'applies' : 'apply'}`,
    help: 'Let the policies admit the clients of these ports, such as the identity of Prometheus in ambient mode, or keep such a client out of the mesh.',
    announces: ['narrower'],
    why: 'Connections to a port that istio-iptables leaves out (15020, 15021 and 15090 always, others by annotation) bypass the sidecar, so no policy applies to them (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). ztunnel opens an HBONE tunnel to port 15008 of every pod that supports HBONE, for any destination port, and there the sidecar enforces its policies (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners).',
  }),
  talksToSidecar: define<{ workload: string }>({
    code: 'US3403',
    severity: 'warning',
    title: 'A command talks to the sidecar',
    message: ({ workload }) =>
      `a command of \`${workload}\` calls its sidecar on port 15020 or 15021, where nothing listens in ambient mode`,
    help: 'Remove the call from the command: jobs end by themselves, and the network is ready before the first container starts.',
    why: 'Without a sidecar there is no pilot-agent in the pod (istio:pilot/cmd/pilot-agent).',
  }),
  hostNetwork: define<{ workload: string }>({
    code: 'US3404',
    severity: 'info',
    title: 'Host-network pods are out of mesh',
    message: ({ workload }) => `\`${workload}\` uses the host network, which neither sidecars nor ztunnel capture`,
    help: 'Nothing to do.',
    fate: 'kept',
    why: 'istio-cni does not redirect host-network pods (istio:cni/pkg/util PodRedirectionEnabled).',
  }),
  headlessUnguarded: define<{ service: string }>({
    code: 'US3405',
    severity: 'warning',
    title: 'A headless Service cannot use a waypoint',
    message: ({ service }) =>
      `clients of headless Service \`${service}\` reach its pods without a waypoint, so only ztunnel enforces policies there`,
    help: 'Use a Service with a cluster IP for what needs HTTP policies or routes.',
    fate: 'stricter',
    announces: ['narrower', 'rerouted'],
    notOfGateways: true,
    why: 'A waypoint is chosen by virtual address (ztunnel:src/proxy/outbound.rs).',
  }),
  headlessPlaintext: define<{ service: string }>({
    code: 'US3249',
    severity: 'warning',
    title: 'Sidecars and gateways call a headless Service in plaintext once its pods move',
    message: ({ service }) =>
      `remaining sidecars and gateways use plaintext to the pods of headless Service \`${service}\` once these have no sidecars, so STRICT and policies that match identities deny them`,
    help: 'Move the clients together with the pods, or let them use a Service with a cluster IP.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'A headless Service is an ORIGINAL_DST cluster, for which a proxy uses mutual TLS only if every endpoint has a sidecar (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0).',
  }),
  metricsNotMerged: define<{ workload: string; policies: readonly string[]; scrapers: readonly string[] }>({
    code: 'US3406',
    severity: 'warning',
    title: 'Prometheus must be in the mesh',
    message: ({ workload, policies, scrapers }) =>
      `the sidecar of \`${workload}\` serves metrics in plaintext on port 15020; in ambient mode Prometheus scrapes the application port, where mTLS is STRICT${
        policies.length === 0
          ? ''
          : `, and ${quoted(policies)} must admit the identity of ${scrapers.length === 0 ? 'Prometheus' : quoted(scrapers)}`
      }`,
    help: 'Enrol Prometheus in ambient mode, and let each ALLOW policy of the workload admit its identity on the scraped port. A PERMISSIVE port is enough only without ALLOW policies.',
    announces: ['narrower'],
    why: 'pilot-agent in the sidecar merges metrics (istio:pilot/cmd/pilot-agent/status).',
  }),
  machineStays: define<{ name: string }>({
    code: 'US3407',
    severity: 'info',
    title: 'A virtual machine keeps its proxy',
    message: ({ name }) => `\`${name}\` is a virtual machine outside Kubernetes and keeps its proxy`,
    help: 'Nothing to do: ambient mode does not support virtual machines.',
    fate: 'kept',
    why: 'Virtual machines cannot join ambient mode (istio.io ambient/migrate/before-you-begin).',
  }),
  initInMesh: define<{ workload: string }>({
    code: 'US3408',
    severity: 'info',
    title: 'Init containers are in the mesh',
    message: ({ workload }) =>
      `init containers of \`${workload}\` run before the sidecar; in ambient mode ztunnel also captures their traffic`,
    help: 'Check that the services which they call admit the identity of the workload.',
    why: 'The CNI plugin sets up redirection before any container starts (istio:cni/pkg/nodeagent).',
  }),
  waypointTooNew: define<{ service: string; version: string; why: string }>({
    code: 'US3410',
    severity: 'error',
    title: 'This Istio release cannot bind a Service to a waypoint',
    message: ({ service, version, why }) =>
      `\`${service}\` needs a waypoint because of ${why}, and Istio ${version} cannot bind a Service to one`,
    help: 'Upgrade the control plane to Istio 1.22 or later, and give it as --istio-version; until then the pods keep their sidecars.',
    fate: 'refused',
    why: 'The label istio.io/use-waypoint, and targetRefs to a Service, exist since Istio 1.22. An older control plane applies a policy with targetRefs to the whole namespace (istio api:security/v1/authorization_policy.proto).',
  }),
  ownedObject: define<{ object: string; owner: string; setting: string }>({
    code: 'US3409',
    severity: 'error',
    title: 'A controller owns an object that would have to change',
    message: ({ object, owner, setting }) =>
      `${owner} writes ${object} and would undo a change, so the workloads that depend on it keep their sidecars; ${setting}`,
    help: 'Change the source of the object. If the input is an export of a cluster, remove owner references and release annotations from it.',
    fate: 'refused',
    why: 'A controller reconciles the objects that it owns. If it removed the label that binds a Service to a waypoint, a policy that moved to this waypoint would not be enforced anywhere.',
  }),
  waypointLeft: define<{ service: string; waypoint: string }>({
    code: 'US3411',
    severity: 'warning',
    title: 'A Service leaves its waypoint while its pods stay on sidecars',
    message: ({ service, waypoint }) => `\`${service}\` no longer uses waypoint \`${waypoint}\`, because its pods stay on their sidecars`,
    help: 'Resolve the findings that keep the pods on their sidecars; until then ambient clients reach them without the waypoint.',
    announces: ['narrower', 'rerouted'],
    why: 'A sidecar behind a waypoint sees the identity of the waypoint for all clients, and its policies may admit that identity (istio:pilot/pkg/networking/core/listener_waypoint.go). Without the waypoint the sidecar sees each client, and the routes of the waypoint do not apply.',
  }),
  bypassesSidecar: define<{ workload: string; service: string; setting: string }>({
    code: 'US3421',
    severity: 'error',
    title: 'Connections that bypass the sidecar would get an identity',
    message: ({ workload, service, setting }) =>
      `traffic from \`${workload}\` to \`${service}\` bypasses the sidecar (\`${setting}\`) and has no identity; in ambient mode it would have one, so \`${workload}\` keeps its sidecar`,
    help: 'Remove the setting and check that policies admit the workload by its identity, or take it out of the mesh.',
    fate: 'refused',
    why: 'Sidecars do not capture traffic that these annotations or mesh settings exclude, nor traffic of user or group 1337, as which the sidecar itself runs (istio:tools/istio-iptables/pkg/capture/run.go; istio.io ops/deployment/application-requirements). It arrives as plaintext without an identity. ztunnel captures all TCP traffic of a pod and has no such setting.',
  }),
  meshBypassesSidecars: define<{ namespace: string; service: string; setting: string }>({
    code: 'US3441',
    severity: 'error',
    title: 'Connections that a mesh setting excludes from sidecars would get an identity',
    message: ({ namespace, service, setting }) =>
      `mesh setting \`${setting}\` excludes traffic from \`${namespace}\` to \`${service}\` from the sidecars, or may, so it has no identity; in ambient mode it would have one, so the namespace keeps its sidecars`,
    help: 'Remove the mesh setting and check that policies admit the right clients, or set it by annotations on the pods that need it.',
    fate: 'refused',
    why: 'The injector applies these settings to all pods without an annotation of their own (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). Traffic that sidecars do not capture arrives as plaintext without an identity. ztunnel captures all TCP traffic of a pod and has no such setting. The input has no addresses of Services and pods, so an excluded range may contain any of them.',
  }),
  barredByRoutes: define<{ namespace: string; service: string; routes: string; noPods: boolean }>({
    code: 'US3248',
    severity: 'error',
    title: 'A route blocks requests that clients could then send to pod addresses',
    message: ({ namespace, service, routes, noPods }) =>
      `${routes} ${noPods ? `leads some requests from \`${namespace}\` to ${service} to pods that the input does not have` : `answers some requests from \`${namespace}\` to ${service} with an error`}; clients in ambient mode could send them to the pod addresses instead, so the clients keep their sidecars`,
    help: 'Express the restriction as an AuthorizationPolicy for the pods, or let the routes forward every request, and convert again. Pods that the input lacks can be added to it.',
    fate: 'refused',
    why: 'A sidecar uses plaintext to pod addresses (PassthroughCluster), so STRICT and policies that match identities deny these requests. ztunnel uses the identity of the client there (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0 + ztunnel 62d8265). A route that answers 404, 403 or 503 then no longer protects the pods.',
  }),
  anonymousClients: define<{ namespace: string; service: string; what: string }>({
    code: 'US3430',
    severity: 'error',
    title: 'Clients that are anonymous today would get an identity',
    message: ({ namespace, service, what }) =>
      `sidecars in \`${namespace}\` call \`${service}\` in plaintext without an identity, because ${what}; in ambient mode these clients would have one, so they keep their sidecars`,
    help: 'Let the clients use mutual TLS first (remove the setting, or list the Service in their Sidecar), check that policies admit the right clients, and convert again.',
    fate: 'refused',
    why: 'Without a cluster for mutual TLS a sidecar sends plaintext, so STRICT and policies that match identities deny it (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings, pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode; measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0). ztunnel always sends the identity of the pod.',
  }),
  untakenMutualTls: define<{ namespace?: string; server: string; port: number }>({
    code: 'US5087',
    severity: 'error',
    title: 'Requests that fail because a server takes no mutual TLS would arrive',
    message: ({ namespace, server, port }) =>
      `${namespace === undefined ? 'clients' : `sidecars in \`${namespace}\``} speak mutual TLS to port ${port} of \`${server}\`, where no sidecar of the input takes it, so these requests fail unless the application takes it itself; in ambient mode they would arrive, so ${namespace === undefined ? 'these pods' : 'the clients'} keep their sidecars`,
    help: 'Remove `mode: ISTIO_MUTUAL` from the DestinationRule, or enrol the server so that a proxy takes mutual TLS on this port, check that policies admit the right clients, and convert again.',
    fate: 'refused',
    why: 'With `ISTIO_MUTUAL` a sidecar sends TLS whatever the pod takes: pods without a proxy, ports that their sidecar does not capture and ports under DISABLE do not understand it (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings). ztunnel follows no DestinationRule, and sends plaintext to pods without a proxy. Sidecars and gateways that are left reach pods in ambient mode through HBONE (applyHBONETransportSocketMatches).',
    example: 'trafficPolicy:\n  tls: {mode: ISTIO_MUTUAL}',
  }),
} as const
