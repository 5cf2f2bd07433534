import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { canonical } from '../../../src/model/canonical.ts'
import { mayHaveSidecars } from '../../../src/model/data-plane.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf, conjuncts } from '../../../src/model/predicate.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import type { ChainRule, RoutesAt } from '../../../src/resolve/routes/chain-rule.ts'
import { destinationText, type RouteTarget } from '../../../src/resolve/routes/destination-host.ts'
import { nodeRouting, withRoutesOnNodes } from '../../../src/resolve/routes/node-routes.ts'
import { matchKey } from '../../../src/resolve/routes/node-rules.ts'
import { sidecarRoutes } from '../../../src/resolve/routes/route-chain.ts'
import { type ChangedForOthers, changedForOthers } from './changed-for-others.ts'
import { mayBeRefused } from './policies-of-pods.ts'
import { allArrive, type CalledPort, isGuarded, reachedByRule } from './reached-by-rule.ts'
import { type FollowedChain, openedWithoutRoutes } from './unfollowed-at-nodes.ts'

/**
 * Routes of the Gateway API in the input by which the proxies of nodes would let through what sidecars answer or lead to pods that refuse it. Their clients keep their sidecars. Example:
 * an HTTPRoute of `mill/loom` whose only backend has weight 0 is 500 to a sidecar, and Cilium gives that backend every request (measured: Cilium 1.20.2).
 */
export function openedAtNodes(mesh: Mesh, { assume }: EmitOptions, mayBeOff = true): OpenedRoutes {
  if (!assume.includes('sidecars-removed')) return nothing
  const routed = mesh.routes.filter(isOfService)
  if (routed.length === 0) return nothing
  const followed = withRoutesOnNodes(mesh)
  const changed = mayBeOff && mesh.settings.nodesFollowRoutes !== true ? changesAt(followed, routed) : []
  if (changed.length > 0) return unprogrammed(routed, changed)
  const found = new Map<RouteTable, Opening & { readonly called: CalledPort }>()
  for (const service of mesh.services.filter((one) => routed.some(({ bindings }) => bindings.some((binding) => isTo(binding, one)))))
    for (const { port } of service.ports) {
      const opening = openingAt(followed, service, port)
      if (opening === undefined) continue
      const { object } = opening.place
      const own = routed.filter((table) => table.bindings.some((one) => isTo(one, service)))
      const said = own.find(({ place }) => objectText(place.object) === objectText(object)) ?? own[0]
      if (said !== undefined && !found.has(said)) found.set(said, { ...opening, called: { service, port } })
    }
  const diagnostics = [...found].map(
    ([
      table,
      {
        what,
        place,
        called: { service, port },
      },
    ]) => {
      const route = objectText(table.place.object)
      const at = objectText(place.object) === route ? place : table.place.field('spec')
      return diagnose(catalogue.ciliumRouteOpensAtNodes, at, { route, service: `${service.namespace}/${service.name}:${port}`, what })
    },
  )
  const external = routed.flatMap((table) =>
    table.bindings.flatMap((one) => (one.to === 'service' && one.target.kind !== 'Service' ? [{ table, binding: one }] : [])),
  )
  const ofEntries = external.map(({ binding: { place, target } }) => {
    const what = 'Cilium has no routes for ServiceEntries, and sidecars follow them'
    return diagnose(catalogue.ciliumRouteHost, place, { host: target.name, what })
  })
  const tables = [...new Set([...found.keys(), ...external.map(({ table }) => table)])]
  return { tables, diagnostics: [...diagnostics, ...ofEntries], programmed: true }
}

const nothing: OpenedRoutes = { tables: [], diagnostics: [], programmed: true }

function changesAt(followed: Mesh, routed: readonly RouteTable[]): readonly ChangedForOthers[] {
  return followed.services
    .filter((one) => routed.some(({ bindings }) => bindings.some((binding) => isTo(binding, one))))
    .flatMap((service) => service.ports.flatMap(({ port }) => changedForOthers(followed, { service, port }) ?? []))
}

/** Also where clients keep their sidecars, nodes change requests of pods outside of the mesh as soon as they follow them: they follow none then, and the sidecars go on to follow all. */
function unprogrammed(routed: readonly RouteTable[], changed: readonly ChangedForOthers[]): OpenedRoutes {
  const [first] = changed
  const diagnostics = routed.map((table) => {
    const route = objectText(table.place.object)
    const own = changed.find((one) => one.route === route)
    const { what, route: by, called } = own ?? first!
    const service = `${called.service.namespace}/${called.service.name}:${called.port}`
    return diagnose(catalogue.ciliumRoutesOff, own?.place ?? table.place.field('spec'), { route, by, service, what })
  })
  return { tables: routed, diagnostics, programmed: false }
}

export interface OpenedRoutes {
  /** What sidecars go on to follow. */
  readonly tables: readonly RouteTable[]
  readonly diagnostics: readonly Diagnostic[]
  /** Whether Cilium may program routes with Services as their parents. */
  readonly programmed: boolean
}

interface Opening {
  readonly place: Place
  /** Completes "because …". */
  readonly what: string
}

function isOfService({ order, bindings }: RouteTable): boolean {
  return order !== 'first-match' && bindings.some(({ to }) => to === 'service')
}

