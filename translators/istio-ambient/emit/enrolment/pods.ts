import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import type { Plan } from '../../plan/plan.ts'

const inject = 'sidecar.istio.io/inject'
const mode = 'istio.io/dataplane-mode'

/** What pods say of themselves: those that move stop asking for a sidecar, those that stay ask for one by name. */
export function enrolPods(plan: Plan): Emission {
  const changes: Change[] = []
  for (const workload of plan.mesh.workloads) {
    if (!plan.moves(workload.namespace) || workload.address !== undefined || workload.hostNetwork) continue
    const edits = plan.workloadMoves(workload)
      ? joins(plan, workload)
      : plan.staying.includes(workload)
        ? stays(plan, workload)
        : optsOut(plan, workload)
    if (edits.length === 0) continue
    const causes = [workload.ownDataPlane?.place ?? workload.place]
    const why = plan.workloadMoves(workload)
      ? 'these pods need no sidecar any more'
      : 'the namespace changes, and these pods do not go along'
    changes.push({ kind: 'edit', target: workload.place.object, edits, causes, why })
  }
  return { changes, diagnostics: [] }
}

function label(workload: Workload, name: string) {
  return [...workload.templatePlace.path, 'labels', name]
}

function remove(workload: Workload, name: string): Edit[] {
  const edits: Edit[] = []
  if (workload.labels[name] !== undefined) edits.push({ op: 'delete', path: label(workload, name), prune: true })
  if (workload.annotations[name] !== undefined) {
    edits.push({ op: 'delete', path: [...workload.templatePlace.path, 'annotations', name], prune: true })
  }
  return edits
}

function set(workload: Workload, name: string, value: string): Edit[] {
  return workload.labels[name] === value ? [] : [{ op: 'set', path: label(workload, name), value }]
}

function joins(plan: Plan, workload: Workload): Edit[] {
  const plane = plan.namespaceNamed(workload.namespace)?.dataPlane
  const revision = remove(workload, 'istio.io/rev')
  // The Namespace is not in the input: whatever its labels say, these pods are not injected again.
  if (plane === 'unknown') return [...set(workload, inject, 'false'), ...revision, ...set(workload, mode, 'ambient')]
  const edits = [...remove(workload, inject), ...revision]
  if (plane === 'none') edits.push(...set(workload, mode, 'ambient'))
  return edits
}

/** Pods that keep their proxy in a namespace that no longer injects one. */
function stays(plan: Plan, workload: Workload): Edit[] {
  // Where the Namespace is not in the input, it is left as it is, and so are those pods.
  if (plan.namespaceNamed(workload.namespace)?.dataPlane === 'unknown') return []
  const injection = plan.namespaceNamed(workload.namespace)?.injection
  const revision =
    injection?.label === 'istio.io/rev' && workload.labels['istio.io/rev'] === undefined
      ? set(workload, 'istio.io/rev', injection.value)
      : []
  return [...set(workload, inject, 'true'), ...revision, ...set(workload, mode, 'none')]
}

/**
 * Pods that opted out of the sidecar, or that the injector leaves alone (`neverInjectSelector`), would be captured by ztunnel, which only asks
 * for its own label.
 */
function optsOut(plan: Plan, workload: Workload): Edit[] {
  const passedOver = workload.dataPlane === 'none' && plan.namespaceNamed(workload.namespace)?.dataPlane === 'sidecar'
  if (workload.ownDataPlane?.value !== 'no-inject' && !(passedOver && workload.ownDataPlane === undefined)) return []
  return [...remove(workload, inject), ...set(workload, mode, 'none')]
}
