import type { VirtualServiceSpec } from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import type { RouteBinding, RouteTable } from '../../../../src/model/route.ts'
import { istiod } from '../../istiod.ts'
import { resolveGatewayName } from './gateway-name.ts'
import type { SpecContext } from './spec-context.ts'
import { readHttpRule } from './virtual-service-http.ts'
import { readTcpRule, readTlsRule } from './virtual-service-stream.ts'

const fields: FieldMap<VirtualServiceSpec, RouteTable, SpecContext> = {
  hosts: (hosts, at) => ({ hosts: hosts.map((host, index) => ({ host, place: at.index(index) })), delegateOnly: hosts.length === 0 }),
  gateways: (gateways, at, { namespace }) =>
    gateways.length === 0 ? {} : { bindings: gateways.map((gateway, index) => readBinding(gateway, at.index(index), namespace)) },
  exportTo: (exportTo) => (exportTo.length === 0 ? {} : { exportTo }),
  http: (rules, at, context) => ({ http: rules.map((rule, index) => readHttpRule(rule, at.index(index), context)) }),
  tls: (rules, at, context) => ({ tls: rules.map((rule, index) => readTlsRule(rule, at.index(index), context)) }),
  tcp: (rules, at, context) => ({ tcp: rules.map((rule, index) => readTcpRule(rule, at.index(index), context)) }),
}

/** Reads a VirtualService. One without hosts is only there to be delegated to (istio:pilot/pkg/model/virtualservice.go). */
export const virtualServiceReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'VirtualService',
  phase: 'objects',
  read(object, context, into) {
    const { name, namespace } = object.ref
    const spec = readFields(fields, specOf<VirtualServiceSpec>(object), object.place.field('spec'), { ...context, namespace })
    into.routes.push({
      name,
      namespace,
      controller: istiod.name,
      hosts: [],
      bindings: [{ to: 'mesh' }],
      order: 'first-match',
      http: [],
      tls: [],
      tcp: [],
      delegateOnly: true,
      owners: object.owners,
      ...(object.creationTimestamp === undefined ? {} : { creationTimestamp: object.creationTimestamp }),
      place: object.place,
      ...spec,
    })
    return true
  },
}

function readBinding(written: string, place: Place, namespace: string): RouteBinding {
  const resolved = resolveGatewayName(written, namespace)
  if (resolved === 'mesh') return { to: 'mesh', place }
  const slash = resolved.indexOf('/')
  return { to: 'gateway', namespace: resolved.slice(0, slash), name: resolved.slice(slash + 1), place }
}
