import type { Place } from '../../../src/diagnostics/place.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { isStrict } from '../../../src/model/authentication.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import { decidedBy } from '../../../src/model/unread-reach.ts'
import { policiesAtGateway } from '../../../src/resolve/attach/gateway-policies.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { hostsMatch, routedServiceOfHost } from '../../../src/resolve/hosts.ts'
import { ingressPool } from '../../../src/resolve/network/ingress-endpoint.ts'
import type { Obstacle } from '../../gateway-api/write/obstacle.ts'
import { isOperatorMeasured } from '../releases.ts'
import { isIngressByConvention, podsOfGateway, servicesOf } from './gateway-pods.ts'
import { ciliumName } from './names.ts'

/** What keeps a Gateway of Istio from becoming one of Cilium, whatever its routes are. */
export function refusedGateway(gateway: EdgeGateway, mesh: Mesh, options: EmitOptions): readonly Obstacle[] {
  const { place } = gateway
  const stop = (what: string, at: Place = place.field('spec')): Obstacle => ({ place: at, what })
  const pods = podsOfGateway(gateway, mesh)
  const selector = place.field('spec').field('selector')
  return [
    ...(isOperatorMeasured(options.versions.cilium) ? [] : [stop(`Cilium ${options.versions.cilium}, whose Gateways were not measured`)]),
    ...(Object.keys(gateway.selector ?? {}).length === 0 ? [stop('a selector that takes in every proxy', selector)] : []),
    ...(pods.some((pod) => !pod.gateway) ? [stop('pods that are not a gateway of Istio', selector)] : []),
    ...(pods.length === 0 && !isIngressByConvention(gateway) ? [stop('pods that are not in the input', selector)] : []),
    ...usedFromInside(gateway, mesh).map((at) => stop('clients in the mesh that are routed through it, as through an egress gateway', at)),
    ...ofIdentity(gateway, mesh, stop),
    ...ofPolicies(gateway, mesh, options, stop),
    ...mesh.gateways
      .filter((other) => other.onNodes === true && other.name !== ciliumName(gateway))
      .map((other) =>
        stop(`\`${objectText(other.place.object)}\`, whose requests have the same identity in Cilium (\`reserved:ingress\`)`),
      ),
    ...(['ingress', 'egress'] as const)
      .flatMap((direction) => ingressPool(mesh, direction)?.policies ?? [])
      .map(({ policy }) => stop(`\`${objectText(policy.place.object)}\`, which may select the gateways of Cilium`)),
    ...gateway.servers.flatMap((server) => ofServer(gateway, server, mesh)),
  ]
}

/** Routes of the mesh that lead to the Service of the gateway. */
function usedFromInside(gateway: EdgeGateway, mesh: Mesh): readonly Place[] {
  const services = servicesOf(gateway, mesh)
  const bound = mesh.routes.filter(({ bindings }) => bindings.some(({ to }) => to === 'mesh'))
  return bound.flatMap((table) =>
    [...table.http.flatMap(({ action }) => action.backends), ...[...table.tls, ...table.tcp].flatMap(({ backends }) => backends)]
      .filter(({ host }) => services.some((service) => service === routedServiceOfHost(mesh, host, table.namespace)))
      .map(({ place }) => place),
  )
}

/** All gateways of Cilium have one identity: it can stand for one service account only, which has to be known where something asks for it. */
function ofIdentity(gateway: EdgeGateway, mesh: Mesh, stop: (what: string) => Obstacle): readonly Obstacle[] {
  const accounts = accountsOf(gateway, mesh)
  if (accounts.length > 1) return [stop('pods with several service accounts')]
  const asked =
    mesh.peerAuthentication.some(isStrict) ||
    mesh.authorization.some(({ rules }) => rules.some((rule) => [...atomsOf(rulePredicate(rule))].some(({ kind }) => kind === 'identity')))
  if (!asked) return []
  if (accounts.length === 0) return [stop('policies that ask for identities, while the pods of the gateway are not in the input')]
  const others = mesh.gateways.filter((other) => other.api === 'istio' && other !== gateway)
  const strange = others.find((other) => accountsOf(other, mesh).some((account) => !accounts.includes(account)))
  return strange === undefined
    ? []
    : [stop(`policies that tell it from \`${objectText(strange.place.object)}\`, which would have the same identity in Cilium`)]
}

