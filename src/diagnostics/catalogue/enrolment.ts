import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

export const enrolment = {
  // US3401 is retired: namespaces that are not in the input are no longer enrolled by a patch (US3060).
  annotationLost: define<{ annotation: string; lost: string }>({
    code: 'US3402',
    severity: 'warning',
    title: 'A sidecar annotation loses its meaning',
    message: ({ annotation, lost }) => `\`${annotation}\` means nothing without a sidecar: ${lost}`,
    help: 'Check that the workload can do without it, then remove the annotation.',
    fate: 'no-effect',
    announces: ['narrower'],
    why: 'istio api:annotation/annotations.yaml; ztunnel captures all TCP and has no settings per pod for it.',
  }),
  excludedPortUnderStrict: define<{ workload: string; port: number }>({
    code: 'US3243',
    severity: 'warning',
    title: 'A port that was kept from the sidecar falls under STRICT',
    message: ({ workload, port }) =>
      `port ${port} of \`${workload}\` was outside the mesh and is under STRICT mutual TLS now: plaintext is refused there`,
    help: 'Select the workload with a PeerAuthentication whose `portLevelMtls` has this port as PERMISSIVE: then it admits what it admitted before.',
    announces: ['narrower'],
    why: 'ztunnel captures every port of a pod and enforces the mTLS mode of each (istio:pilot/pkg/serviceregistry/ambient/authorization.go convertPeerAuthentication); the API server, for example, calls webhooks without a mesh identity (istio#52874).',
  }),
  uncapturedThroughTunnel: define<{ workload: string; others: number; ports: string; policies: readonly string[] }>({
    code: 'US3412',
    severity: 'warning',
    title: 'Clients that move reach ports of a sidecar that were not guarded',
    message: ({ workload, others, ports, policies }) =>
      `${others === 0 ? `the sidecar of \`${workload}\` stays and does` : `the sidecars of \`${workload}\` and ${others} more stay and do`} not capture ${ports}; clients that move arrive there through HBONE, and ${policies.map((name) => `\`${name}\``).join(', ')} ${policies.length === 1 ? 'decides' : 'decide'} about them`,
    help: 'Let the policies admit who has to reach these ports, such as the identity of a Prometheus in ambient mode, or leave such a client out of the mesh.',
    announces: ['narrower'],
    why: 'Connections to a port that istio-iptables leaves out (15020, 15021 and 15090 always, others by annotation) do not meet the sidecar, so nothing decides about them (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). ztunnel tunnels to port 15008 of every pod that takes HBONE, whichever port the connection is for, and there the sidecar applies its policies (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundHBONEListeners).',
  }),
  talksToSidecar: define<{ workload: string }>({
    code: 'US3403',
    severity: 'warning',
    title: 'A command talks to the sidecar',
    message: ({ workload }) => `a command of \`${workload}\` calls its sidecar on port 15020 or 15021, where nothing will listen`,
    help: 'Remove the call from the command: jobs end by themselves, and the network is ready before the first container starts.',
    why: 'Without a sidecar there is no pilot-agent in the pod (istio:pilot/cmd/pilot-agent).',
  }),
  hostNetwork: define<{ workload: string }>({
    code: 'US3404',
    severity: 'info',
    title: 'Host-network pods are outside the mesh',
    message: ({ workload }) => `\`${workload}\` uses the host network, which neither sidecars nor ztunnel capture`,
    help: 'Nothing to do.',
    fate: 'kept',
    why: 'istio:cni/pkg/util PodRedirectionEnabled.',
  }),
  headlessUnguarded: define<{ service: string }>({
    code: 'US3405',
    severity: 'warning',
    title: 'A headless Service cannot use a waypoint',
    message: ({ service }) => `clients of headless Service \`${service}\` reach its pods directly, where only ztunnel decides`,
    help: 'Use a Service with a cluster IP for what needs HTTP policies or routes.',
    fate: 'stricter',
    announces: ['narrower', 'rerouted'],
    notOfGateways: true,
    why: 'A waypoint is chosen by virtual address (ztunnel:src/proxy/outbound.rs).',
  }),
  headlessPlaintext: define<{ service: string }>({
    code: 'US3249',
    severity: 'warning',
    title: 'Sidecars and gateways reach pods of a headless Service in plaintext once they move',
    message: ({ service }) =>
      `sidecars that stay, and gateways, have no identity at the pods of headless Service \`${service}\` once these have no sidecars, so STRICT and policies that name clients refuse them`,
    help: 'Move the clients together with the pods, or let them use a Service with a cluster IP.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'A headless Service is an ORIGINAL_DST cluster, for which a proxy speaks mutual TLS only where every endpoint has a sidecar (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0).',
  }),
  metricsNotMerged: define<{ workload: string; policies: readonly string[]; scrapers: readonly string[] }>({
    code: 'US3406',
    severity: 'warning',
    title: 'Prometheus has to be in the mesh',
    message: ({ workload, policies, scrapers }) =>
      `the sidecar of \`${workload}\` answered Prometheus in plaintext on port 15020; now the application port is scraped, and mTLS is STRICT there${
        policies.length === 0
          ? ''
          : `, and ${policies.map((name) => `\`${name}\``).join(', ')} ${policies.length === 1 ? 'has' : 'have'} to admit the identity of ${scrapers.length === 0 ? 'Prometheus' : scrapers.map((name) => `\`${name}\``).join(', ')}`
      }`,
    help: 'Enrol Prometheus in ambient mode, and let each ALLOW policy of the workload admit its identity on the scraped port; a PERMISSIVE port lets it in only where no ALLOW policy is.',
    announces: ['narrower'],
    why: 'Metrics merging is done by pilot-agent (istio:pilot/cmd/pilot-agent/status).',
  }),
  machineStays: define<{ name: string }>({
    code: 'US3407',
    severity: 'info',
    title: 'A machine keeps its proxy',
    message: ({ name }) => `\`${name}\` is a machine outside Kubernetes and keeps its proxy`,
    help: 'Nothing to do: ambient mode has no agent for machines.',
    fate: 'kept',
    why: 'Virtual machines cannot join ambient mode (istio.io ambient/migrate/before-you-begin).',
  }),
  initInMesh: define<{ workload: string }>({
    code: 'US3408',
    severity: 'info',
    title: 'Init containers are in the mesh',
    message: ({ workload }) => `init containers of \`${workload}\` ran before the sidecar; ztunnel carries their traffic as well`,
    help: 'Check that what they call accepts the identity of the workload.',
    why: 'The CNI plugin sets redirection up before any container starts (istio:cni/pkg/nodeagent).',
  }),
  waypointTooNew: define<{ service: string; version: string; why: string }>({
    code: 'US3410',
    severity: 'error',
    title: 'This Istio release cannot attach anything to a Service',
    message: ({ service, version, why }) => `\`${service}\` needs a waypoint because of ${why}, and Istio ${version} cannot bind one`,
    help: 'Upgrade the control plane to Istio 1.22 or later, and give it as --istio-version; until then the pods keep their sidecars.',
    fate: 'refused',
    why: 'The label istio.io/use-waypoint, and targetRefs that name a Service, came with Istio 1.22; an older control plane takes a policy with targetRefs for one of the whole namespace (istio api:security/v1/authorization_policy.proto).',
  }),
  ownedObject: define<{ object: string; owner: string; setting: string }>({
    code: 'US3409',
    severity: 'error',
    title: 'A controller writes an object that would have to change',
    message: ({ object, owner, setting }) =>
      `${owner} writes ${object} and would undo a change, so what depends on it stays on sidecars; ${setting}`,
    help: 'Make the change where the object comes from, or leave the owner references and release annotations of a cluster export out of the input.',
    fate: 'refused',
    why: 'A controller reconciles what it owns. A policy moved to a waypoint while the label that binds its Service is taken away again would not be enforced anywhere.',
  }),
  waypointLeft: define<{ service: string; waypoint: string }>({
    code: 'US3411',
    severity: 'warning',
    title: 'A Service leaves its waypoint while its pods stay on sidecars',
    message: ({ service, waypoint }) => `\`${service}\` no longer uses waypoint \`${waypoint}\`, because its pods stay on their sidecars`,
    help: 'Solve what holds the pods back; ambient clients reach them without the waypoint until then.',
    announces: ['narrower', 'rerouted'],
    why: 'A sidecar behind a waypoint takes all clients for the waypoint, whose identity its policies may admit (istio:pilot/pkg/networking/core/listener_waypoint.go). Without it the sidecar sees the clients themselves, and the routes of the waypoint do not apply.',
  }),
  bypassesSidecar: define<{ workload: string; service: string; setting: string }>({
    code: 'US3421',
    severity: 'error',
    title: 'Connections that bypass the sidecar would get an identity',
    message: ({ workload, service, setting }) =>
      `\`${workload}\` bypasses its sidecar on the way to \`${service}\` (\`${setting}\`) and has no identity there; ztunnel would give it one, so it stays on its sidecar`,
    help: 'Remove the setting and check that policies admit the workload by its identity, or take it out of the mesh.',
    fate: 'refused',
    why: 'Sidecars do not carry what these annotations, or the same settings of the mesh, exclude, nor what user or group 1337 sends, which the sidecar itself runs as (istio:tools/istio-iptables/pkg/capture/run.go; istio.io ops/deployment/application-requirements), so that it arrives as plaintext without an identity. ztunnel carries all TCP of a pod and has no such setting.',
  }),
  meshBypassesSidecars: define<{ namespace: string; service: string; setting: string }>({
    code: 'US3441',
    severity: 'error',
    title: 'The mesh keeps connections from its sidecars that would get an identity',
    message: ({ namespace, service, setting }) =>
      `\`${setting}\` of the mesh keeps connections of \`${namespace}\` to \`${service}\` from its sidecars, or may, so they have no identity; ztunnel would give them one, so the namespace stays`,
    help: 'Remove the setting of the mesh and check that policies admit whom they should, or write it as annotations at the pods that need it.',
    fate: 'refused',
    why: 'The injector takes these settings for all pods without an annotation of their own (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml), and what sidecars do not carry arrives as plaintext without an identity. ztunnel carries all TCP of a pod and has no such setting. Addresses of Services and pods are not in the input, so that ranges leave open what they hold.',
  }),
  barredByRoutes: define<{ namespace: string; service: string; routes: string }>({
    code: 'US3248',
    severity: 'error',
    title: 'Routes keep clients from pods that would be open at their own address',
    message: ({ namespace, service, routes }) =>
      `${routes} answers some requests of \`${namespace}\` for ${service} with an error, and only plaintext keeps them from its pods' own addresses; ztunnel would let them in there, so they stay`,
    help: 'Say in an AuthorizationPolicy who may send what to the pods, or let the routes forward every request, and convert again.',
    fate: 'refused',
    why: 'A sidecar sends connections to pod addresses in plaintext (PassthroughCluster), so STRICT and policies that name clients refuse them; ztunnel sends the identity of the client there (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0 + ztunnel 62d8265). A route that answers 404, 403 or 503 then no longer keeps the request from the pods.',
  }),
  anonymousClients: define<{ namespace: string; service: string; what: string }>({
    code: 'US3430',
    severity: 'error',
    title: 'Clients that are anonymous today would get an identity',
    message: ({ namespace, service, what }) =>
      `sidecars of \`${namespace}\` reach \`${service}\` in plaintext and without identity, because ${what}; ztunnel would give them one, so they stay`,
    help: 'Let the clients speak mutual TLS first (drop the setting, or list the Service in their Sidecar), check that policies admit whom they should, and convert again.',
    fate: 'refused',
    why: 'Without a cluster with mutual TLS a sidecar sends plaintext, and policies that name clients, or STRICT, see nobody (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings, pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode; measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0). ztunnel always sends the identity of the pod.',
  }),
} as const
