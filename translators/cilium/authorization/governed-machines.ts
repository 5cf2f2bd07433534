import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { within } from '../refusals/within.ts'
import { attachmentsMayOverlap } from './overlap.ts'

/**
 * A machine outside Kubernetes that a policy may be attached to: its sidecar enforces the policy, and no policy of Cilium selects it. A
 * WorkloadEntry says its labels, and the agent of the machine may add others; the machines of a WorkloadGroup register on their own.
 */
export function governedMachines(
  { attachment, place }: { readonly attachment: Attachment; readonly place: Place },
  mesh: Mesh,
): Diagnostic[] {
  const entries = mesh.workloads.filter(({ address }) => address !== undefined)
  const machines = [
    ...entries.map(({ namespace, labels, place: at }) => ({ attachment: within(namespace, labels, at), place: at })),
    ...mesh.machineGroups.map(({ namespace, place: at }) => ({ attachment: within(namespace, {}, at), place: at })),
  ]
  const found = machines.find((machine) => attachment.scope !== 'targets' && attachmentsMayOverlap(machine.attachment, attachment))
  if (found === undefined) return []
  const related = [{ place: found.place, message: 'the policy may be attached to it' }]
  return [diagnose(catalogue.ciliumGovernedMachine, place.field('spec'), { machine: objectText(found.place.object) }, { related })]
}
