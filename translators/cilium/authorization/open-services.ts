import { type Attachment, rulePredicate } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { type Labels, selects } from '../../../src/model/workload.ts'
import { containerPort } from '../../../src/resolve/services.ts'
import { attachmentsMayOverlap } from './overlap.ts'
import { intersectPorts, onePort, type PortSet, unitePorts } from './port-set.ts'
import { rulePorts } from './rule-ports.ts'

/**
 * Whether policies let every client in at all ports of a Service, so that it makes no difference that Cilium always admits the node by which
 * clients outside the cluster arrive: ALLOW policies for all of its pods ask for nothing but ports, as that of an ingress gateway does,
 * and no policy that denies may be attached to them.
 */
export function admitsEveryClient(service: Service, mesh: Mesh): boolean {
  const { namespace, selector, ports, place } = service
  if (selector === undefined || Object.keys(selector).length === 0) return false
  const pods: Attachment = { scope: 'workloads', namespace, labels: selector, place }
  const policies = mesh.authorization.filter(
    ({ attachment, effect, dryRun }) => effect !== 'audit' && !dryRun && attachmentsMayOverlap(attachment, pods),
  )
  if (policies.some(({ effect }) => effect !== 'allow')) return false
  const open = policies
    .filter(({ attachment }) => isForAll(attachment, namespace, selector))
    .flatMap(({ rules }) => rules.map((rule) => rulePorts(rulePredicate(rule))))
    .filter(({ asksForNothingElse }) => asksForNothingElse)
    .reduce<PortSet>((all, one) => unitePorts(all, one.ports), [])
  return ports
    .filter(({ transport }) => transport === 'TCP')
    .every((port) => containerPorts(port, service, mesh)?.every((one) => intersectPorts(open, onePort(one)).length > 0) === true)
}

/** Whether a policy is attached to every pod with the labels that a Service selects, also to those that the input does not have. */
function isForAll(attachment: Attachment, namespace: string, selector: Labels): boolean {
  switch (attachment.scope) {
    case 'mesh':
      return true
    case 'namespace':
      return attachment.namespace === namespace
    case 'workloads':
      return (attachment.namespace ?? namespace) === namespace && selects(attachment.labels, selector)
    case 'targets':
      return false
  }
}

/** Undefined where a port has a name that some pod does not have, or that only pods outside of the input say. */
function containerPorts(port: ServicePort, { namespace, selector = {} }: Service, mesh: Mesh): readonly number[] | undefined {
  if (typeof port.targetPort === 'number') return [port.targetPort]
  const pods = mesh.workloads.filter((pod) => pod.namespace === namespace && selects(selector, pod.labels))
  const found = pods.flatMap((pod) => containerPort(port, pod) ?? [])
  return pods.length === 0 || found.length < pods.length ? undefined : found
}
