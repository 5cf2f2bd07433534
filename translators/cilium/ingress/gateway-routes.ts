import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { hostsMatch } from '../../../src/resolve/hosts.ts'
import { gatewayBindings } from '../../../src/resolve/routes/gateway-hosts.ts'
import { failed, type Obstacle } from '../../gateway-api/write/obstacle.ts'
import { type GatewayHost, hostsOfServers, servedAt } from './listeners.ts'
import { type GatewayRules, rulesAtGateway } from './table-route.ts'

/** A table at one port of a gateway, with the hosts of the gateway that it is attached to and the names that it is served under. */
export interface MovedTable {
  readonly table: RouteTable
  readonly port: number
  readonly at: readonly { readonly host: GatewayHost; readonly names: readonly string[] }[]
  readonly rules: GatewayRules
}

export interface MovedRoutes {
  readonly moved: readonly MovedTable[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Attached {
  readonly table: RouteTable
  readonly port: number
  readonly at: MovedTable['at']
}

/**
 * The tables of a gateway as routes of its Gateway of Cilium, and why others are not. A host of which one table is left out is left out as a whole, with what stands
 * for all hosts around it: requests for it would otherwise follow the routes of a wildcard.
 */
export function routesAt(gateway: EdgeGateway, mesh: Mesh, options: EmitOptions, isMoved: boolean): MovedRoutes {
  const attached = attachedTables(gateway, mesh)
  const outcomes = attached.map((one) => ({ one, outcome: outcomeOf(one, attached, { gateway, mesh, options, isMoved }) }))
  const refused = new Map<Attached, readonly Obstacle[]>(
    outcomes.flatMap(({ one, outcome }) => (failed(outcome) ? [[one, outcome.obstacles] as const] : [])),
  )
  for (let changed = true; changed; ) {
    changed = false
    for (const one of attached) {
      const other = [...refused.keys()].find((rival) => !refused.has(one) && rival.port === one.port && meet(rival, one))
      if (other === undefined) continue
      refused.set(one, [
        {
          place: one.table.place.field('spec').field('hosts'),
          what: `\`${objectText(other.table.place.object)}\`, which has routes for some of its hosts and stays`,
        },
      ])
      changed = true
    }
  }
  const texts = new Map(
    [...refused].flatMap(([{ table }, obstacles]) =>
      obstacles.map(({ place, what }) => [
        `${objectText(table.place.object)} ${place.path.join('.')} ${what}`,
        diagnose(catalogue.ciliumGatewayRoutes, place, {
          table: objectText(table.place.object),
          gateway: objectText(gateway.place.object),
          what,
        }),
      ]),
    ),
  )
  return {
    moved: outcomes.flatMap(({ one, outcome }) => (failed(outcome) || refused.has(one) ? [] : [{ ...one, rules: outcome.value }])),
    diagnostics: [...texts.values()],
  }
}

interface Site {
  readonly gateway: EdgeGateway
  readonly mesh: Mesh
  readonly options: EmitOptions
  /** Whether there is a Gateway to attach routes to. */
  readonly isMoved: boolean
}

function outcomeOf({ table, port, at }: Attached, all: readonly Attached[], { gateway, mesh, options, isMoved }: Site) {
  const spec = table.place.field('spec')
  const stop = (what: string, place = spec) => ({ obstacles: [{ place, what }] })
  if (!isMoved) return stop('the Gateway, which is not translated')
  const [owner] = table.owners
  if (owner !== undefined) return stop(`${owner.kind} \`${owner.name}\`, which writes them, and would write them again`)
  const names = at.flatMap((one) => one.names)
  const rival = all.find(
    (other) => other.table !== table && other.port === port && other.at.some((one) => one.names.some((name) => names.includes(name))),
  )
  if (rival !== undefined)
    return stop(
      `\`${objectText(rival.table.place.object)}\`, which has routes for the same host: Cilium would merge them`,
      spec.field('hosts'),
    )
  return rulesAtGateway(table, gateway, port, mesh, options)
}

/** Plain HTTP that is redirected to HTTPS follows no routes. */
function attachedTables(gateway: EdgeGateway, mesh: Mesh): readonly Attached[] {
  const hosts = hostsOfServers(gateway).filter(({ server }) => server.redirectsToHttps !== true)
  const ports = [...new Set(hosts.map(({ server }) => server.port))]
  return mesh.routes
    .filter(
      (table) =>
        !table.delegateOnly && table.order === 'first-match' && gatewayBindings(table, `${gateway.namespace}/${gateway.name}`).length > 0,
    )
    .flatMap((table) =>
      ports.flatMap((port): readonly Attached[] => {
        const at = hosts
          .filter(({ server }) => server.port === port)
          .map((host) => ({ host, names: servedAt(table, host, mesh) }))
          .filter(({ names }) => names.length > 0)
        return at.length === 0 ? [] : [{ table, port, at }]
      }),
    )
}

function meet(a: Attached, b: Attached): boolean {
  const names = ({ at }: Attached) => at.flatMap((one) => one.names)
  return names(a).some((one) => names(b).some((other) => hostsMatch(one, other)))
}
