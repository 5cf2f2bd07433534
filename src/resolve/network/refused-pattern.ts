import { defaultProgramSize, programSize } from '../../algebra/language/re2/program-size.ts'
import type { EndpointPattern, EndpointRule } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import { type Governed, poolOf } from './endpoint-pool.ts'

/**
 * A pattern that Envoy refuses, or may refuse, among all that policies ask of a pod's requests: one whose program is above the limit or that
 * is not RE2. It spoils the policies of the whole endpoint at its proxy, and what the proxy then does is not known; what does not pass the
 * proxy goes on by the policies (measured: Cilium 1.20.2).
 */
export function refusedPattern(mesh: Mesh, pod: Governed): EndpointPattern | undefined {
  const pools = (['ingress', 'egress'] as const).map((direction) => poolOf(mesh, pod, direction)?.policies ?? [])
  const rules = pools.flatMap((policies) => policies.flatMap(({ side }) => side.allow))
  return firstRefused(rules)
}

/** Such a pattern among what a rule asks of requests. */
export function refusedIn({ http = [] }: EndpointRule): EndpointPattern | undefined {
  return http
    .flatMap(({ method, path, host }) => [method, path, host])
    .find((pattern) => pattern !== undefined && !isTaken(pattern.pattern))
}

/** The first of such patterns among those of some rules. */
export function firstRefused(rules: readonly EndpointRule[]): EndpointPattern | undefined {
  return rules.flatMap((rule) => refusedIn(rule) ?? [])[0]
}

const taken = new Map<string, boolean>()

/** Whether Envoy is sure to take a pattern, by its default limit. */
export function isTaken(pattern: string): boolean {
  const known = taken.get(pattern) ?? fits(pattern)
  taken.set(pattern, known)
  return known
}

/** What cannot be counted may be too large. */
function fits(pattern: string): boolean {
  try {
    return programSize(pattern) <= defaultProgramSize
  } catch {
    return false
  }
}
