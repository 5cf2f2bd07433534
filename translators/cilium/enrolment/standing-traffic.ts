import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { selects, type Workload } from '../../../src/model/workload.ts'
import { unseenTables } from '../../../src/resolve/routes/route-owner.ts'
import { exportsOf } from '../../../src/resolve/routes/table-hosts.ts'
import type { Standing } from './standing.ts'

/** Routes, destinations and limits of egress that sidecars of clients go on to follow. `refused` is true for an object that is refused by name. */
export function standingTraffic(mesh: Mesh, { assume }: EmitOptions, refused: (place: Place) => boolean): Standing[] {
  const { defaultExportTo, rootNamespace } = mesh.settings
  const exported = (place: Place, from: string, exportTo: readonly string[], what = objectText(place.object)): Standing => {
    const isSeen = (namespace: string) =>
      exportTo.some((entry) => entry === '*' || entry === namespace || (entry === '.' && from === namespace))
    return { what, place, holds: (pods) => isSeen(pods.namespace), holdsIn: isSeen }
  }
  const routes = assume.includes('routes-lost')
    ? []
    : [
        ...mesh.routes
          .filter(({ place, bindings }) => refused(place) && bindings.some(({ to }) => to !== 'gateway'))
          .map((table) => exported(table.place, table.namespace, exportsOf(mesh, table))),
        ...mesh.backendPolicies
          .filter(({ place }) => refused(place))
          .map(({ place, namespace, exportTo = defaultExportTo.backendPolicies }) => exported(place, namespace, exportTo)),
        ...mesh.externalHosts
          .filter(({ place }) => refused(place))
          .map(({ place, namespace, exportTo = defaultExportTo.services }) => exported(place, namespace, exportTo)),
      ]
  const unseen = assume.includes('routes-lost')
    ? []
    : unseenTables(mesh)
        .filter(({ controller }) => controller.mesh)
        .map(({ controller: { place, namespace }, object }) => exported(place, namespace, defaultExportTo.routes, object))
  const scopes = mesh.egress
    .filter(({ place }) => refused(place))
    .map(({ place, namespace, labels }): Standing => {
      const isScoped = (other: string) => namespace === rootNamespace || namespace === other
      const isSelected = (pods: Workload) => labels === undefined || selects(labels, pods.labels)
      return {
        what: objectText(place.object),
        place,
        holds: (pods) => isScoped(pods.namespace) && isSelected(pods),
        holdsIn: isScoped,
      }
    })
  return [...routes, ...unseen, ...scopes]
}
