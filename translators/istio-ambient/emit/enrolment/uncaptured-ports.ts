import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { sidecarsTakeHbone } from '../../../../src/resolve/attach/hbone.ts'
import { type Uncaptured, uncapturedOf } from '../../../../src/resolve/uncaptured.ts'
import { showsSidecar } from '../../migration/enrolment.ts'
import type { Migration } from '../../migration/migration.ts'

/**
 * Ports of pods that stay which their sidecars do not capture: policies that never decided about them do so for clients that move, because
 * those arrive through HBONE. A Prometheus in ambient mode that scrapes port 15020 of a pod on a sidecar is the common case.
 */
export function announceUncapturedPorts(migration: Migration): Emission {
  const moved = migration.mesh.workloads.some(migration.workloadMoves) || migration.movingNamespaces.length > 0
  if (!moved || !sidecarsTakeHbone(migration.mesh.settings)) return { changes: [], diagnostics: [] }
  const groups = new Map<string, UncapturedPods[]>()
  for (const workload of migration.mesh.workloads) {
    if (!showsSidecar(workload) || migration.workloadMoves(workload)) continue
    const [uncaptured, policies] = [uncapturedOf(migration.mesh, workload), deciding(migration, workload)]
    if (uncaptured === undefined || policies.length === 0) continue
    const { text } = uncaptured
    const group = groups.get(text) ?? []
    groups.set(text, group)
    group.push({ ...uncaptured, workload, policies })
  }
  return { changes: [], diagnostics: [...groups.values()].map((group) => announced(group)) }
}

interface UncapturedPods extends Uncaptured {
  readonly workload: Workload
  readonly policies: readonly string[]
}

/** One finding for all pods whose sidecars leave out the same ports. */
function announced(group: readonly UncapturedPods[]): Diagnostic {
  const sorted = [...group].sort((a, b) => compareText(nameOf(a.workload), nameOf(b.workload)))
  const [{ workload, text: ports }, ...others] = sorted as [UncapturedPods, ...UncapturedPods[]]
  const policies = [...new Set(sorted.flatMap((one) => one.policies))].sort(compareText)
  return diagnose(
    catalogue.uncapturedThroughTunnel,
    workload.place,
    { workload: nameOf(workload), others: others.length, ports, policies },
    {
      related: others.map((one) => ({ place: one.workload.place, message: `\`${nameOf(one.workload)}\` as well` })),
      announcesAt: sorted.flatMap(({ addresses }) => addresses),
    },
  )
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`
}

/** Policies of a pod that may deny a request whose client has an identity. */
function deciding(migration: Migration, workload: Workload): readonly string[] {
  const { authorization, requests } = migration.policiesOfWorkload(workload)
  const enforced = authorization.filter(({ effect, dryRun }) => effect !== 'audit' && !dryRun)
  return [...enforced, ...requests].map(({ namespace, name }) => `${namespace}/${name}`)
}
