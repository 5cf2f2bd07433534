import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { Backend, RouteTable } from '../../../../../src/model/route.ts'
import { routedServiceOfHost, servicesForHost } from '../../../../../src/resolve/hosts.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Sidecars send requests for an external host where its routes say, often to an egress gateway; ztunnel sends them to the host. Where
 * policies guard that detour, every client has to stay, because each of them could go past it.
 */
export function externalRouteHoldBacks(migration: Migration): HoldBack[] {
  const { mesh } = migration
  return mesh.routes.flatMap((table) => {
    if (!table.bindings.some(({ to }) => to === 'mesh')) return []
    const external = table.hosts.find(({ host }) => servicesForHost(mesh, host, table.namespace).some((owner) => 'resolution' in owner))
    if (external === undefined) return []
    return backendsOf(table).flatMap((backend): HoldBack[] => {
      const service = routedServiceOfHost(mesh, backend.host, table.namespace)
      if (service === undefined || !isGuarded(migration, service)) return []
      const params = { backend: objectText(service.place.object), service: `the host ${external.host}` }
      return [{ subject: 'mesh', cause: diagnose(catalogue.backendPoliciesDiffer, backend.place, params) }]
    })
  })
}

function backendsOf({ http, tls, tcp }: RouteTable): readonly Backend[] {
  return [
    ...http.flatMap(({ action }) => action.backends),
    ...tls.flatMap(({ backends }) => backends),
    ...tcp.flatMap(({ backends }) => backends),
  ]
}

function isGuarded(migration: Migration, service: Parameters<Migration['policiesOf']>[0]): boolean {
  const { authorization, requests } = migration.policiesOf(service)
  return requests.length > 0 || authorization.some(({ dryRun, effect }) => !dryRun && effect !== 'audit')
}