function isTo(binding: RouteTable['bindings'][number], { namespace, name }: Service): boolean {
  return binding.to === 'service' && binding.target.kind === 'Service' && binding.target.name === name && binding.namespace === namespace
}

function openingAt(mesh: Mesh, service: Service, port: number): Opening | undefined {
  const routing = nodeRouting(mesh, service, port, 'pod')
  if (routing === undefined) return openedWithoutRoutes(mesh, { service, port }, chainsOf(mesh, service, port))
  if (!routing.tables.some(({ order }) => order === 'specificity')) return undefined
  const { rules, normalization } = routing
  if ('why' in rules) return { place: rules.at, what: `it is not known ${rules.why}` }
  // The last of them answers what no route is for.
  const node: AtNode = { rules: rules.slice(0, -1), compares: normalization }
  const asked = new Set<string>()
  for (const followed of chainsOf(mesh, service, port)) {
    const key = chainText(followed.chain)
    if (asked.has(key)) continue
    asked.add(key)
    const opening = openedFor(mesh, followed, node, { service, port })
    if (opening !== undefined) return opening
  }
  return undefined
}

/** What sidecars of each namespace follow. */
function chainsOf(mesh: Mesh, { host }: Service, port: number): readonly FollowedChain[] {
  const clients = mesh.namespaces.filter(({ dataPlane }) => mayHaveSidecars(dataPlane))
  return clients.map(({ name }) => ({ namespace: name, chain: sidecarRoutes(mesh, { namespace: name }, host, port) }))
}

/** The rules of a node's proxy, and how it normalises paths before it looks at them. */
interface AtNode {
  readonly rules: readonly ChainRule[]
  readonly compares: Mesh['settings']['pathNormalization']
}

function chainText(routes: RoutesAt): string {
  if (routes.kind !== 'chain') return `${routes.kind} ${routes.kind === 'undetermined' ? canonical(routes.among.map(chainText)) : ''}`
  return canonical(routes.rules.map((rule) => [rule.rule.place, matchKey(single(rule)), rule.namespace]))
}

function single({ rule, match }: ChainRule): ChainRule['rule'] {
  return { ...rule, matches: match === undefined ? [] : [match] }
}

function openedFor(mesh: Mesh, { namespace, chain: routes }: FollowedChain, node: AtNode, called: CalledPort): Opening | undefined {
  if (routes.kind === 'undetermined')
    return routes.among.map((chain) => openedFor(mesh, { namespace, chain }, node, called)).find((opening) => opening !== undefined)
  const sidecar = routes.kind === 'chain' ? routes.rules : undefined
  const at = sidecar?.[0]?.rule.place ?? node.rules[0]?.rule.place ?? called.service.place
  const before = sidecar?.map((rule) => reachedByRule(mesh, rule, called))
  const after = node.rules.map((rule) => reachedByRule(mesh, rule, called))
  // Where every request arrives, and pods refuse no client, the order of routes opens nothing.
  const everything = before === undefined || allArrive(sidecar!, before)
  const guarded = [...(before ?? []), ...after].flat().some((target) => isGuarded(mesh, target))
  const own = `${called.service.namespace}/${called.service.name}`
  if (everything && !guarded && (before !== undefined || !mayBeRefused(called.service, mesh))) return undefined
  if (sidecar === undefined || before === undefined)
    return after.flat().every((target) => target.kind === 'service' && target.service === called.service)
      ? undefined
      : { place: at, what: `sidecars in \`${namespace}\` follow no routes to \`${own}\`, and policies say who may call the pods` }
  const asking = node.rules.find(asksForPath)
  const isLoose = node.rules.some((rule, index) => after[index]!.length > 0 && !asksForOnePath(rule))
  if (asking !== undefined && isLoose && node.compares !== mesh.settings.pathNormalization)
    return {
      place: asking.rule.place,
      what: 'they compare paths as these are sent, and sidecars normalise them first: `/x/../a` is `/a` to sidecars alone',
    }
  const isInOrder =
    sidecar.length === node.rules.length && sidecar.every((rule, index) => matchKey(single(rule)) === matchKey(single(node.rules[index]!)))
  if (!isInOrder) return { place: at, what: 'their rules have another order or other conditions than those of sidecars' }
  for (const [index, targets] of after.entries()) {
    const places = before[index]!.map(destinationText)
    const other = targets.find((target) => !places.includes(destinationText(target)))
    if (other === undefined) continue
    const { place } = sidecar[index]!.rule
    if (places.length === 0) return { place, what: `they give \`${nameOf(other)}\` what sidecars answer with an error` }
    return { place, what: `they lead to \`${nameOf(other)}\` what sidecars lead elsewhere` }
  }
  return undefined
}

/** A path that normalisation leaves alone, and that only itself becomes. */
function asksForOnePath({ predicate }: ChainRule): boolean {
  return conjuncts(predicate).some((part) => part.kind === 'path' && part.match.op === 'exact' && plainPath.test(part.match.value))
}

const plainPath = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/

function asksForPath({ predicate }: ChainRule): boolean {
  return [...atomsOf(predicate)].some(
    (atom) => atom.kind === 'path' && !((atom.match.op === 'prefix' || atom.match.op === 'segment-prefix') && atom.match.value === '/'),
  )
}

function nameOf(target: RouteTarget): string {
  return target.kind === 'service' ? `${target.service.namespace}/${target.service.name}:${target.port.port}` : target.host
}
