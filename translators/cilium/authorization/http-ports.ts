import { compareText, objectText, type Place } from '../../../src/diagnostics/place.ts'
import { type AuthorizationPolicy, rulePredicate } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { ServicePort } from '../../../src/model/service.ts'
import { type Labels, selects, type Workload } from '../../../src/model/workload.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { protocolOf, understandsHttp } from '../../../src/resolve/declared-protocol.ts'
import { containerPort, servicesSelecting } from '../../../src/resolve/services.ts'
import { attachmentsMayOverlap } from './overlap.ts'
import { complementPorts, intersectPorts, onePort, type PortSet, unitePorts } from './port-set.ts'
import { rulePorts } from './rule-ports.ts'

/** Where sidecars of the pods of a policy read HTTP. */
export interface HttpPorts {
  /** Ports that a Service or a container names. */
  readonly named: PortSet
  /** Every port but those with another protocol: what nothing names is read as HTTP where it looks like it. */
  readonly possible: PortSet
}

/** The ports of the pods that a policy is attached to, or why they are not known. */
export function httpPortsOf(policy: Pick<AuthorizationPolicy, 'attachment' | 'effect' | 'rules'>, mesh: Mesh): HttpPorts | string {
  const { attachment } = policy
  const pods = mesh.workloads.filter((pod) => isGoverned(pod) && attachedTo(attachment, pod, mesh.settings))
  if (pods.length === 0) return 'no pod of the input has the policy'
  const protocols = new Map<number, Set<boolean>>()
  for (const pod of pods)
    for (const port of portsOf(mesh, pod)) {
      const protocol = protocolOf(mesh, pod, port)
      if (protocol === undefined) return `Services declare port ${port} with different protocols`
      protocols.set(port, (protocols.get(port) ?? new Set()).add(understandsHttp(protocol, 'http')))
    }
  const mixed = [...protocols].filter(([, is]) => is.size > 1).map(([port]) => String(port))
  if (mixed.length > 0) return `port ${mixed.sort(compareText).join(', ')} has HTTP in some of the pods and another protocol in others`
  const having = (http: boolean): PortSet =>
    [...protocols].filter(([, is]) => is.has(http)).reduce<PortSet>((ports, [port]) => unitePorts(ports, onePort(port)), [])
  const named = having(true)
  const unseen = ofUnseenPods(policy, named, mesh)
  if (unseen !== undefined) return `the pods of ${unseen} are not in the input`
  return named.length === 0
    ? 'no port of its pods is named by a Service or a container'
    : { named, possible: complementPorts(having(false)) }
}

/**
 * A Service without pods in the input that may be for pods of the policy, or a ServiceEntry for pods (`workloadSelector`): what it says of their
 * ports decides where sidecars read HTTP. An ALLOW policy lets requests in at the ports that it names, or else at those that Services name alone, so
 * that other ports of such pods do not matter to it: an egress gateway on 8443 beside pods with HTTP on 8080.
 */
function ofUnseenPods(
  { attachment, effect, rules }: Pick<AuthorizationPolicy, 'attachment' | 'effect' | 'rules'>,
  named: PortSet,
  mesh: Mesh,
): string | undefined {
  const asked = rules
    .map((rule) => rulePredicate(rule))
    .map((predicate) => ([...atomsOf(predicate)].some(({ kind }) => kind === 'destination-port') ? rulePorts(predicate).ports : named))
    .reduce<PortSet>(unitePorts, [])
  const isApart = ({ targetPort, protocol }: ServicePort): boolean =>
    effect === 'allow' &&
    (understandsHttp(protocol, 'http') || (typeof targetPort === 'number' && intersectPorts(asked, onePort(targetPort)).length === 0))
  const mayBe = (namespace: string, labels: Labels, place: Place): boolean =>
    attachmentsMayOverlap(attachment, { scope: 'workloads', namespace, labels, place })
  const hasPods = (selector: Labels, namespace: string): boolean =>
    mesh.workloads.some((pod) => pod.namespace === namespace && selects(selector, pod.labels))
  const service = mesh.services.find(
    ({ selector, namespace, place, ports }) =>
      selector !== undefined && mayBe(namespace, selector, place) && !hasPods(selector, namespace) && !ports.every(isApart),
  )
  const entry = mesh.externalHosts.find(
    ({ workloadSelector, namespace, place }) => workloadSelector !== undefined && mayBe(namespace, workloadSelector, place),
  )
  const of = service ?? entry
  return of === undefined ? undefined : objectText(of.place.object)
}

function isGoverned({ dataPlane, gateway, address, hostNetwork }: Workload): boolean {
  return dataPlane !== 'none' && !gateway && address === undefined && !hostNetwork
}

function portsOf(mesh: Mesh, pod: Workload): readonly number[] {
  const services = servicesSelecting(mesh, pod).flatMap(({ ports }) => ports.flatMap((port) => containerPort(port, pod) ?? []))
  return [...new Set([...services, ...pod.ports.flatMap(({ port, protocol }) => (protocol === 'TCP' ? [port] : []))])]
}
