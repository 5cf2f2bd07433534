import type { GatewaySpec } from '../../../../src/crd/generated/types/gateway-api/gateway.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { MeshBuilder } from '../../../../src/model/builder.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type SourceObject, specOf } from '../../../../src/model/object.ts'
import { type AllowedNamespaces, type GatewayListener, parseGateway } from '../../../gateway-api/read/gateway.ts'
import { noteListenerFilters } from '../../../gateway-api/read/listener-filters.ts'
import { withTls } from '../../../gateway-api/read/listener-tls.ts'

/** The name by which Cilium's operator knows classes of its own. */
export const ciliumController = 'io.cilium/gateway-controller'

const ownClass = 'cilium'

/** `cilium` is its own where the input does not have the class (cc:operator/pkg/gateway-api/controller.go). */
function isOfCilium(className: string, { gatewayClasses }: Pick<MeshBuilder, 'gatewayClasses'>): boolean {
  const known = gatewayClasses.get(className)?.controllerName
  return known === undefined ? className === ownClass : known === ciliumController
}

/**
 * A Gateway that Cilium's operator makes: the proxies of nodes take its connections, and send them on as `reserved:ingress`
 * (cc:operator/pkg/model/translation/gateway-api/translator.go). Routes of its own namespace are attached where it says nothing else.
 */
export const ciliumGatewayReader: KindReader = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  phase: 'objects',
  read(object, _context, into) {
    const { className, listeners, frontend } = parseGateway(object)
    if (!isOfCilium(className, into)) return false
    into.gatewaysOfOthers.add(object.place)
    into.settings = { ...into.settings, nodesFollowRoutes: true }
    noteListenerFilters(object, specOf<GatewaySpec>(object).listeners ?? [], into)
    const { name, namespace } = object.ref
    into.gateways.push({
      api: 'gateway-api',
      name,
      namespace,
      className,
      onNodes: true,
      servers: listeners.map((listener) => ({
        ...withTls(listener.server, listener.tls, frontend),
        hosts: hostsFor(listener, object, into),
      })),
      place: object.place,
    })
    return true
  },
}

/** The hosts of a listener, each with the namespace whose routes it is for, as Gateways of Istio write them: `shop/*.example.com`. */
function hostsFor({ server, allowed }: GatewayListener, object: SourceObject, into: MeshBuilder): readonly string[] {
  if (allowed?.from === 'All') return server.hosts
  const namespaces = namespacesOf(allowed, object.ref.namespace)
  if (namespaces !== undefined) return namespaces.flatMap((namespace) => server.hosts.map((host) => `${namespace}/${host}`))
  const { ref } = object
  const place = allowed!.place
  into.unread.push({
    why: 'not-modelled',
    what: `the namespaces that may attach routes to ${objectText(ref)}`,
    reach: { kinds: [ref.kind], namespaces: [ref.namespace], name: ref.name },
    span: place.span,
    place,
  })
  return server.hosts
}

/** Their names; undefined where other labels than the name select them. */
function namespacesOf(allowed: AllowedNamespaces | undefined, own: string): readonly string[] | undefined {
  if (allowed === undefined || allowed.from === undefined || allowed.from === 'Same') return [own]
  if (allowed.from !== 'Selector') return []
  const { matchLabels = {}, matchExpressions = [] } = allowed.selector ?? {}
  const [label, ...others] = Object.entries(matchLabels)
  if (label !== undefined) return label[0] === nameLabel && others.length + matchExpressions.length === 0 ? [label[1]] : undefined
  const [expression, ...more] = matchExpressions
  return expression?.key === nameLabel && expression.operator === 'In' && more.length === 0 ? expression.values : undefined
}

const nameLabel = 'kubernetes.io/metadata.name'
