import type { GRPCRouteSpec } from '../../../../src/crd/generated/types/gateway-api/grpc-route.ts'
import type { HTTPRouteSpec } from '../../../../src/crd/generated/types/gateway-api/http-route.ts'
import { isRefusedPattern } from '../go-pattern.ts'

interface Compared {
  readonly type?: string
  readonly value?: string
}

/**
 * Whether a match has a pattern that Go does not compile, such as `*`: the operator does not accept such a route
 * (cc:operator/pkg/gateway-api/routechecks/httproute.go ValidateMatchRegexps).
 */
export function hasRefusedPattern({ rules = [] }: HTTPRouteSpec | GRPCRouteSpec): boolean {
  return rules.some(({ matches = [] }) =>
    matches.some((match) => {
      const compared: readonly Compared[] = [
        ...('path' in match && match.path !== undefined ? [match.path] : []),
        ...(match.headers ?? []),
        ...('queryParams' in match ? (match.queryParams ?? []) : []),
      ]
      return [...compared.flatMap(patternOf), ...patternsOfMethod(match)].some(isRefusedPattern)
    }),
  )
}

function patternOf({ type, value }: Compared): string[] {
  return type === 'RegularExpression' && value !== undefined ? [value] : []
}

/** A gRPC method may be named by patterns; an HTTP method is a word. */
function patternsOfMethod({ method }: { readonly method?: unknown }): string[] {
  if (typeof method !== 'object' || method === null) return []
  const { type, service, method: name } = method as { type?: string; service?: string; method?: string }
  return type === 'RegularExpression' ? [service, name].filter((one) => one !== undefined) : []
}
