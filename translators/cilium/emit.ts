import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { isStrict } from '../../src/model/authentication.ts'
import type { Change, Emission } from '../../src/model/change.ts'
import type { EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { ciliumAssumptions } from './assumptions.ts'
import { strictChanges } from './authentication/strict.ts'
import { authorizationChanges } from './authorization/changes.ts'
import { gatewaysBeforeStrict } from './ingress/before-strict.ts'
import type { CiliumPlacement } from './placement.ts'
import { refusedKinds } from './refusals/kinds.ts'
import { neededSidecars } from './refusals/needed-sidecars.ts'
import { unreadInput } from './refusals/unread-input.ts'
import { unseenRoutes } from './refusals/unseen-routes.ts'
import { keptObjects, onlyForSidecars } from './routes/kept-objects.ts'
import { routesOfTheInput } from './routes/routes-of-the-input.ts'

/**
 * Writes what Cilium takes over from sidecars: its own policies and routes for AuthorizationPolicies, STRICT, REGISTRY_ONLY and VirtualServices.
 */
export function emitCilium(mesh: Mesh, options: EmitOptions, placement: CiliumPlacement): Emission {
  const { routes, opened, ingress, strict, egress, authorization, checks } = placement
  const strictly = strictChanges(strict, authorization.staying)
  const inPlaceOfSidecars = [...strictly, ...egress.changes, ...authorization.written]
  return {
    changes: [...strictly, ...authorizationChanges(authorization), ...routes.added, ...ingress.added, ...egress.changes, ...checks.added],
    diagnostics: [
      ...unreadInput(mesh, options),
      ...unseenRoutes(mesh, options),
      ...findings(mesh, placement),
      ...(inPlaceOfSidecars.length > 0 ? ciliumAssumptions() : []),
      ...neededSidecars(stayingPolicies(mesh, placement), options),
    ],
    moves: { namespaces: [], objects: replacedObjects(placement, strictly) },
    outlived: [...onlyForSidecars(routes, mesh), ...checks.translated.map(({ object }) => object)],
    ...(opened.programmed ? {} : { routesOffNodes: true }),
  }
}

function findings(mesh: Mesh, { routes, opened, ingress, strict, egress, authorization, checks }: CiliumPlacement): readonly Diagnostic[] {
  const replaced = egress.replaced.map(({ place }) => place)
  return [
    ...refusedKinds(mesh, routes.translated.tables, { replaced, settled: ingress.settled, checked: checks }),
    ...ingress.diagnostics,
    ...gatewaysBeforeStrict(mesh, ingress, strict),
    ...routes.diagnostics,
    ...strict.diagnostics,
    ...egress.diagnostics,
    ...checks.diagnostics,
    ...authorization.diagnostics,
    ...keptObjects(routes, mesh),
    ...(opened.programmed ? routesOfTheInput(mesh) : []),
    ...opened.diagnostics,
  ]
}

/** Policies that sidecars go on enforcing. */
function stayingPolicies({ peerAuthentication }: Mesh, { strict, authorization: { staying, translated } }: CiliumPlacement) {
  const kept = peerAuthentication.filter((policy) => isStrict(policy) && !strict.replaced.includes(policy))
  const whole = staying.filter(({ place }) => !translated.some((policy) => policy.place === place))
  return [...whole, ...kept].map(({ place }) => place)
}

/** Objects that Cilium's replace: a PeerAuthentication only where it is removed, as policies that stay on sidecars need it. */
function replacedObjects({ strict, egress, authorization }: CiliumPlacement, strictly: readonly Change[]) {
  const removed = new Set(strictly.flatMap((change) => (change.kind === 'remove' ? [change.target] : [])))
  const authentication = strict.replaced.filter(({ place }) => removed.has(place.object))
  return [...authentication, ...authorization.translated, ...egress.replaced].map(({ place }) => place.object)
}
