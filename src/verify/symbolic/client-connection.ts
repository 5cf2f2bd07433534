import type { ClientProxy } from '../../model/decide/client.ts'
import { enforcementAt } from '../../model/decide/points/enforcement.ts'
import { proxiesSendHbone, sidecarsTakeHbone } from '../../model/decide/points/hbone.ts'
import { type ClientTls, type ClientTlsVariant, clientTls, foreignTls, namespacesWithOwnTls } from '../../model/decide/routes/client-tls.ts'
import type { Destination } from '../../model/decide/routes/destination-host.ts'
import type { Mesh } from '../../model/mesh.ts'
import { resolvePeerAuthentication } from '../../model/peer-authentication.ts'
import type { Workload } from '../../model/workload.ts'
import { attributes } from './attribute.ts'
import { all, always, any, type Condition, not, oneOf, text, unknown } from './condition.ts'
import type { Connection } from './pod.ts'

type Bare = Omit<Connection, 'mutations'>

/** Clients whose proxy follows the same DestinationRules to a destination. */
export interface TlsGroup {
  /** Holds for the clients of the group. */
  readonly when: Condition
  readonly variants: readonly ClientTlsVariant[]
  /** Host and port, by which doubts are named. */
  readonly towards: string
}

export const withoutRules: readonly TlsGroup[] = [{ when: always, variants: [{ tls: 'unset' }], towards: '' }]

/** The clients of a destination by the TLS that their proxies originate: those of the namespaces that have rules of their own, and the rest. */
export function tlsGroups(
  mesh: Mesh,
  proxy: ClientProxy,
  { service, port, subsetName }: Extract<Destination, { kind: 'service' }>,
): readonly TlsGroup[] {
  if (proxy !== 'sidecar' && proxy !== 'gateway') return withoutRules
  const towards = `${service.host}:${port.port}`
  const variantsOf = (namespace: string) => clientTls(mesh, { namespace }, service, port.port, subsetName)
  const rest = variantsOf('')
  const own = namespacesWithOwnTls(mesh, service).flatMap((namespace) => {
    const variants = variantsOf(namespace)
    if (JSON.stringify(variants) === JSON.stringify(rest)) return []
    return [{ when: text(attributes.clientNamespace, { kind: 'exact', value: namespace }), variants, towards }]
  })
  return [...own, { when: not(any(own.map(({ when }) => when))), variants: rest, towards }]
}

/**
 * The requests that get in where a client's connection goes straight to a pod. Where its proxy is told to speak no mTLS, what is let in with
 * an identity and without one are both possible: what is refused then may be a fault of that setting more than of a policy.
 */
export function overConnections(
  mesh: Mesh,
  proxy: ClientProxy,
  pod: Workload,
  port: number,
  groups: readonly TlsGroup[],
  allowed: (connection: Bare) => Condition,
): Condition {
  const plain = (): Condition => allowed({ identity: 'none', peer: 'client', tunnelled: false })
  const named = (tunnelled: boolean): Condition => allowed({ identity: 'client', peer: 'client', tunnelled })
  const guard = enforcementAt(mesh, pod, port)
  if (proxy === 'none' || guard === 'none') return plain()
  if (guard === 'unknown') return allowed({ identity: 'none', peer: 'client', tunnelled: false, identityAtProxy: 'client' })
  if (proxy === 'ztunnel') {
    if (guard === 'ztunnel') return named(false)
    return sidecarsTakeHbone(mesh.settings) ? named(true) : oneOf([plain(), named(true)], 'sidecars take no HBONE', hboneOff)
  }
  const usual = (tls: ClientTls): Condition => {
    if (guard === 'ztunnel')
      return proxiesSendHbone(mesh.settings) ? named(false) : oneOf([plain(), named(false)], 'proxies send no HBONE', hboneOff)
    if (!mesh.settings.autoMtls && tls !== 'mesh') return oneOf([plain(), named(false)], 'no auto mTLS', noAutoMtls)
    // Auto mTLS sends plaintext to ports that are DISABLE (istio:pilot/pkg/xds/endpoints/mtls_checker.go).
    const disabled = mesh.settings.autoMtls && resolvePeerAuthentication(mesh, pod, port).mode === 'disable'
    return disabled ? plain() : named(false)
  }
  const by = (tls: ClientTls, towards: string): Condition => {
    switch (tls) {
      case 'none':
        return oneOf([plain(), usual('mesh')], `plaintext to ${towards}`, plaintext)
      case 'own': {
        const through = all([unknown(`TLS of its own to ${towards}`, foreignTls), plain()])
        return oneOf([through, usual('mesh')], `identity in TLS of its own to ${towards}`, foreignTls)
      }
      default:
        return usual(tls)
    }
  }
  return any(
    groups.map(({ when, variants, towards }) =>
      all([
        when,
        oneOf(
          variants.map(({ tls }) => by(tls, towards)),
          `DestinationRule to ${towards} ${JSON.stringify(variants)}`,
          'the labels of the client',
        ),
      ]),
    ),
  )
}

const plaintext = 'whether clients really send plaintext where a DestinationRule has `tls.mode: DISABLE`'
const noAutoMtls = 'whether clients really send plaintext where the mesh has `enableAutoMtls: false`'
const hboneOff = 'whether proxies really speak no HBONE where `ISTIO_META_ENABLE_HBONE` or `PILOT_ENABLE_SENDING_HBONE` is false'
