import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText } from '../../../../src/diagnostics/place.ts'
import { uncapturedPorts } from '../../../../src/model/capture.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { sidecarsTakeHbone } from '../../../../src/model/decide/points/hbone.ts'
import { containerPort } from '../../../../src/model/decide/topology.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { showsSidecar } from '../../plan/enrolment.ts'
import type { Plan } from '../../plan/plan.ts'

/**
 * Ports of pods that stay which their sidecars do not capture: policies that never decided about them do so for clients that move, because
 * those arrive through HBONE. A Prometheus in ambient mode that scrapes port 15020 of a pod on a sidecar is the common case.
 */
export function announceUncapturedPorts(plan: Plan): Emission {
  const moved = plan.mesh.workloads.some(plan.workloadMoves) || plan.movingNamespaces.length > 0
  if (!moved || !sidecarsTakeHbone(plan.mesh.settings)) return { changes: [], diagnostics: [] }
  const groups = new Map<string, Uncaptured[]>()
  for (const workload of plan.mesh.workloads) {
    if (!showsSidecar(workload) || plan.workloadMoves(workload)) continue
    const [ports, policies] = [uncapturedPorts(workload), deciding(plan, workload)]
    if (ports.length > 0 && policies.length > 0) {
      const key = ports.join()
      groups.set(key, [...(groups.get(key) ?? []), { workload, ports, policies }])
    }
  }
  return { changes: [], diagnostics: [...groups.values()].map((group) => announced(plan, group)) }
}

interface Uncaptured {
  readonly workload: Workload
  readonly ports: readonly number[]
  readonly policies: readonly string[]
}

/** One finding for all pods whose sidecars leave out the same ports. */
function announced(plan: Plan, group: readonly Uncaptured[]): Diagnostic {
  const sorted = [...group].sort((a, b) => compareText(nameOf(a.workload), nameOf(b.workload)))
  const [{ workload, ports }, ...others] = sorted as [Uncaptured, ...Uncaptured[]]
  const policies = [...new Set(sorted.flatMap((one) => one.policies))].sort(compareText)
  return diagnose(
    catalogue.uncapturedThroughTunnel,
    workload.place,
    { workload: nameOf(workload), others: others.length, ports, policies },
    {
      related: others.map((one) => ({ place: one.workload.place, message: `\`${nameOf(one.workload)}\` as well` })),
      announcesAt: sorted.flatMap((one) => addresses(plan, one)),
    },
  )
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`
}

/** Policies of a pod that may deny a request whose client has an identity. */
function deciding(plan: Plan, workload: Workload): readonly string[] {
  const { authorization, requests } = plan.policiesOfWorkload(workload)
  const enforced = authorization.filter(({ effect, dryRun }) => effect !== 'audit' && !dryRun)
  return [...enforced, ...requests].map(({ namespace, name }) => `${namespace}/${name}`)
}

/** The pods' own addresses, and those of Services that lead to such a port. */
function addresses(plan: Plan, { workload, ports }: Uncaptured): readonly string[] {
  const named = plan.servicesOf(workload).flatMap(({ namespace, name, ports: own }) =>
    own.flatMap((port) => {
      const target = containerPort(port, workload)
      return target !== undefined && ports.includes(target) ? [`Service ${namespace}/${name}:${port.port}`] : []
    }),
  )
  return [...ports.map((port) => `pods ${nameOf(workload)}:${port}`), ...named]
}
