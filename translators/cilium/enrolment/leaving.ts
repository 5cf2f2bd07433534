import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { hasSidecar, isCapturedByZtunnel, mayHaveSidecars } from '../../../src/model/data-plane.ts'
import { changesAnswer, injectLabel } from '../../../src/model/label-use.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { hasFixedTemplate, type Labels, type Namespace, type Workload } from '../../../src/model/workload.ts'
import { controllerOfPods } from '../../../src/resolve/controllers.ts'
import { isServiceOfGateways } from '../../../src/resolve/gateway-pods.ts'
import { labelsToLose, usesOfPods } from '../../../src/resolve/label-uses.ts'
import { servicesSelecting } from '../../../src/resolve/services.ts'
import type { Standing } from './standing.ts'

/** Pods that keep their sidecar, and for what. */
export interface Keeping {
  readonly pods: Workload
  /** Completes "because …". */
  readonly because: string
  readonly place?: Place
}

export interface FreedPods {
  /** Namespaces in which nothing is injected any more. */
  readonly namespaces: readonly Namespace[]
  readonly pods: readonly Workload[]
  readonly keeping: readonly Keeping[]
}

/**
 * Who leaves the sidecar. A namespace is closed to injection as a whole only where nothing stays that pods may need a sidecar for which the input
 * does not have; elsewhere each template says so itself. What a controller makes follows its template.
 */
export function leavingOf(mesh: Mesh, standing: readonly Standing[]): FreedPods {
  const candidates = mesh.workloads.filter((pods) => mayLeave(pods, mesh) && controllerOfPods(pods, mesh) === undefined)
  const held = candidates.flatMap((pods): Keeping[] => {
    const because = ownReason(pods) ?? ambientWithout(pods, mesh) ?? standingFor(pods, standing)
    return because === undefined ? [] : [{ pods, ...because }]
  })
  const namespaces = mesh.namespaces.filter(
    ({ name, dataPlane, place, labels }) =>
      place !== undefined &&
      hasSidecar(dataPlane) &&
      !held.some(({ pods }) => pods.namespace === name) &&
      !standing.some(({ holdsIn }) => holdsIn(name)) &&
      !hasGateways(mesh, name) &&
      !isSelected(mesh, labels, closedLabels(labels)),
  )
  const closed = new Set(namespaces.map(({ name }) => name))
  const labelled = candidates.filter((pods) => !closed.has(pods.namespace) && !held.some((one) => one.pods === pods))
  const unlabelled = labelled.flatMap((pods): Keeping[] => {
    const because = labelProblem(mesh, pods)
    return because === undefined ? [] : [{ pods, because }]
  })
  const keeping = [...held, ...unlabelled]
  return { namespaces, keeping, pods: candidates.filter((pods) => !keeping.some((one) => one.pods === pods)) }
}

/** The labels of a Namespace that is closed to injection. */
export function closedLabels(labels: Labels): Labels {
  const others = Object.entries(labels).filter(([label]) => label !== 'istio.io/rev')
  return { ...Object.fromEntries(others), 'istio-injection': 'disabled' }
}

/** Of pods in the namespaces of the system the input has to say that they have a sidecar. */
export function mayLeave({ dataPlane, gateway, hostNetwork, address, namespace }: Workload, { settings }: Mesh): boolean {
  if (gateway || hostNetwork || address !== undefined) return false
  const isOfSystem = namespace.startsWith('kube-') || namespace === settings.rootNamespace
  return hasSidecar(dataPlane) || (mayHaveSidecars(dataPlane) && !isOfSystem)
}

function ownReason({ ownProxy }: Workload): Omit<Keeping, 'pods'> | undefined {
  return ownProxy === undefined ? undefined : { because: 'the proxy is written out in the pods themselves', place: ownProxy }
}

/** Pods that a sidecar keeps out of the ambient mode of their namespace (istio:cni/pkg/util/podutil.go podHasSidecar): without it they move there, and not to Cilium. */
function ambientWithout({ namespace, labels, ownDataPlane, place }: Workload, { namespaces }: Mesh): Omit<Keeping, 'pods'> | undefined {
  const own = namespaces.find(({ name }) => name === namespace)
  if (own === undefined || !isCapturedByZtunnel(own.dataPlane) || labels['istio.io/dataplane-mode'] === 'none') return undefined
  return { because: `Namespace \`${namespace}\` would have them in ambient mode without it`, place: ownDataPlane?.place ?? place }
}

function standingFor(pods: Workload, standing: readonly Standing[]): Omit<Keeping, 'pods'> | undefined {
  const one = standing.find(({ holds }) => holds(pods))
  if (one === undefined) return undefined
  return { because: `\`${one.what}\` stays with Istio`, ...(one.place === undefined ? {} : { place: one.place }) }
}

/** Gateways need the injector: their pods, or Services whose pods a Helm release has. */
function hasGateways(mesh: Mesh, namespace: string): boolean {
  const pods = mesh.workloads.filter((pod) => pod.namespace === namespace)
  return (
    pods.some(({ gateway }) => gateway) ||
    mesh.services.some(
      (service) =>
        service.namespace === namespace &&
        isServiceOfGateways(service, mesh) &&
        !pods.some((pod) => servicesSelecting(mesh, pod).includes(service)),
    )
  )
}

/** Whether something selects namespaces by a label that would change, such as a NetworkPolicy that admits those with `istio-injection`. */
function isSelected({ labelUses }: Mesh, before: Labels, after: Labels): boolean {
  return labelUses.some((use) => use.selects === 'namespaces' && changesAnswer(use, before, after))
}

/** Why pods cannot be labelled to have no sidecar. */
function labelProblem(mesh: Mesh, pods: Workload): string | undefined {
  if (pods.labels[injectLabel] === 'false') return undefined
  if (hasFixedTemplate(pods)) return 'the pod template of a Job is immutable, and its namespace stays open to injection'
  const after = { ...pods.labels, [injectLabel]: 'false' }
  const use = usesOfPods(mesh, pods).find((one) => changesAnswer(one, pods.labels, after))
  if (use !== undefined) return `\`${objectText(use)}\` selects pods by \`${injectLabel}\``
  const [kept] = labelsToLose(mesh, pods, [injectLabel]).kept
  return kept === undefined ? undefined : `\`${objectText(kept.use)}\` selects pods by \`${injectLabel}\``
}
