import { objectText } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import type { Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { policiesOf } from '../../../src/resolve/attachment.ts'
import { servicesForHost } from '../../../src/resolve/hosts.ts'
import { backing } from '../../../src/resolve/services.ts'
import { nodeRivals } from '../routes/node-rivals.ts'
import { saysOnlyTls } from '../routes/only-tls.ts'
import { readsHttp } from '../routes/port-routes.ts'
import { tablesOfHost } from '../routes/routed-services.ts'
import { areKnownKeys } from './inline-keys.ts'
import { areChecksWritten } from './written-checks.ts'

/** The pods that a RequestAuthentication is for, and the Services that lead to them. */
export interface CheckedPods {
  readonly pods: readonly Workload[]
  readonly services: readonly Service[]
}

/** Why tokens cannot be checked at the nodes of clients as sidecars check them; undefined where they can. */
export function tokenObstacle(
  policy: RequestAuthentication,
  { pods, services }: CheckedPods,
  mesh: Mesh,
  options: EmitOptions,
): string | undefined {
  const isWritten = (service: Service): boolean => areChecksWritten(policy, service, mesh)
  const written = services.filter(hasAddress).every(isWritten)
  return ofPolicy(policy, options) ?? ofPods(pods, mesh, written) ?? ofServices(services, pods, mesh, isWritten)
}

function ofPolicy({ attachment, issuers }: RequestAuthentication, { assume, versions }: EmitOptions): string | undefined {
  if (!assume.includes('sidecars-removed')) return 'nodes cannot read what sidecars encrypt (--assume sidecars-removed says that they go)'
  if (!atLeast(versions.cilium, '1.20')) return 'the Envoy of releases of Cilium before 1.20 was not looked at'
  if (attachment.scope === 'mesh' || attachment.scope === 'targets') return 'it is not for the pods of one namespace'
  if (issuers.length === 0) return 'it has no issuer'
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) return 'it has two rules for one issuer'
  if (issuers.some(({ required }) => required)) return 'it requires a token'
  for (const { keys, payloadHeader, claimHeaders } of issuers) {
    if (keys.kind !== 'inline') return 'its keys are not in it (`jwks`); istiod fetched them'
    if (!areKnownKeys(keys.jwks)) return 'its keys may be refused by Envoy, which would check nothing then'
    if (payloadHeader !== undefined || claimHeaders.length > 0) return 'it writes claims to headers'
  }
  return undefined
}

function ofPods(pods: readonly Workload[], mesh: Mesh, written: boolean): string | undefined {
  if (pods.length === 0) return 'the input has no pods that it is for'
  for (const pod of pods) {
    const name = objectText(pod.place.object)
    if (pod.hostNetwork || pod.address !== undefined || (!written && hasIdentity(pod.dataPlane) !== 'yes'))
      return `\`${name}\` has no sidecar, or is no pod`
    const { authorization, requestAuthentication } = policiesOf(mesh, pod)
    if (requestAuthentication.length > 1) return `\`${name}\` has another RequestAuthentication`
    const asking = authorization.find(
      ({ effect, rules }) => effect === 'external' || rules.some((rule) => [...atomsOf(rulePredicate(rule))].some(asksForTokens)),
    )
    if (asking !== undefined) return `\`${objectText(asking.place.object)}\` asks for tokens or an authorizer and stays on sidecars`
  }
  return undefined
}

function asksForTokens({ kind }: { readonly kind: string }): boolean {
  return kind === 'token-principal' || kind === 'token-claim' || kind === 'metadata'
}

function ofServices(
  services: readonly Service[],
  pods: readonly Workload[],
  mesh: Mesh,
  isWritten: (service: Service) => boolean,
): string | undefined {
  const virtual = services.filter(hasAddress)
  if (!virtual.some(({ ports }) => ports.some(readsHttp))) return 'no Service with an address of its own leads HTTP to its pods'
  for (const service of virtual) {
    const name = objectText(service.place.object)
    if (backing(mesh, service).some((pod) => !pods.includes(pod))) return `\`${name}\` leads to pods that it is not for`
    const sniffed = service.ports.find(({ protocol }) => protocol === 'auto')
    if (sniffed !== undefined) return `\`${name}\` does not say what port ${sniffed.port} speaks`
    const [table] = tablesOfHost(service.host, mesh)
    if (table !== undefined) return `\`${name}\` has routes (\`${objectText(table.place.object)}\`)`
    const rule = mesh.backendPolicies.find(
      (one) => !saysOnlyTls(one) && one.fillsIn === undefined && servicesForHost(mesh, one.host, one.namespace).includes(service),
    )
    if (rule !== undefined) return `\`${name}\` has settings for connections (\`${objectText(rule.place.object)}\`)`
    if (!isWritten(service) && nodeRivals(service, mesh).length > 0) return `\`${name}\` has routes at nodes already`
  }
  return undefined
}

/** Whether the proxy of a node can have connections to it. */
export function hasAddress({ headless, externalName }: Service): boolean {
  return !headless && externalName === undefined
}
