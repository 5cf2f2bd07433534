import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { nodeRouting } from '../../../src/resolve/routes/node-routes.ts'
import { askedChangesOf } from './asked-changes.ts'
import { type CalledPort, reachedByRule } from './reached-by-rule.ts'

/** A change of requests by a route, for clients that follow no routes today. */
export interface ChangedForOthers {
  readonly place: Place
  /** The route: `HTTPRoute shop/web`. */
  readonly route: string
  readonly what: string
  readonly called: CalledPort
}

/**
 * Changes of requests that the proxy of a node would make for pods outside of the mesh, where policies of the destination ask for what is changed: `/admin` of a pod without
 * a sidecar becomes `/public` on its way. `followed` is the mesh in which Cilium programs routes.
 */
export function changedForOthers(followed: Mesh, called: CalledPort): ChangedForOthers | undefined {
  const routing = nodeRouting(followed, called.service, called.port, 'pod')
  if (routing === undefined || 'why' in routing.rules || !routing.tables.some(({ order }) => order === 'specificity')) return undefined
  for (const rule of routing.rules) {
    const services = reachedByRule(followed, rule, called).flatMap((target) => (target.kind === 'service' ? [target.service] : []))
    const [change] = askedChangesOf(rule.rule, services, followed)
    if (change === undefined) continue
    const { what, policy, place } = change
    return { place, route: objectText(place.object), what: `${what}, about which \`${objectText(policy.object)}\` asks`, called }
  }
  return undefined
}
