import type { VirtualServiceSpecHttpMatch } from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { type Atom, all, not, type Predicate, withoutCase } from '../../../../src/model/predicate.ts'
import type { HttpMatch } from '../../../../src/model/route.ts'
import { resolveGatewayName } from './gateway-name.ts'
import type { SpecContext } from './spec-context.ts'
import { fieldOfMatch, readStringMatch, type StringMatch } from './string-match.ts'
import { readHeaderMatch } from './virtual-service-header-match.ts'

interface MatchParts {
  uri: Predicate
  method: Predicate
  authority: Predicate
  scheme: Predicate
  headers: readonly Predicate[]
  withoutHeaders: readonly Predicate[]
  queries: readonly Predicate[]
  clientLabels: Atom
  clientNamespace: Atom
  port: number
  gateways: readonly string[]
  ignorePathCase: boolean
  name: string
  statPrefix: string
}

const fields: FieldMap<VirtualServiceSpecHttpMatch, MatchParts, SpecContext> = {
  // An empty match on the path compares nothing, unlike one on a header (istio:pilot/pkg/networking/core/route/route.go TranslateRouteMatch).
  uri: (match, at) =>
    fieldOfMatch(match) === undefined ? {} : { uri: { kind: 'path', match: readStringMatch(match), place: placeOf(match, at) } },
  method: (match, at) => ({ method: { kind: 'method', match: readStringMatch(match), place: placeOf(match, at) } }),
  authority: (match, at) => ({ authority: { kind: 'authority', match: readStringMatch(match), place: placeOf(match, at) } }),
  scheme: (match, at) => ({ scheme: { kind: 'scheme', match: readStringMatch(match), place: placeOf(match, at) } }),
  headers: (headers, at) => ({
    headers: Object.entries(headers).map(([name, match]) => readHeaderMatch(name, match, placeOf(match, at.field(name)))),
  }),
  withoutHeaders: (headers, at) => ({
    withoutHeaders: Object.entries(headers).map(([name, match]) => {
      const atom = readHeaderMatch(name, match, placeOf(match, at.field(name)))
      const seesAbsent = atom.kind === 'header' && atom.match.op !== 'present'
      return not(seesAbsent ? { ...atom, absentIsEmpty: true } : atom)
    }),
  }),
  queryParams: (queries, at) => ({
    queries: Object.entries(queries).map(([name, match]) => ({
      kind: 'query',
      name,
      match: readStringMatch(match),
      place: placeOf(match, at.field(name)),
    })),
  }),
  port: (port) => ({ port }),
  sourceLabels: (labels, at) => (Object.keys(labels).length === 0 ? {} : { clientLabels: { kind: 'client-labels', labels, place: at } }),
  sourceNamespace: (namespace, at) => (namespace === '' ? {} : { clientNamespace: { kind: 'client-namespace', namespace, place: at } }),
  gateways: (gateways, _at, { namespace }) =>
    gateways.length === 0 ? {} : { gateways: gateways.map((gateway) => resolveGatewayName(gateway, namespace)) },
  ignoreUriCase: (ignorePathCase) => ({ ignorePathCase }),
  name: (name) => ({ name }),
  statPrefix: (statPrefix) => ({ statPrefix }),
}

/**
 * Reads one alternative of an HTTP rule's `match`. A match with `gateways` is decided by where the proxy stands alone: conditions on the
 * client beside it are not evaluated (istio:pilot/pkg/networking/core/route/route.go sourceMatchHTTP).
 */
export function readHttpMatch(match: VirtualServiceSpecHttpMatch, at: Place, context: SpecContext): HttpMatch {
  const parts = readFields(fields, match, at, context)
  const client = [parts.clientLabels, parts.clientNamespace].filter((atom) => atom !== undefined)
  const dead = parts.gateways !== undefined
  if (dead) {
    for (const atom of client) context.diagnostics.push(diagnose(catalogue.clientConditionNotEvaluated, atom.place, {}))
  }
  const request = [
    ...[parts.uri, parts.method, parts.authority, parts.scheme].filter((part) => part !== undefined),
    ...(parts.headers ?? []),
    ...(parts.withoutHeaders ?? []),
    ...(parts.queries ?? []),
  ].map((part) => (parts.ignorePathCase === true ? withoutPathCase(part) : part))
  return {
    predicate: all(dead ? request : [...request, ...client]),
    ...(parts.name ? { name: parts.name } : {}),
    ...(parts.statPrefix ? { statPrefix: parts.statPrefix } : {}),
    ...(parts.port ? { port: parts.port } : {}),
    ...(parts.gateways === undefined ? {} : { gateways: parts.gateways }),
    ...(parts.ignorePathCase === true ? { ignorePathCase: true } : {}),
    ...(dead && client.length > 0 ? { unevaluated: client } : {}),
    place: at,
  }
}

function placeOf(match: StringMatch | null, at: Place): Place {
  const field = fieldOfMatch(match)
  return field === undefined ? at : at.field(field)
}

/** Case is ignored for exact and prefix paths; a regex goes on telling cases apart. */
function withoutPathCase(part: Predicate): Predicate {
  return part.kind === 'path' ? { ...part, match: withoutCase(part.match) } : part
}
