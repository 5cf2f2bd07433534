import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { BackendPolicy, OriginatedTls, TrafficPolicy } from '../../../../src/model/backend.ts'
import { atLeast, type EmitOptions } from '../../../../src/model/dialect.ts'
import { namesServers } from '../../../../src/model/endpoint-tls.ts'
import { type Mesh, resolveHost } from '../../../../src/model/mesh.ts'
import type { ExternalHost, Service } from '../../../../src/model/service.ts'
import { servicesForHost } from '../../../../src/resolve/hosts.ts'
import { controllerOf } from '../../../../src/resolve/routes/route-owner.ts'
import { decideRoutes } from '../../routes/decide.ts'
import { policyFindings } from './settings.ts'

/** What a DestinationRule means for the hosts that it speaks of. */
export interface BackendFindings {
  /** Hosts that need a waypoint for it; none when it is refused or says nothing. */
  readonly targets: readonly (Service | ExternalHost)[]
  /** The settings that do something, in the order of the rule. */
  readonly settings: readonly Place[]
  /** Every host that it speaks of. */
  readonly hosts: readonly (Service | ExternalHost)[]
  readonly diagnostics: readonly Diagnostic[]
}

export function backendFindings(rule: BackendPolicy, mesh: Mesh, options: EmitOptions): BackendFindings {
  const host = resolveHost(rule.host, rule.namespace, mesh.settings.clusterDomain)
  const hosts = servicesForHost(mesh, rule.host, rule.namespace)
  const settings = effective(rule.policy)
  const none = { targets: [], settings, hosts }
  const owner = controllerOf(rule, 'backendPolicies', mesh)
  if (owner !== undefined) return { ...none, diagnostics: [diagnose(catalogue.backendRuleOwned, rule.place, owner)] }
  const says = settings.length > 0 || rule.subsets.length > 0
  const spec = rule.place.field('spec')
  const plain = ofTls(rule)
  if (!says) return { ...none, diagnostics: plain }
  if (host.includes('*') && !hosts.some((owner) => 'resolution' in owner && owner.hosts.includes(host))) {
    return {
      ...none,
      diagnostics: settings.length === 0 ? plain : [...plain, diagnose(catalogue.backendHostWildcard, rule.hostPlace, { host: rule.host })],
    }
  }
  if (hosts.length === 0)
    return { ...none, diagnostics: [...plain, diagnose(catalogue.backendHostUnknown, rule.hostPlace, { host: rule.host })] }
  const foreign = hosts.some(({ namespace }) => namespace !== rule.namespace) && rule.namespace !== mesh.settings.rootNamespace
  if (foreign) {
    const params = { host: rule.host, namespace: rule.namespace }
    return { ...none, diagnostics: [...plain, diagnose(catalogue.backendRuleOfClient, rule.place, params)] }
  }
  if (rule.clientSelector !== undefined) {
    const at = spec.field('workloadSelector')
    return {
      ...none,
      diagnostics: [...plain, diagnose(catalogue.backendRuleNotForAll, at, { what: 'selects some clients by their labels' })],
    }
  }
  if (!(rule.exportTo ?? mesh.settings.defaultExportTo.backendPolicies).includes('*')) {
    const at = spec.field('exportTo')
    return {
      ...none,
      diagnostics: [...plain, diagnose(catalogue.backendRuleNotForAll, at, { what: 'is exported to some namespaces only' })],
    }
  }
  const following = routedServices(decideRoutes(mesh, options))
  const routed = hosts.some((target) => following.has(target))
  const context = { routed, hashesWithoutRoute: atLeast(options.versions.istio, '1.31') }
  const found = policyFindings(rule, context)
  return { targets: settings.length === 0 ? [] : hosts, settings, hosts, diagnostics: [...plain, ...found] }
}

const routedBy = new WeakMap<ReturnType<typeof decideRoutes>, ReadonlySet<Service | ExternalHost>>()

/** Services whose requests follow some route at a waypoint. */
function routedServices(decisions: ReturnType<typeof decideRoutes>): ReadonlySet<Service | ExternalHost> {
  let routed = routedBy.get(decisions)
  if (routed === undefined) {
    routed = new Set(decisions.flatMap(({ services, outcome }) => (outcome === 'refused' ? [] : services)))
    routedBy.set(decisions, routed)
  }
  return routed
}

/** Settings that a proxy has to act on; mutual TLS of the mesh and plain text do not concern ambient mode. */
function effective(policy: TrafficPolicy | undefined): Place[] {
  if (policy === undefined) return []
  const tls = [policy.tls, ...policy.ports.map((port) => port.tls)].filter((one) => one?.mode === 'simple' || one?.mode === 'mutual')
  return [...policy.topics, ...policy.ports.flatMap((port) => port.topics), ...tls.filter((one) => one !== undefined)].map(
    ({ place }) => place,
  )
}

/** What is lost of TLS wherever clients follow no DestinationRule any more: plaintext, and the choice of servers by the names in their certificates. */
function ofTls(rule: BackendPolicy): Diagnostic[] {
  const plain = allTls(rule).flatMap((one) => (one.mode === 'disable' ? [diagnose(catalogue.plaintextNotKept, one.place, {})] : []))
  return [...plain, ...serverNamesLost(rule)]
}

/** The names by which sidecars choose servers, through `ISTIO_MUTUAL`: HBONE takes its place towards pods in ambient mode, for clients on sidecars and gateways too. */
export function serverNamesLost(rule: BackendPolicy): Diagnostic[] {
  return allTls(rule).flatMap((one) => {
    if (one.mode !== 'mesh' || !namesServers(one)) return []
    return [diagnose(catalogue.backendSettingsLost, one.place.field('subjectAltNames'), { what: namesLost })]
  })
}

function allTls({ policy, subsets }: BackendPolicy): OriginatedTls[] {
  const policies = [policy, ...subsets.map((subset) => subset.policy)]
  return policies.flatMap((one) => [one?.tls, ...(one?.ports.map(({ tls }) => tls) ?? [])].filter((tls) => tls !== undefined))
}

const namesLost =
  'clients in ambient mode follow no DestinationRule with `ISTIO_MUTUAL`, and pods in ambient mode are reached through HBONE, whatever names are in their certificates'
