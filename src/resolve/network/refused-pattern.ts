import { defaultProgramSize, programSize } from '../../algebra/language/re2/program-size.ts'
import type { EndpointPattern, EndpointRule } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { type Governed, poolOf } from './endpoint-pool.ts'

/**
 * A pattern that Envoy refuses, or may refuse, among all that policies ask of a pod's requests: one whose program is above the limit or that
 * is not RE2. It spoils the policies of the whole endpoint at its proxy, and what the proxy then does is not known; what does not pass the
 * proxy goes on by the policies (measured: Cilium 1.20.2).
 */
export function refusedPattern(mesh: Mesh, pod: Governed): EndpointPattern | undefined {
  const pools = (['ingress', 'egress'] as const).map((direction) => poolOf(mesh, pod, direction)?.policies ?? [])
  const rules = pools.flatMap((policies) => policies.flatMap(({ side }) => side.allow))
  return firstRefused(rules, mesh.settings)
}

/** Such a pattern among what a rule asks of requests. */
export function refusedIn({ http = [] }: EndpointRule, settings: Limit): EndpointPattern | undefined {
  return http
    .flatMap(({ method, path, host }) => [method, path, host])
    .find((pattern) => pattern !== undefined && !isTaken(pattern.pattern, settings))
}

/** The first of such patterns among those of some rules. */
export function firstRefused(rules: readonly EndpointRule[], settings: Limit): EndpointPattern | undefined {
  return rules.flatMap((rule) => refusedIn(rule, settings) ?? [])[0]
}

type Limit = Pick<MeshSettings, 'regexSize'>

const sizes = new Map<string, number>()

/** Whether Envoy is sure to take a pattern, by its default limit or the one that the mesh has. */
export function isTaken(pattern: string, { regexSize = defaultProgramSize }: Limit): boolean {
  const size = sizes.get(pattern) ?? sizeOf(pattern)
  sizes.set(pattern, size)
  return size <= regexSize
}

/** What cannot be counted may be too large. */
function sizeOf(pattern: string): number {
  try {
    return programSize(pattern)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
