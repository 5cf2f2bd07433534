import type { GRPCRouteSpec } from '../../../../src/crd/generated/types/gateway-api/grpc-route.ts'
import type { HTTPRouteSpec } from '../../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { KindReader, ReadContext } from '../../../../src/model/dialect.ts'
import { type SourceObject, specOf } from '../../../../src/model/object.ts'
import type { RouteBinding, RouteTable } from '../../../../src/model/route.ts'
import type { RouteController } from '../../../../src/model/route-controller.ts'
import { readGrpcRoute } from '../../../gateway-api/read/grpc-route.ts'
import { readHttpRoute } from '../../../gateway-api/read/http-route.ts'
import { isOperatorMeasured } from '../../releases.ts'
import { ciliumOperator } from '../../routes/operator.ts'
import { backendGrantReader } from './backend-grant.ts'
import { controllerReaders } from './controller.ts'
import { measuredAlone } from './measured-alone.ts'
import type { ProgrammedRules } from './programmed-rule.ts'
import { programmedGrpcRules, programmedHttpRules } from './programmed-rules.ts'
import { hasRefusedPattern } from './refused-pattern.ts'

type RouteSpec = HTTPRouteSpec | GRPCRouteSpec

/** A route whose parents are Services (GAMMA) or Gateways, as Cilium's operator programs it. One that it does not accept is bound to nothing. */
function routeReader<Spec extends RouteSpec>(
  kind: string,
  readTable: (object: SourceObject, context: ReadContext, controller: RouteController) => RouteTable,
  programmed: (table: RouteTable, spec: Spec) => ProgrammedRules,
): KindReader {
  return {
    group: 'gateway.networking.k8s.io',
    kind,
    phase: 'objects',
    read(object, context, into) {
      const spec = specOf<Spec>(object)
      const parents = (spec.parentRefs ?? []).map((parent) => (parent.group === 'core' ? { ...parent, group: '' } : parent))
      const isOfService = (parent: (typeof parents)[number]): boolean => parent.group === '' && parent.kind === 'Service'
      const isOfGateway = (parent: (typeof parents)[number]): boolean => (parent.kind ?? 'Gateway') === 'Gateway'
      if (!parents.some((parent) => isOfService(parent) || isOfGateway(parent))) return false
      // What is odd about it is said once, of the table that istiod has.
      const seen: SourceObject = { ...object, value: { ...object.value, spec: { ...spec, parentRefs: parents } } }
      const table = readTable(seen, { ...context, diagnostics: [] }, ciliumOperator)
      const { rules, unmodelled } = programmed(table, spec)
      const accepted = !hasRefusedPattern(spec)
      // A redirect to `http` is for no request in 1.20, and for all of them before.
      const lost = table.http.filter((rule) => !rules.some(({ place }) => place === rule.place)).map(({ place }) => place)
      const apart = isOperatorMeasured(context.versions.cilium) ? [] : [...measuredAlone(rules), ...lost]
      const own = { ...table, http: rules, normalization: 'none', unmodelled: [...unmodelled, ...apart] } as const
      const bound = (to: (binding: RouteBinding) => boolean): readonly RouteBinding[] => table.bindings.filter((one) => accepted && to(one))
      if (parents.some(isOfService))
        into.nodeRoutes.push({
          ...own,
          // Hostnames do not count, and the Service has to be of the route's own namespace (measured: Cilium 1.20.2).
          hosts: [],
          bindings: bound(
            (binding) => binding.to === 'service' && binding.target.kind === 'Service' && binding.namespace === table.namespace,
          ),
        })
      // What is attached to gateways of another controller has no effect on the proxies of nodes.
      if (parents.some(isOfGateway)) into.nodeRoutes.push({ ...own, bindings: bound(({ to }) => to === 'gateway') })
      return true
    },
  }
}

/** What Cilium's operator makes of Gateway API for the proxies of nodes. */
export const nodeRouteReaders: readonly KindReader[] = [
  routeReader<HTTPRouteSpec>('HTTPRoute', readHttpRoute, programmedHttpRules),
  routeReader<GRPCRouteSpec>('GRPCRoute', readGrpcRoute, programmedGrpcRules),
  backendGrantReader,
  ...controllerReaders,
]
