import type {
  HTTPRouteSpecRulesMatches,
  HTTPRouteSpecRulesMatchesHeaders,
  HTTPRouteSpecRulesMatchesPath,
} from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import { all, type PathMatch, type Predicate, type TextMatch } from '../../../src/model/predicate.ts'
import type { HttpMatch } from '../../../src/model/route.ts'
import type { RouteContext } from './route-context.ts'

interface NamedMatch {
  readonly name: string
  readonly type: 'Exact' | 'RegularExpression'
  readonly value: string
}

const named: FieldMap<HTTPRouteSpecRulesMatchesHeaders, NamedMatch, void> = {
  name: (name) => ({ name }),
  type: (type) => ({ type }),
  value: (value) => ({ value }),
}

const pathFields: FieldMap<HTTPRouteSpecRulesMatchesPath, { type: string; value: string }, void> = {
  type: (type) => ({ type }),
  value: (value) => ({ value }),
}

interface MatchParts {
  readonly path: Predicate
  readonly method: Predicate
  readonly headers: readonly Predicate[]
  readonly queries: readonly Predicate[]
}

const fields: FieldMap<HTTPRouteSpecRulesMatches, MatchParts, RouteContext> = {
  path: (path, at) => {
    const { type = 'PathPrefix', value = '/' } = readFields(pathFields, path, at, undefined)
    return { path: { kind: 'path', match: pathMatch(type, value), place: at.field('value') } }
  },
  method: (value, at) => ({ method: { kind: 'method', match: { op: 'exact', value }, place: at } }),
  headers: (headers, at, context) => ({ headers: headers.map((header, index) => readHeader(header, at.index(index), context)) }),
  queryParams: (queries, at, context) => ({
    queries: queries.map((query, index) => ({ ...readNamed(query, at.index(index), context), kind: 'query' })),
  }),
}

/** Reads one match of an HTTPRoute. One without a path has the path prefix `/`, by the CRD's default. */
export function readHttpRouteMatch(match: HTTPRouteSpecRulesMatches, at: Place, context: RouteContext): HttpMatch {
  const { path, method, headers = [], queries = [] } = readFields(fields, match, at, context)
  const anyPath: Predicate = { kind: 'path', match: { op: 'segment-prefix', value: '/' }, place: at }
  return { predicate: all([path ?? anyPath, ...(method === undefined ? [] : [method]), ...headers, ...queries]), place: at }
}

export const readMatchAll = (at: Place, context: RouteContext): HttpMatch => readHttpRouteMatch({}, at, context)

export function readHeader(header: HTTPRouteSpecRulesMatchesHeaders, at: Place, context: RouteContext): Predicate {
  return { ...readNamed(header, at, context), kind: 'header' }
}

/** A slash at the end of a prefix means nothing; a regular expression must match the whole path (istio:pilot/pkg/config/kube/gateway/conversion.go createURIMatch). */
function pathMatch(type: string, value: string): PathMatch {
  if (type === 'Exact') return { op: 'exact', value }
  if (type === 'RegularExpression') return { op: 'regex', value }
  return { op: 'segment-prefix', value: value === '/' ? value : value.replace(/\/$/, '') }
}

function readNamed(
  header: HTTPRouteSpecRulesMatchesHeaders,
  place: Place,
  { controller }: RouteContext,
): { name: string; match: TextMatch; place: Place } {
  const { name = '', type, value = '' } = readFields(named, header, place, undefined)
  const match: TextMatch =
    type !== 'RegularExpression'
      ? { op: 'exact', value }
      : value === controller.regexOfAnyValue
        ? { op: 'present' }
        : { op: 'regex', value }
  return { name, match, place: place.field('value') }
}
