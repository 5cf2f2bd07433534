import { validateEmitted } from '../../../src/crd/validate.ts'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { compareText, objectText } from '../../../src/diagnostics/place.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { findGateway } from '../../../src/resolve/routes/gateway-hosts.ts'
import type { Obstacle } from '../../gateway-api/write/obstacle.ts'
import { versionsFor } from '../routes/gateway-api-route.ts'
import { podsOfGateway } from './gateway-pods.ts'
import { type MovedRoutes, routesAt } from './gateway-routes.ts'
import { ciliumName } from './names.ts'
import { refusedGateway } from './refused-gateway.ts'
import { writtenGateway } from './written-gateway.ts'

/** What becomes of Istio's ingress gateways and of the routes that are bound to them. */
export interface IngressResult {
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** Tables and Gateways of which it is said what becomes of them at gateways. */
  readonly settled: ReadonlySet<RouteTable | EdgeGateway>
  /** The accounts of the gateways for which Gateways of Cilium stand, as `namespace/account`: their requests arrive as `reserved:ingress`. */
  readonly accounts: ReadonlySet<string>
  /** The Gateways for which those of Cilium stand, with their tables. */
  readonly moved: readonly { readonly gateway: EdgeGateway; readonly tables: readonly RouteTable[] }[]
}

/**
 * Writes a Gateway of the class `cilium` with HTTPRoutes beside each Gateway of Istio that it can stand for exactly. What is there stays: the gateways of Istio go
 * on until clients call the new addresses, which only the user can arrange.
 */
export function translateIngress(mesh: Mesh, options: EmitOptions): IngressResult {
  const gateways = mesh.gateways.filter(({ api }) => api === 'istio')
  const diagnostics: Diagnostic[] = []
  const added: Change[] = []
  const moved: { gateway: EdgeGateway; tables: readonly RouteTable[] }[] = []
  const refuse = (gateway: EdgeGateway, { place, what }: Obstacle): void => {
    diagnostics.push(diagnose(catalogue.ciliumGateway, place, { gateway: objectText(gateway.place.object), what }))
  }
  for (const gateway of gateways) {
    const name = `${gateway.namespace}/${ciliumName(gateway)}`
    const obstacles = options.assume.includes('sidecars-removed')
      ? distinct(refusedGateway(gateway, mesh, options))
      : [{ place: gateway.place.field('spec'), what: 'sidecars that may still be there (--assume sidecars-removed)' }]
    for (const obstacle of obstacles) refuse(gateway, obstacle)
    const routes = routesAt(gateway, mesh, options, obstacles.length === 0)
    diagnostics.push(...routes.diagnostics)
    if (obstacles.length > 0) continue
    if (routes.moved.length === 0) {
      refuse(gateway, { place: gateway.place.field('spec'), what: 'no routes that can be attached to it' })
      continue
    }
    // An earlier conversion has written it.
    if (findGateway(mesh, name)?.onNodes !== true) {
      const written = writtenGateway(gateway, routes, mesh)
      const [problem] = written.flatMap((change) =>
        change.kind === 'add' ? validateEmitted(change.object, versionsFor(options.versions)) : [],
      )
      if (problem !== undefined) {
        refuse(gateway, { place: gateway.place.field('spec'), what: `what the schemas of the Gateway API do not take: ${problem}` })
        continue
      }
      added.push(...written)
    }
    moved.push({ gateway, tables: [...new Set(routes.moved.map(({ table }) => table))] })
    diagnostics.push(...findings(gateway, routes))
  }
  return {
    added,
    diagnostics,
    settled: new Set([...gateways, ...mesh.routes.filter(({ bindings }) => bindings.some(({ to }) => to === 'gateway'))]),
    accounts: new Set(
      moved.flatMap(({ gateway }) => podsOfGateway(gateway, mesh).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`)),
    ),
    moved,
  }
}

function distinct(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const byText = new Map(obstacles.map((one) => [`${one.place.path.join('.')} ${one.what}`, one]))
  return [...byText.values()]
}

function findings(gateway: EdgeGateway, { moved }: MovedRoutes): readonly Diagnostic[] {
  const spec = gateway.place.field('spec')
  const names = { gateway: objectText(gateway.place.object), cilium: `${gateway.namespace}/${ciliumName(gateway)}` }
  const guarded = moved.filter((one) => one.rules.guarded).map(({ table }) => objectText(table.place.object))
  return [
    diagnose(catalogue.ciliumGatewayMoved, spec, names),
    diagnose(catalogue.ciliumGatewayDefaults, spec, names),
    ...(guarded.length === 0
      ? []
      : [diagnose(catalogue.ciliumGatewayPaths, spec, { ...names, tables: [...new Set(guarded)].sort(compareText) })]),
  ]
}
