import { defaultProgramSize, programSize } from '../../algebra/language/re2/program-size.ts'
import type { EndpointPattern } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import { type Governed, poolOf } from './endpoint-pool.ts'

/**
 * A pattern that Envoy refuses, or may refuse, among all that policies ask of a pod's requests: one whose program is above the limit or that
 * is no RE2. It spoils the policies of the whole endpoint at its proxy, and what the proxy then does is not known; what does not pass the
 * proxy goes on by the policies (measured: Cilium 1.20.2).
 */
export function refusedPattern(mesh: Mesh, pod: Governed): EndpointPattern | undefined {
  const pools = (['ingress', 'egress'] as const).map((direction) => poolOf(mesh, pod, direction)?.policies ?? [])
  const rules = pools.flatMap((policies) => policies.flatMap(({ side }) => side.allow))
  const patterns = rules.flatMap(({ http = [] }) => http.flatMap(({ method, path, host }) => [method, path, host]))
  return patterns.find((pattern) => pattern !== undefined && !isTaken(pattern.pattern))
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
