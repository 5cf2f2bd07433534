import type {
  VirtualServiceSpecTcp,
  VirtualServiceSpecTcpMatch,
  VirtualServiceSpecTls,
  VirtualServiceSpecTlsMatch,
} from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { StreamMatch, StreamRule } from '../../../../src/model/route.ts'
import { resolveGatewayName } from './gateway-name.ts'
import type { SpecContext } from './spec-context.ts'
import { readRouteDestinations } from './virtual-service-destination.ts'

/** What TLS and TCP matches have in common. Unlike HTTP matches, they evaluate conditions on the client beside `gateways` too. */
const common = {
  destinationSubnets: (destinationSubnets: readonly string[]) => ({ destinationSubnets }),
  port: (port: number) => (port === 0 ? {} : { port }),
  sourceLabels: (clientLabels: Readonly<Record<string, string>>) => (Object.keys(clientLabels).length === 0 ? {} : { clientLabels }),
  sourceNamespace: (clientNamespace: string) => (clientNamespace === '' ? {} : { clientNamespace }),
  gateways: (gateways: readonly string[], _at: Place, { namespace }: SpecContext) =>
    gateways.length === 0 ? {} : { gateways: gateways.map((gateway) => resolveGatewayName(gateway, namespace)) },
}

const tlsMatch: FieldMap<VirtualServiceSpecTlsMatch, StreamMatch, SpecContext> = {
  ...common,
  sniHosts: (sniHosts) => ({ sniHosts }),
}

const tcpMatch: FieldMap<VirtualServiceSpecTcpMatch, StreamMatch, SpecContext> = {
  ...common,
  sourceSubnet: (subnet) => (subnet === '' ? {} : { sourceSubnets: [subnet] }),
}

const tlsRule: FieldMap<VirtualServiceSpecTls, StreamRule, SpecContext> = {
  match: (matches, at, context) => ({ matches: matches.map((match, index) => readMatch(tlsMatch, match, at.index(index), context)) }),
  route: (routes, at, context) => ({ backends: readRouteDestinations(routes, at, context) }),
}

const tcpRule: FieldMap<VirtualServiceSpecTcp, StreamRule, SpecContext> = {
  match: (matches, at, context) => ({ matches: matches.map((match, index) => readMatch(tcpMatch, match, at.index(index), context)) }),
  route: (routes, at, context) => ({ backends: readRouteDestinations(routes, at, context) }),
}

export function readTlsRule(rule: VirtualServiceSpecTls, at: Place, context: SpecContext): StreamRule {
  return { matches: [], backends: [], ...readFields(tlsRule, rule, at, context), place: at }
}

export function readTcpRule(rule: VirtualServiceSpecTcp, at: Place, context: SpecContext): StreamRule {
  return { matches: [], backends: [], ...readFields(tcpRule, rule, at, context), place: at }
}

function readMatch<T extends object>(
  fields: FieldMap<T, StreamMatch, SpecContext>,
  match: T,
  at: Place,
  context: SpecContext,
): StreamMatch {
  return { sniHosts: [], destinationSubnets: [], sourceSubnets: [], ...readFields(fields, match, at, context), place: at }
}
