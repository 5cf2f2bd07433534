import type { Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RoutesAt } from '../../../src/resolve/routes/chain-rule.ts'
import { mayBeRefused } from './policies-of-pods.ts'
import { allArrive, type CalledPort, isGuarded, reachedByRule } from './reached-by-rule.ts'

/** What sidecars of a namespace follow. */
export interface FollowedChain {
  readonly namespace: string
  readonly chain: RoutesAt
}

/**
 * Why clients that leave their sidecars reach more, where sidecars follow a route of Gateway API that Cilium programs nowhere: one without `port` for a port without
 * `appProtocol: http`, and one that clients have in their namespace for a Service of another. The kernel leads all requests to the pods of the Service
 * (cc:operator/pkg/model/ingestion/gamma.go; measured: Cilium 1.20.2).
 */
export function openedWithoutRoutes(
  mesh: Mesh,
  called: CalledPort,
  chains: readonly FollowedChain[],
): { readonly place: Place; readonly what: string } | undefined {
  for (const { namespace, chain } of chains) {
    const found = openedBy(mesh, chain, called)
    if (found === undefined) continue
    const why = `sidecars in \`${namespace}\` follow it, and Cilium programs it for no port that clients call`
    return { place: found, what: why }
  }
  return undefined
}

function openedBy(mesh: Mesh, routes: RoutesAt, called: CalledPort): Place | undefined {
  if (routes.kind === 'default') return undefined
  if (routes.kind === 'undetermined') return routes.among.map((one) => openedBy(mesh, one, called)).find((place) => place !== undefined)
  const rules = routes.rules.filter(({ table }) => table.order === 'specificity')
  if (rules.length === 0) return undefined
  const reached = rules.map((rule) => reachedByRule(mesh, rule, called))
  const elsewhere = reached.flat().filter((target) => target.kind !== 'service' || target.service !== called.service)
  const isGuardedAnywhere = mayBeRefused(called.service, mesh) || elsewhere.some((target) => isGuarded(mesh, target))
  if (allArrive(rules, reached) && (elsewhere.length === 0 || !isGuardedAnywhere)) return undefined
  return rules[0]!.rule.place
}
