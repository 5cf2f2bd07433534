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
    why: 'A waypoint is chosen by virtual address (ztunnel:src/proxy/outbound.rs).',
  }),
  metricsNotMerged: define<{ workload: string }>({
    code: 'US3406',
    severity: 'warning',
    title: 'Prometheus has to be in the mesh',
    message: ({ workload }) =>
      `the sidecar of \`${workload}\` answered Prometheus in plaintext on port 15020; now the application port is scraped, and mTLS is STRICT there`,
    help: 'Enrol Prometheus in ambient mode, or make its port PERMISSIVE.',
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
  goesRoundSidecar: define<{ workload: string; service: string; annotation: string }>({
    code: 'US3421',
    severity: 'error',
    title: 'Connections that go round the sidecar would get an identity',
    message: ({ workload, service, annotation }) =>
      `\`${workload}\` reaches \`${service}\` round its sidecar (\`${annotation}\`), as nobody; ztunnel would give it a name there, so it stays on its sidecar`,
    help: 'Remove the annotation and check that policies admit the workload by its identity, or take it out of the mesh.',
    fate: 'refused',
    why: 'Sidecars do not carry what these annotations exclude (istio:tools/istio-iptables/pkg/capture/run.go), so that it arrives as plaintext without an identity. ztunnel carries all TCP of a pod and has no such setting.',
  }),
} as const
