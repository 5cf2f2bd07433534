import { objectText } from '../../../src/diagnostics/place.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import { mayName } from '../../../src/model/identity-names.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import type { ChainRule, RoutesAt } from '../../../src/resolve/routes/chain-rule.ts'
import { routeTargetsOf } from '../../../src/resolve/routes/destination-host.ts'
import { sidecarRoutes } from '../../../src/resolve/routes/route-chain.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import { tablesOfHost } from '../routes/routed-services.ts'
import { attachmentsMayOverlap } from './overlap.ts'

/**
 * Policies that name clients, for pods of a Service whose routes stay with sidecars and lead these clients elsewhere. Under an unknown Host a sidecar sends plaintext to the pods
 * themselves (PassthroughCluster): without identity today, and with the labels of its pod in Cilium. Example: VirtualService `shop/cart` has all of `cart` sent to `beta`.
 */
export function policiesBesideRoutes(mesh: Mesh, untranslated: readonly RouteTable[]): readonly PolicyObstacle[] {
  if (untranslated.length === 0) return []
  return mesh.authorization.flatMap(({ attachment, effect, dryRun, rules }): PolicyObstacle[] => {
    if (effect === 'audit' || dryRun) return []
    const matches = rules.flatMap((rule) =>
      [...atomsOf(rulePredicate(rule))].flatMap((atom) => (atom.kind === 'identity' ? [atom.match] : [])),
    )
    const clients = mesh.namespaces.filter(
      ({ name, dataPlane }) => mayHaveSidecars(dataPlane) && matches.some((match) => mayName(match, name)),
    )
    for (const service of mesh.services) {
      const { namespace, selector: labels, place } = service
      if (labels === undefined || !attachmentsMayOverlap(attachment, { scope: 'workloads', namespace, labels, place })) continue
      for (const { name } of clients) {
        const table = leadingElsewhere(mesh, name, service).find((one) => untranslated.includes(one))
        if (table !== undefined) return [{ attachment, what: objectText(table.place.object), place: table.place }]
      }
    }
    return []
  })
}

/**
 * Tables with a rule that answers itself, or that does not lead to all pods of the Service. Where pods follow different ones, those of any pod. Rules for TLS and TCP of a table that is
 * not translated lead somewhere else: those that do not are translated.
 */
function leadingElsewhere(mesh: Mesh, namespace: string, { host, ports }: Service): readonly RouteTable[] {
  return [
    ...ports.flatMap(({ port }) => elsewhereIn(mesh, sidecarRoutes(mesh, { namespace }, host, port), { host, port })),
    ...tablesOfHost(host, mesh).filter(({ tls, tcp }) => tls.length + tcp.length > 0),
  ]
}

function elsewhereIn(mesh: Mesh, routes: RoutesAt, addressed: Addressed): readonly RouteTable[] {
  if (routes.kind === 'default') return []
  if (routes.kind === 'undetermined') return routes.among.flatMap((one) => elsewhereIn(mesh, one, addressed))
  return routes.rules.filter((rule) => !leadsToAll(mesh, rule, addressed)).map(({ table }) => table)
}

interface Addressed {
  readonly host: string
  readonly port: number
}

function leadsToAll(mesh: Mesh, chain: ChainRule, addressed: Addressed): boolean {
  const { action } = chain.rule
  if (action.kind !== 'forward' || action.cors !== undefined) return false
  return routeTargetsOf(mesh, chain, addressed).some(
    ({ destination }) =>
      destination.kind === 'service' &&
      destination.service.host === addressed.host &&
      destination.port.port === addressed.port &&
      destination.subsetName === undefined,
  )
}
