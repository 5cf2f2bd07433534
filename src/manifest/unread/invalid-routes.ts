import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { PathStep } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import type { UnreadRoutes } from '../../model/unread.ts'
import { mapOf, recordsOf } from '../carriers/parts.ts'
import { routesOfEither } from './second-routes.ts'

/** Parts of a rule that say what becomes of its requests, and nothing of where they go or whose they are. */
const besideDestinations: ReadonlySet<PathStep> = new Set([
  ...['corsPolicy', 'directResponse', 'fault', 'headers', 'mirrorPercent', 'mirrorPercentage', 'redirect', 'retries', 'rewrite', 'timeout'],
])

/**
 * Of a VirtualService that no API server takes: whose requests it is for, whatever its invalid values become. Only where each of them is the
 * value of a known field beside hosts, gateways, exports and destinations: a field that is missing or misspelt may be a destination or a delegate.
 */
export function routesOfInvalid(object: SourceObject, diagnostics: readonly Diagnostic[]): UnreadRoutes | undefined {
  const problems = diagnostics.filter(
    ({ severity, place }) => severity === 'error' && place !== undefined && place.object === object.place.object,
  )
  const known = problems.length > 0 && problems.every(({ code, place }) => code === 'US1001' && isBesideDestinations(place!.path))
  // Without a namespace it may be applied to any.
  const isPlaced = typeof mapOf(object.value.metadata).namespace === 'string'
  return known && isPlaced && hasAnswers(object) ? routesOfEither(object) : undefined
}

/** Whether each rule says what answers its requests: of a rule without that a destination is missing, and nothing looks for it in invalid objects. */
function hasAnswers({ value }: SourceObject): boolean {
  const spec = mapOf(value.spec)
  const [http, connections] = [recordsOf(spec.http), [...recordsOf(spec.tls), ...recordsOf(spec.tcp)]]
  const leads = ({ route }: Readonly<Record<string, unknown>>) => Array.isArray(route) && route.length > 0
  return (
    http.every(({ value: rule }) => leads(rule) || (rule.redirect ?? rule.directResponse ?? undefined) !== undefined) &&
    connections.every(({ value: rule }) => leads(rule))
  )
}

function isBesideDestinations([spec, protocol, , part]: readonly PathStep[]): boolean {
  return spec === 'spec' && protocol === 'http' && part !== undefined && besideDestinations.has(part)
}
