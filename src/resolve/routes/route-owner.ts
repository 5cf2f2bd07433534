import { type ObjectOwner, objectText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import { perMesh } from '../host-index.ts'

/** A controller that writes an object of the input, and what to change in it instead of the object. */
export interface Controller {
  readonly owner: string
  readonly setting: string
}

const settings: Readonly<Record<string, string>> = {
  Canary: 'set `spec.provider` of the Canary to `gatewayapi:v1`',
  Rollout: 'set `spec.strategy.canary.trafficRouting` of the Rollout to its Gateway API plugin',
  Route: 'change the ingress class of Knative (`config-network`)',
  Ingress: 'change the ingress class of Knative (`config-network`)',
  'Helm release': 'change the chart or its values, and convert what it renders',
}

/** How to name an owner, and what to change in it. */
export function controllerNamed(owner: ObjectOwner): Controller {
  return { owner: `${owner.kind} \`${owner.name}\``, setting: settings[owner.kind] ?? `change what the ${owner.kind} makes of it` }
}

interface Owned {
  readonly name: string
  readonly namespace: string
  readonly owners: readonly ObjectOwner[]
}

/** The controller of a table or a destination's rule: its owner, the Rollout whose traffic routing names it, or the Canary that writes what has its name. */
export function controllerOf(object: Owned, driven: 'routes' | 'backendPolicies', mesh: Mesh): Controller | undefined {
  const [owner] = object.owners
  if (owner !== undefined) return controllerNamed(owner)
  const driver = drivers(mesh).get(`${driven} ${object.namespace}/${object.name}`)
  return driver === undefined ? undefined : controllerNamed(driver)
}

/** As `controllerOf`, of those that go on changing what they wrote: a Helm release writes a table once, and leaves what is written beside it alone. */
export function writerOf(object: Owned, driven: 'routes' | 'backendPolicies', mesh: Mesh): Controller | undefined {
  return controllerOf({ ...object, owners: object.owners.filter(({ kind }) => kind !== 'Helm release') }, driven, mesh)
}

/** A table that a controller writes in the cluster, and that the input does not have. */
export interface UnseenTable {
  readonly controller: Mesh['routeControllers'][number]
  readonly name: string
  /** The table: `VirtualService shop/till`. */
  readonly object: string
}

/** Tables of controllers that are not in the input, as in a repository with Canaries alone. */
export function unseenTables({ routeControllers, routes }: Mesh): UnseenTable[] {
  return routeControllers.flatMap((controller) =>
    controller.routes
      .filter((name) => !routes.some((table) => table.namespace === controller.namespace && table.name === name))
      .map((name) => ({ controller, name, object: objectText({ kind: 'VirtualService', namespace: controller.namespace, name }) })),
  )
}

const drivers = perMesh((mesh) => {
  const index = new Map<string, ObjectOwner>()
  const rollouts = mesh.workloads.flatMap(({ namespace, name, drives }) =>
    drives === undefined ? [] : [{ kind: 'Rollout', namespace, name, ...drives }],
  )
  for (const { kind, namespace, name, routes, backendPolicies } of [...mesh.routeControllers, ...rollouts]) {
    for (const route of routes) index.set(`routes ${namespace}/${route}`, { kind, name })
    for (const policy of backendPolicies) index.set(`backendPolicies ${namespace}/${policy}`, { kind, name })
  }
  return index
})

/** True when an object's owner is a workload of the input: then the owner is edited, and the object follows. */
export function followsOwner(owners: readonly ObjectOwner[] | undefined, namespace: string, mesh: Mesh): boolean {
  return (owners ?? []).some((owner) => workloadNames(mesh).has(objectText({ kind: owner.kind, namespace, name: owner.name })))
}

const workloadNames = perMesh((mesh) => new Set(mesh.workloads.map(({ kind, namespace, name }) => objectText({ kind, namespace, name }))))