function accountsOf(gateway: EdgeGateway, mesh: Mesh): readonly string[] {
  return [...new Set(podsOfGateway(gateway, mesh).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`))]
}

/** The gateways of Cilium enforce no policy for one Gateway: what is attached to the pods of Istio's would be lost. */
function ofPolicies(
  gateway: EdgeGateway,
  mesh: Mesh,
  { assume }: EmitOptions,
  stop: (what: string, at?: Place) => Obstacle,
): readonly Obstacle[] {
  const pods = podsOfGateway(gateway, mesh)
  const policies = policiesAtGateway(mesh, `${gateway.namespace}/${gateway.name}`)
  const extensions = assume.includes('extensions-reviewed')
    ? []
    : mesh.extensions.filter(
        ({ mayDecideAccess, contexts, attachment }) =>
          mayDecideAccess &&
          contexts.includes('gateway') &&
          (pods.length === 0 || pods.some((pod) => attachedTo(attachment, pod, mesh.settings))),
      )
  const homes = [gateway.namespace, ...pods.map(({ namespace }) => namespace)]
  const unread = assume.includes('unread-reviewed')
    ? []
    : mesh.unread.filter((one) => {
        const decided = decidedBy(one, mesh)
        return decided === 'mesh' || decided.some((namespace) => homes.includes(namespace))
      })
  return [
    ...(policies === '' ? [] : [stop('policies or token checks at its pods, which the gateways of Cilium do not enforce')]),
    ...extensions.map(({ place }) => stop(`\`${objectText(place.object)}\`, which may decide about its requests`, place)),
    ...unread.map(({ what }) => stop(`${what}, which was not read`)),
  ]
}

type Server = EdgeGateway['servers'][number]

function ofServer(gateway: EdgeGateway, server: Server, mesh: Mesh): readonly Obstacle[] {
  const { port, protocol, hosts, place } = server
  const stop = (what: string): Obstacle => ({ place, what })
  const services = servicesOf(gateway, mesh)
  const ports = services.flatMap((service) => service.ports.map((one) => one.port))
  const rival = mesh.gateways.find(
    (other) =>
      other !== gateway &&
      other.api === 'istio' &&
      JSON.stringify(other.selector) === JSON.stringify(gateway.selector) &&
      other.servers.some((one) => one.port === port && overlap(one.hosts, hosts)),
  )
  return [
    ...ofProtocol(gateway, server, mesh),
    ...(ports.length > 0 && !ports.includes(port)
      ? [stop(`port ${port}, which the Service of its pods does not have: clients call another one`)]
      : []),
    ...(rival === undefined
      ? []
      : [stop(`\`${objectText(rival.place.object)}\`, which serves the same hosts on port ${port} of the same pods`)]),
    ...(hosts.some((host) => /^\.\//.test(host) || host === '') ? [stop('a host that names its namespace by a dot')] : []),
    ...(protocol !== protocol.toUpperCase() ? [stop(`the protocol \`${protocol}\``)] : []),
  ]
}

function overlap(a: readonly string[], b: readonly string[]): boolean {
  const bare = (host: string): string => host.split('/').at(-1)!
  return a.some((one) => b.some((other) => hostsMatch(bare(one), bare(other))))
}

/** HTTP, and HTTPS with a certificate of one Secret and nothing else. */
function ofProtocol(gateway: EdgeGateway, { protocol, tls = {}, place }: Server, mesh: Mesh): readonly Obstacle[] {
  const at = place.field('tls')
  if (protocol === 'HTTP') {
    const others = Object.keys(tls).filter((name) => name !== 'httpsRedirect')
    return others.length === 0 ? [] : [{ place: at, what: 'TLS settings of a server for plain HTTP' }]
  }
  if (protocol !== 'HTTPS') return [{ place: place.field('port').field('protocol'), what: `the protocol \`${protocol}\`` }]
  const mode = tls.mode ?? '"PASSTHROUGH"'
  if (mode !== '"SIMPLE"') return [{ place: at.field('mode'), what: `the TLS mode ${mode.replaceAll('"', '`')}` }]
  const other = Object.keys(tls).find((name) => name !== 'mode' && name !== 'credentialName')
  if (other !== undefined) return [{ place: at.field(other), what: `the TLS setting \`${other}\`` }]
  const secret = tls.credentialName === undefined ? '' : (JSON.parse(tls.credentialName) as string)
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(secret)) return [{ place: at, what: 'a certificate that is not named as a Secret' }]
  // Istio looks the Secret up beside the pods of the gateway (istio:pilot/pkg/xds/sds.go).
  return podsOfGateway(gateway, mesh).length > 0
    ? []
    : [{ place: at.field('credentialName'), what: 'a Secret beside pods that are not in the input' }]
}
