import type { ClientProxy } from '../../decide/client.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Labels } from '../../model/workload.ts'
import { type Spoken, spokenTo } from '../../resolve/attach/client-mtls.ts'
import { enforcementAt } from '../../resolve/attach/enforcement.ts'
import { proxiesSendHbone, sidecarsTakeHbone } from '../../resolve/attach/hbone.ts'
import { perMesh } from '../../resolve/host-index.ts'
import { mtlsByPolicy } from '../../resolve/peer-authentication.ts'
import {
  type ClientTls,
  type ClientTlsVariant,
  clientTls,
  foreignTls,
  isOfMesh,
  misnamedTls,
  namespacesWithOwnTls,
  type TlsTarget,
  tlsNeeds,
  untakenTls,
} from '../../resolve/routes/client-tls.ts'
import type { PodPort } from '../../resolve/services.ts'
import { attributes } from './attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, notOf, textIn, unknown, unknownOneOf } from './condition.ts'
import type { Connection } from './points/arrival.ts'

type Bare = Omit<Connection, 'mutations'>

/** Clients whose proxy follows the same DestinationRules to a destination. */
export interface TlsGroup {
  /** Holds for the clients of the group. */
  readonly when: Condition
  readonly variants: readonly ClientTlsVariant[]
  /** Host and port, by which doubts are named. */
  readonly towards: string
}

export const withoutRules: readonly TlsGroup[] = [{ when: alwaysTrue, variants: [{ tls: 'unset' }], towards: '' }]

/** What leaves through PassthroughCluster. */
export const plaintext: readonly TlsGroup[] = [{ when: alwaysTrue, variants: [{ tls: 'none' }], towards: '' }]

/** Clients that one proxy carries, and their labels where they are known. */
interface TlsClients {
  readonly mesh: Mesh
  readonly proxy: ClientProxy
  readonly labels?: Labels | undefined
}

/** ztunnel knows no DestinationRules, and neither does a client without a proxy. */
const readsDestinationRules: Readonly<Record<ClientProxy, boolean>> = { sidecar: true, gateway: true, ztunnel: false, none: false }

/** The clients of a destination by the TLS that their proxies originate: those of the namespaces that have rules of their own, and the rest. */
export function tlsGroups({ mesh, proxy, labels }: TlsClients, service: TlsTarget, port: number, subset?: string): readonly TlsGroup[] {
  if (!readsDestinationRules[proxy]) return withoutRules
  const groups = groupsTo(mesh)
  const known = groups.get(service) ?? new Map<string, readonly TlsGroup[]>()
  groups.set(service, known)
  const key = `${port} ${subset ?? ''} ${labels === undefined ? '' : JSON.stringify(labels)}`
  const found = known.get(key) ?? groupsByRules({ mesh, labels }, service, port, subset)
  known.set(key, found)
  return found
}

/** Sidecars and gateways follow the same rules; each address that leads to a Service asks. */
const groupsTo = perMesh(() => new WeakMap<TlsTarget, Map<string, readonly TlsGroup[]>>())

function groupsByRules(
  { mesh, labels }: Omit<TlsClients, 'proxy'>,
  service: TlsTarget,
  port: number,
  subset?: string,
): readonly TlsGroup[] {
  const towards = `${service.host}:${port}`
  const variantsOf = (namespace: string) =>
    clientTls(mesh, { namespace, ...(labels === undefined ? {} : { labels }) }, service, port, subset)
  const rest = variantsOf('')
  const own = namespacesWithOwnTls(mesh, service).flatMap((namespace) => {
    const variants = variantsOf(namespace)
    if (JSON.stringify(variants) === JSON.stringify(rest)) return []
    return [{ when: textIn(attributes.clientNamespace, { kind: 'exact', value: namespace }), variants, towards }]
  })
  return [...own, { when: notOf(anyOf(own.map(({ when }) => when))), variants: rest, towards }]
}

/** Whether a client's connections to pods with sidecars are tunnelled (HBONE): that is said of the pod, whichever port they are for. */
export function tunnels(mesh: Mesh, proxy: ClientProxy): boolean {
  return proxy === 'ztunnel' && sidecarsTakeHbone(mesh.settings)
}

/**
 * The requests that get in where a client's connection goes straight to a pod: with the client's identity where its proxy speaks mutual TLS
 * or HBONE, without one else.
 */
export function overConnections(
  { mesh, proxy }: Pick<TlsClients, 'mesh' | 'proxy'>,
  { pod, port }: PodPort,
  groups: readonly TlsGroup[],
  allowed: (connection: Bare) => Condition,
): Condition {
  const plain = (): Condition => allowed({ identity: 'none', peer: 'client', tunnelled: false })
  const named = (tunnelled: boolean): Condition => allowed({ identity: 'client', peer: 'client', tunnelled })
  const unsure = (): Condition => allowed({ identity: 'none', peer: 'client', tunnelled: false, identityAtProxy: 'client' })
  const tunnelled = tunnels(mesh, proxy)
  const guard = enforcementAt(mesh, pod, port, { tunnelled })
  const foreign = (towards: string, within: Condition): Condition => allOf([unknown(`TLS of its own to ${towards}`, foreignTls), within])
  const at = `${pod.namespace}/${pod.name}:${port}`
  const untaken = (within: Condition): Condition => allOf([unknown(`mutual TLS to ${at} without a sidecar`, untakenTls), within])
  const misnamed = (tls: ClientTls): Condition => allOf([unknown(`names of ${at}: ${JSON.stringify(tls)}`, misnamedTls), named(false)])
  const by = (tls: ClientTls, towards: string): Condition => {
    if (guard === 'none') return isOfMesh(tls) ? untaken(plain()) : plain()
    if (guard === 'unknown') return isOfMesh(tls) ? untaken(unsure()) : unsure()
    const spoken = { sidecar: () => spokenTo(mesh, pod, port, tls), ztunnel: () => [towardsZtunnel(mesh, tls)] }[guard]()
    const each = spoken.map((one) => {
      if (one === 'mutual') return guard === 'ztunnel' && tls === 'own' ? foreign(towards, named(false)) : named(false)
      if (one === 'misnamed') return misnamed(tls)
      if (one === 'plain' && isOfMesh(tls)) return untaken(plain())
      return one === 'plain' && tls !== 'own' ? plain() : foreign(towards, plain())
    })
    const doubt = spoken.length > 1 ? `${spoken.join()} ${mtlsByPolicy(mesh, pod)}` : ''
    return unknownOneOf(each, `mTLS of clients to ${at}: ${doubt}`, 'which PeerAuthentication is the oldest')
  }
  const byRules = (): Condition =>
    anyOf(
      groups.map(({ when, variants, towards }) =>
        allOf([
          when,
          unknownOneOf(
            variants.map(({ tls }) => by(tls, towards)),
            `DestinationRule to ${towards} ${JSON.stringify(variants)}`,
            tlsNeeds(variants.some(({ selector }) => selector !== undefined)),
          ),
        ]),
      ),
    )
  switch (proxy) {
    case 'none':
      return plain()
    case 'ztunnel':
      return { none: plain, unknown: unsure, ztunnel: () => named(false), sidecar: tunnelled ? () => named(true) : plain }[guard]()
    case 'sidecar':
    case 'gateway':
      return byRules()
  }
}

function towardsZtunnel({ settings }: Mesh, tls: ClientTls): Spoken {
  switch (isOfMesh(tls) ? 'mesh' : tls) {
    case 'none':
      return 'plain'
    case 'off':
    case 'own':
    case 'mesh':
    case 'unset':
      return proxiesSendHbone(settings) ? 'mutual' : 'plain'
  }
}
