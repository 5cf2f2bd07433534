import type { GRPCRouteSpec } from '../../../../src/crd/generated/types/gateway-api/grpc-route.ts'
import type { HTTPRouteSpec } from '../../../../src/crd/generated/types/gateway-api/http-route.ts'
import { all, conjuncts } from '../../../../src/model/predicate.ts'
import type { HttpMatch, HttpRule, RouteTable } from '../../../../src/model/route.ts'
import { grpcPath } from './grpc-path.ts'
import { type ProgrammedRules, programmedRule } from './programmed-rule.ts'

/** What the operator programs of the rules of an HTTPRoute. */
export function programmedHttpRules(table: RouteTable, { rules = [] }: HTTPRouteSpec): ProgrammedRules {
  return together(table.http.map((rule, index) => programmedRule(rule, rules[index]!)))
}

/** The same of a GRPCRoute, whose methods are paths. */
export function programmedGrpcRules(table: RouteTable, { rules = [] }: GRPCRouteSpec): ProgrammedRules {
  return together(
    table.http.map((rule, index) => {
      const written = rules[index]!
      const matches = rule.matches.map((match, position) => withGrpcPath(match, written.matches?.[position]?.method))
      return programmedRule({ ...rule, matches }, written)
    }),
  )
}

function withGrpcPath(match: HttpMatch, method: Parameters<typeof grpcPath>[0]): HttpMatch {
  const path = grpcPath(method)
  const others = conjuncts(match.predicate).filter(({ kind }) => kind !== 'path')
  return {
    ...match,
    predicate: all([...(path === undefined ? [] : [{ kind: 'path' as const, match: path, place: match.place }]), ...others]),
  }
}

function together(parts: readonly ProgrammedRules[]): ProgrammedRules {
  const rules: readonly HttpRule[] = parts.flatMap((part) => part.rules)
  return { rules, unmodelled: parts.flatMap(({ unmodelled }) => unmodelled) }
}
