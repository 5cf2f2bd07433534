import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { BackendPolicy, OriginatedTls, TrafficTopic } from '../../../../src/model/backend.ts'
import type { Json } from '../../../../src/model/object.ts'

interface Context {
  /** True when routes lead to the host, so that hash policies stand on routes. */
  readonly routed: boolean
  /** Whether waypoints balance by hash where no route leads to the host: since Istio 1.31. */
  readonly hashesWithoutRoute: boolean
}

const shared: Partial<Record<TrafficTopic['name'], string>> = {
  'connection-pool': 'connection limits',
  'outlier-detection': 'ejections',
}

/** What a waypoint does differently with the settings of a rule and its subsets; at most one finding about shared limits. */
export function policyFindings(rule: BackendPolicy, context: Context): Diagnostic[] {
  const policies = [rule.policy, ...rule.subsets.map(({ policy }) => policy)].filter((policy) => policy !== undefined)
  const ports = policies.flatMap((policy) => policy.ports)
  const topics = [...policies, ...ports].flatMap((part) => part.topics)
  const hashes = (list: readonly TrafficTopic[]) => list.filter(({ settings }) => has(settings, 'consistentHash'))
  return [
    ...sharedLimits(topics),
    ...hashes(ports.flatMap((part) => part.topics)).map(({ place }) =>
      lost(place.field('consistentHash'), 'a waypoint does not balance by hash as set for a single port'),
    ),
    ...hashes(policies.flatMap((part) => part.topics))
      .filter(() => !context.routed && !context.hashesWithoutRoute)
      .map(({ place }) => lost(place.field('consistentHash'), 'without routes a waypoint balances by hash since Istio 1.31 only')),
    ...topics
      .filter(({ name }) => name === 'tunnel')
      .map(({ place }) => lost(place, 'a tunnel is only set up for TCP, as the waypoint sees it')),
    ...topics
      .filter(({ settings }) => has(settings, 'outlierDetectionHttpErrorCodes'))
      .map(({ place }) => lost(place.field('outlierDetectionHttpErrorCodes'), 'a waypoint does not count status codes of its own choice')),
    ...[...policies, ...ports].flatMap(({ tls }) => (tls === undefined ? [] : certificates(tls))),
  ]
}

function sharedLimits(topics: readonly TrafficTopic[]): Diagnostic[] {
  const limits = topics.filter(({ name }) => shared[name] !== undefined)
  const locality = topics.find((topic) => has(topic.settings, 'localityLbSetting'))
  const reported = topics.find((topic) => has(topic.settings, 'backendUtilization'))
  const words = [
    ...new Set([
      ...limits.map(({ name }) => shared[name]!),
      ...(locality === undefined ? [] : ['localities']),
      ...(reported === undefined ? [] : ['weights by reported load']),
    ]),
  ]
  const first = limits[0] ?? locality ?? reported
  return first === undefined ? [] : [diagnose(catalogue.limitsShared, first.place, { what: words.join(' and ') })]
}

function lost(place: TrafficTopic['place'], what: string): Diagnostic {
  return diagnose(catalogue.backendSettingsLost, place, { what })
}

function certificates(tls: OriginatedTls): Diagnostic[] {
  if (tls.mode !== 'simple' && tls.mode !== 'mutual') return []
  const files = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].filter((field) => has(tls.settings, field))
  return [
    ...files.map((field) => lost(tls.place.field(field), 'the file is mounted in sidecars, not in the waypoint; use `credentialName`')),
    ...['credentialName', 'caCertCredentialName']
      .filter((field) => has(tls.settings, field))
      .map((field) =>
        lost(tls.place.field(field), 'the secret is looked for in the namespace of the waypoint, no longer in that of the client'),
      ),
  ]
}

function has(settings: Json, field: string): boolean {
  return typeof settings === 'object' && settings !== null && !Array.isArray(settings) && field in settings
}
