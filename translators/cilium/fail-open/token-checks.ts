import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { policiesOf } from '../../../src/resolve/attachment.ts'
import { reachObstacle } from './authorizer-reach.ts'
import { type KeySource, keyBackend, keyCluster, keySource, urisOf } from './fetched-keys.ts'
import { areKnownKeys } from './inline-keys.ts'
import { keysCluster } from './keys-cluster.ts'
import type { NodeCheck } from './node-check.ts'
import { envoyTokenFilter } from './token-check.ts'
import { areChecksWritten } from './written-checks.ts'

/** RequestAuthentications as checks at the nodes of clients. */
export function tokenChecks(mesh: Mesh, options: EmitOptions): readonly NodeCheck<RequestAuthentication>[] {
  return mesh.requestAuthentication.map((policy) => checkOf(policy, mesh, options))
}

function checkOf(policy: RequestAuthentication, mesh: Mesh, options: EmitOptions): NodeCheck<RequestAuthentication> {
  const { issuers, attachment, place } = policy
  const object = objectText(place.object)
  const at = place.field('spec')
  const found = urisOf(issuers).map((uri) => keySource(uri, mesh))
  const sources = found.filter((source) => typeof source !== 'string')
  const clusterOf = (uri: string): string => {
    const source = sources.find((one) => one.uri === uri)
    return source === undefined ? '' : keyCluster(source)
  }
  const outside = sources.flatMap((source) =>
    source.kind === 'outside' ? [keysCluster(keyCluster(source), source.host, source.port)] : [],
  )
  return {
    subject: policy,
    attachment,
    place,
    obstacle: (_, written) => ofPolicy(policy) ?? ofSources(found, written, mesh, options),
    obstacleAt: (pod) => besideTokens(pod, mesh),
    // The agent puts the name of the config before that of a cluster, and not in this filter (cc:pkg/ciliumenvoyconfig/cec_resource_parser.go qualifyHttpFilters).
    filters: (_port, _checked, config) => [envoyTokenFilter(issuers, (uri) => `${config}/${clusterOf(uri)}`)],
    asked: sources.flatMap((source) => (source.kind === 'service' ? [keyBackend(source)] : [])),
    clusters: [...new Map(outside.map((cluster) => [cluster.name, cluster])).values()],
    isWritten: (service) => areChecksWritten(policy, service, mesh),
    written: (ports, bypasses) => [
      diagnose(catalogue.ciliumFailsOpen, at, { object, ports, bypasses }),
      ...issuers.flatMap(({ issuer, keys, place: rule }) =>
        keys.kind === 'uri' ? [diagnose(catalogue.ciliumKeysFetched, rule, { issuer, uri: keys.uri })] : [],
      ),
    ],
    stays: (reason) => [diagnose(catalogue.ciliumTokensStay, at, { object, reason })],
    why: 'Checks tokens at the nodes of clients',
  }
}

function ofPolicy({ issuers }: RequestAuthentication): string | undefined {
  if (issuers.length === 0) return 'it has no issuer'
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) return 'it has two rules for one issuer'
  if (issuers.some(({ required }) => required)) return 'it requires a token'
  for (const { keys, payloadHeader, claimHeaders } of issuers) {
    if (keys.kind === 'discovery') return 'it has neither keys (`jwks`) nor where they are (`jwksUri`); istiod asked the issuer'
    if (keys.kind === 'inline' && !areKnownKeys(keys.jwks)) return 'its keys may be refused by Envoy, which would check nothing then'
    if (payloadHeader !== undefined || claimHeaders.length > 0) return 'it writes claims to headers'
  }
  return undefined
}

/** Why nodes would not get the keys that istiod gets. */
function ofSources(found: readonly (KeySource | string)[], written: boolean, mesh: Mesh, options: EmitOptions): string | undefined {
  for (const source of found) {
    if (typeof source === 'string') return `its keys: ${source}`
    const obstacle = source.kind === 'service' && !written ? reachObstacle(source, [], mesh, options) : undefined
    if (obstacle !== undefined) return `its keys: ${obstacle}`
  }
  return undefined
}

function besideTokens(pod: Workload, mesh: Mesh): string | undefined {
  const { authorization, requestAuthentication } = policiesOf(mesh, pod)
  if (requestAuthentication.length > 1) return `\`${objectText(pod.place.object)}\` has another RequestAuthentication`
  const asking = authorization.find(
    ({ effect, rules }) => effect === 'external' || rules.some((rule) => [...atomsOf(rulePredicate(rule))].some(asksForTokens)),
  )
  return asking === undefined ? undefined : `\`${objectText(asking.place.object)}\` asks for tokens or an authorizer and stays on sidecars`
}

function asksForTokens({ kind }: { readonly kind: string }): boolean {
  return kind === 'token-principal' || kind === 'token-claim' || kind === 'metadata'
}
