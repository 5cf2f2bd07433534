import type { GRPCRouteSpecRulesMatchesMethod } from '../../../../src/crd/generated/types/gateway-api/grpc-route.ts'
import type { PathMatch } from '../../../../src/model/predicate.ts'

/** The path by which the operator knows a gRPC method; undefined for every path (cc:operator/pkg/model/ingestion/gateway.go toGRPCPathMatch). */
export function grpcPath(written: GRPCRouteSpecRulesMatchesMethod | undefined): PathMatch | undefined {
  const { type = 'Exact', service, method } = written ?? {}
  if (service === undefined && method === undefined) return undefined
  if (service === undefined) return { op: 'regex', value: `/.+/${method}` }
  if (type === 'RegularExpression') return { op: 'regex', value: `/${service}/${method ?? '.+'}` }
  return method === undefined ? { op: 'segment-prefix', value: `/${service}` } : { op: 'exact', value: `/${service}/${method}` }
}
