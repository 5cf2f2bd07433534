import type { Change } from '../../src/model/change.ts'
import { atLeast, type EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { plaintextObstacle } from './authentication/plaintext.ts'
import { untranslatedRoutes } from './authentication/routes-of-clients.ts'
import { type StrictResult, translateStrict } from './authentication/strict.ts'
import { policiesBesideRoutes } from './authorization/beside-routes.ts'
import { factsOf } from './authorization/facts.ts'
import { admitsEveryClient } from './authorization/open-services.ts'
import { type AuthorizationPlacement, placeAuthorization } from './authorization/placement.ts'
import { type EgressResult, translateEgress } from './egress/registry-only.ts'
import { type ChecksAtNodes, checksAtNodes } from './fail-open/checks-at-nodes.ts'
import { type IngressResult, translateIngress } from './ingress/translate.ts'
import { policiesAboutRequests, policiesThatLetIn } from './refusals/network-policies.ts'
import { obstaclesOf } from './refusals/obstacles.ts'
import { ledToStanding } from './routes/led-to-standing.ts'
import { type OpenedRoutes, openedAtNodes } from './routes/opened-at-nodes.ts'
import { type BarredTables, type RoutesResult, translateRoutes } from './routes/translate.ts'
import { type UnclearRoutes, unclearRoutes } from './routes/unclear-routes.ts'

/** What Cilium takes over from sidecars. */
export interface CiliumPlacement {
  readonly routes: RoutesResult
  /** Routes of the input that stay with sidecars. */
  readonly opened: OpenedRoutes
  readonly ingress: IngressResult
  readonly strict: StrictResult
  readonly egress: EgressResult
  readonly authorization: AuthorizationPlacement
  /** What is checked at the nodes of clients (`--allow-fail-open`). */
  readonly checks: ChecksAtNodes
}

/**
 * Decides before anything is written. Routes come first: where a client's sidecar follows routes that Cilium does not get, it stays. STRICT
 * comes before AuthorizationPolicies, because what it holds back holds them back as well.
 */
export function ciliumPlacementOf(mesh: Mesh, options: EmitOptions, meanings: readonly Mesh[]): CiliumPlacement {
  const ingress = translateIngress(mesh, options)
  const checks = checksAtNodes(mesh, options)
  const opened = openedAtNodes(mesh, options, ingress.added.length === 0)
  const unclearOnes = unclearRoutes(mesh, options, meanings, (one) => translateRoutes(one, options).writes)
  let barred: BarredTables = new Map()
  for (;;) {
    const placement = placementBeside(opened, barred, { mesh, options, meanings, ingress, checks, unclearOnes })
    const led = ledToStanding(placement.routes.written, placement.authorization.staying)
    if (led.size === 0) return placement
    barred = new Map([...barred, ...led])
  }
}

/** Routes that are written are followed by nodes, and with them those of the input. */
function placementBeside(opened: OpenedRoutes, barred: BarredTables, input: Omit<Input, 'opened'>): CiliumPlacement {
  const placement = placementWithout(barred, { ...input, opened })
  const isRoute = (change: Change): boolean => change.kind === 'add' && change.object.apiVersion.startsWith('gateway.networking.k8s.io/')
  if (opened.programmed || !placement.routes.added.some(isRoute)) return placement
  return placementWithout(barred, { ...input, opened: openedAtNodes(input.mesh, input.options, false) })
}

interface Input {
  readonly mesh: Mesh
  readonly options: EmitOptions
  readonly meanings: readonly Mesh[]
  readonly ingress: IngressResult
  readonly checks: ChecksAtNodes
  readonly opened: OpenedRoutes
  readonly unclearOnes: UnclearRoutes
}

function placementWithout(barred: BarredTables, { mesh, options, meanings, ingress, checks, opened, unclearOnes }: Input): CiliumPlacement {
  const facts = factsOf(mesh, ingress.accounts)
  const others = policiesThatLetIn(mesh)
  // Before Cilium 1.16 a denial closes the pods to everything else.
  const closing = atLeast(options.versions.cilium, '1.16') ? [] : others
  const obstacles = [...obstaclesOf(mesh, options, meanings, checks), ...policiesAboutRequests(mesh), ...closing]
  const routes = translateRoutes(mesh, options, barred, unclearOnes)
  const untranslated = [...untranslatedRoutes(mesh, routes.translated.tables), ...opened.tables]
  const strict = translateStrict(facts, options, obstacles, untranslated)
  // Clients of such routes keep their sidecars, which encrypt what they send to each other.
  const encrypted = { ...options, assume: options.assume.filter((one) => one !== 'sidecars-removed') }
  const authorization = placeAuthorization({
    facts,
    elsewhere: checks.authorizers,
    options,
    obstacles: [
      ...obstacles.filter(({ through }) => through === undefined || !admitsEveryClient(through, mesh)),
      ...strict.obstacles,
      ...policiesBesideRoutes(mesh, untranslated),
    ],
    others,
    conditionsOf: (policy) => (untranslated.length === 0 || plaintextObstacle(policy, mesh) === undefined ? options : encrypted),
  })
  return { routes, opened, ingress, strict, egress: translateEgress(facts, options), authorization, checks }
}
