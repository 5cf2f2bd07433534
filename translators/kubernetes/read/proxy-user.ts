import type { Workload } from '../../../src/model/workload.ts'
import type { ContainerFacts, PodFacts, RunsAs } from './pod-spec.ts'

const reserved = 1337

/**
 * Containers that run as user or group 1337, such as `securityContext: {runAsUser: 1337}` of the pod or of one container: istio-iptables takes
 * what they send for the sidecar's own and lets it pass (istio:tools/istio-iptables/pkg/capture/run.go; istio.io
 * ops/deployment/application-requirements). A container overrules its pod (Kubernetes: "Configure a Security Context"). The user that an
 * image names is not in the input. Supplementary groups do not count: iptables matches the first group of a process only.
 */
export function proxyUser({ main, init, runsAs }: PodFacts, istioContainers: ReadonlySet<string>): Workload['proxyUser'] {
  const own = ({ name }: ContainerFacts) => !istioContainers.has(name)
  const lasting = [...main, ...init.filter(({ staysUp }) => staysUp)].filter(own)
  const passing = init.filter(({ staysUp }) => !staysUp).filter(own)
  const asProxy = (container: ContainerFacts) => asReserved(container.runsAs, runsAs)
  const found = [...lasting, ...passing].map(asProxy).find((one) => one !== undefined)
  if (found === undefined) return undefined
  const { id, place } = found
  const every = lasting.length > 0 && lasting.every((container) => asProxy(container) !== undefined)
  return { containers: every ? 'all' : 'some', what: `${String(place.path.at(-1))}: ${id}`, place }
}

function asReserved(container: RunsAs, pod: RunsAs): RunsAs['user'] {
  return [container.user ?? pod.user, container.group ?? pod.group].find((one) => one?.id === reserved)
}
