import type { Mesh } from '../../../model/mesh.ts'
import { understandsHttp } from '../../../resolve/declared-protocol.ts'
import type { RoutesAt } from '../../../resolve/routes/chain-rule.ts'
import { knownNamesOf } from '../../../resolve/routes/host-names.ts'
import { namedByHosts } from '../../../resolve/routes/naming.ts'
import { sidecarRoutes } from '../../../resolve/routes/route-chain.ts'
import { egressFor, strangeEgressFor } from '../../../resolve/routes/sidecar-scope.ts'
import type { StreamPoint } from '../../../resolve/routes/stream-rules.ts'
import { leadsToHidden, subsetsIn } from '../../parts/routing-namespaces.ts'
import { attributes } from '../attribute.ts'
import { plaintext } from '../client.ts'
import { textIn } from '../condition.ts'
import type { DecisionTree } from '../decision-tree.ts'
import { noToken } from '../rules/token.ts'
import type { SeenRequest } from '../rules/view.ts'
import { byNamespace, clustered, doubtIn, leaving } from './by-namespace.ts'
import { byNodeProxy } from './by-node-proxy.ts'
import { straightTo } from './forward.ts'
import { type Addressed, routed } from './routed.ts'
import type { Asked } from './walk.ts'

/** The client's own proxy chooses the route. Clients of different namespaces may have different ones: a tree for each set of routes. */
export function byClientSidecar(asked: Asked, addressed: Addressed): DecisionTree {
  const { mesh, protocol } = asked
  const seen: SeenRequest = {
    point: 'client sidecar',
    identity: 'client',
    peer: 'client',
    origin: 'client',
    port: addressed.port,
    clientIs: 'itself',
    ...(protocol === 'http' && understandsHttp(addressed.protocol, 'http') ? { http: { mutations: [], token: noToken } } : {}),
  }
  const hosts = [addressed.host, ...(asked.called === undefined ? [] : [asked.called])]
  const named = new Set([...namedByHosts(mesh, hosts), ...(addressed.declaredIn === undefined ? [] : [addressed.declaredIn])])
  return byNamespace(asked, named, (namespace) => {
    const own = namedIn(asked, addressed, namespace)
    const client = { namespace, labels: asked.labels }
    const egress = egressFor(mesh, client, { name: own.host, namespace: own.declaredIn, port: own.port })
    const { allowed, known } = egress
    const routes = sidecarRoutes(mesh, client, own.host, own.port)
    const stream: StreamPoint = { at: 'sidecar', ...client }
    const { destination } = addressed
    const past = (): DecisionTree =>
      destination.kind === 'service'
        ? byNodeProxy(asked, destination.service, addressed, plaintext)
        : straightTo(asked, destination, { groups: plaintext })
    const through = (): DecisionTree => routed(asked, routes, own, { seen, stream })
    const has = addressed.declaredIn === undefined || routes.kind !== 'default' ? true : known
    const byHost = seen.http !== undefined && addressed.protocol !== 'auto' && asked.called === undefined && asked.identified !== true
    const strange = strangeEgressFor(mesh, client, { name: addressed.host, namespace: addressed.declaredIn, port: addressed.port })
    const stranger = byHost ? strange.allowed : true
    const counts = namespaceCounts(mesh, routes, seen) || (byHost && namespace === addressed.declaredIn)
    return {
      key: `${doubtIn(egress)} ${has} ${byHost ? doubtIn(strange) : true} ${routesKey(routes)}${counts ? ` ${namespace}` : ''}`,
      alone: counts,
      tree: () => {
        const tree = leaving(allowed, () => clustered(has, through, past, egress.each), egress.each)
        if (!byHost) return tree
        const when = textIn(attributes.authority, { kind: 'authority', names: knownNamesOf(mesh, addressed.host, namespace) })
        return { kind: 'if', when, yes: tree, no: leaving(stranger, past, strange.each) }
      },
    }
  })
}

/** Sidecars go by the name that a request gives where their routes know it. */
function namedIn({ mesh, called, labels }: Asked, addressed: Addressed, namespace: string): Addressed {
  if (called === undefined || sidecarRoutes(mesh, { namespace, labels }, called, addressed.port).kind === 'default') return addressed
  return { ...addressed, host: called }
}

function routesKey(routes: RoutesAt): string {
  if (routes.kind === 'undetermined') return `undetermined ${routes.why} ${routes.about ?? ''} (${routes.among.map(routesKey).join('; ')})`
  const tables = (routes.tables ?? []).map(({ place }) => `${place.object.file} ${place.object.document} ${place.object.item ?? ''}`)
  return `${routes.kind} ${tables.join(' ')}`
}

/** Subsets and exports are looked up for the client's namespace, and rules for bytes may be for one namespace only. */
function namespaceCounts(mesh: Mesh, routes: RoutesAt, seen: SeenRequest): boolean {
  if (routes.kind === 'undetermined') return false
  if (seen.http === undefined) return (routes.tables ?? []).length > 0
  return routes.kind === 'chain' && routes.rules.some(({ rule, table }) => subsetsIn(rule) || leadsToHidden(mesh, rule, table.namespace))
}
