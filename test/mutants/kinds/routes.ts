import type { KubernetesObject } from '../../../src/model/object.ts'
import { type Damage, kindsOf, on, removed } from '../mutant-kind.ts'
import { pick } from '../random.ts'
import { at, drop, dropOneOfSeveral, dropped, renamed, replaced, swapped, type Value } from '../spot.ts'

const gatewayApi = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']
const istio = 'VirtualService'
const all = [...gatewayApi, istio]
const paths = 'spec.rules.*.matches.*.path'
const uris = 'spec.http.*.match.*.uri'
const matches = 'spec.rules|http.*.matches|match.*'

/** A regular expression for a prefix, cut down to what a prefix can say. */
function prefixOf(pattern: string): string | undefined {
  const literal = /^[^\\.*+?()[\]{}|^$]*/.exec(pattern)![0].replace(/\/$/, '')
  return literal === '' ? undefined : literal
}

function anotherService({ metadata }: KubernetesObject, name: string, others: readonly KubernetesObject[]): string[] {
  return others
    .filter((other) => other.kind === 'Service' && other.metadata.namespace === metadata.namespace && other.metadata.name !== name)
    .map((other) => other.metadata.name)
}

const otherBackend: Damage = (object, random, others) => {
  const other = (name: string): string | undefined => pick(random, anotherService(object, name, others))
  return object.kind === istio
    ? replaced('spec.http.*.route.*.destination.host', other)(object, random, others)
    : replaced('spec.rules.*.backendRefs.*.name', other)(object, random, others)
}

const otherParent: Damage = (object, random, others) =>
  replaced(
    'spec.parentRefs.*.name',
    (name) => pick(random, anotherService(object, name, others)),
    ({ holder }) => holder.kind === 'Service',
  )(object, random, others)

const weightsSwapped = at(
  'spec.rules|http.*.backendRefs|route',
  ({ value }) => {
    const [first, second] = value as Value[]
    if (second === undefined || (first.weight ?? 1) === (second.weight ?? 1)) return false
    const weight = first.weight ?? 1
    first.weight = second.weight ?? 1
    second.weight = weight
    return true
  },
  ({ value }) => Array.isArray(value) && value.length > 1,
)

export const routeKinds = kindsOf('routes', {
  'reorder rules': ['order is kept where none is needed, or lost where it counts', on(all, swapped('spec.rules|http.*'))],
  'reverse rules': [
    'rules are collected on a stack',
    on(
      all,
      replaced('spec.rules|http', (rules: Value[]) => [...rules].reverse()),
    ),
  ],
  'drop one rule': ['a rule that cannot be said is left out', on(all, dropOneOfSeveral('spec.rules|http|tcp|tls.*'))],
  'drop one match': ['alternatives are copied up to the first', on(all, dropOneOfSeveral(matches))],
  'drop matches': ['a rule without matches is a rule for everything', on(all, dropped('spec.rules|http.*.matches|match'))],
  'drop path of a match': [
    'a kind of path match is not known',
    on(
      all,
      dropped(`${matches}.path|uri`, ({ holder }) => Object.keys(holder).length > 1),
    ),
  ],
  'drop header match': ['a header match is not known', on(all, dropped(`${matches}.headers|withoutHeaders|queryParams|method`))],
  'drop one header of a match': ['a header match is not known', on(all, dropOneOfSeveral(`${matches}.headers|queryParams.*`))],
  'lose not of a header': [
    'withoutHeaders and headers are mixed up',
    on(
      istio,
      renamed(`${matches}.withoutHeaders`, () => 'headers'),
    ),
  ],
  'segment prefix for a byte prefix': [
    'PathPrefix of Gateway API is one of whole segments',
    on(
      gatewayApi,
      replaced(paths, (path) => {
        const value = path.type === 'RegularExpression' ? prefixOf(path.value) : undefined
        return value === undefined ? undefined : { type: 'PathPrefix', value }
      }),
    ),
  ],
  'byte prefix for a segment prefix': [
    'a prefix of Istio is one of bytes',
    on(
      gatewayApi,
      replaced(paths, (path) => (path.type === 'PathPrefix' ? { type: 'RegularExpression', value: `${path.value}.*` } : undefined)),
    ),
  ],
  'exact for prefix': [
    'the type of a path match has a default',
    on(
      gatewayApi,
      replaced(paths, (path) => (path.type === 'Exact' ? undefined : path.type === 'PathPrefix' ? { ...path, type: 'Exact' } : undefined)),
    ),
  ],
  'prefix for exact': [
    'PathPrefix is the default of a path match',
    on(
      gatewayApi,
      replaced(paths, (path) => (path.type === 'Exact' ? { ...path, type: 'PathPrefix' } : undefined)),
    ),
  ],
  'exact for prefix in a VirtualService': [
    'keys of one shape are mixed up',
    on(
      istio,
      replaced(uris, ({ prefix }) => (prefix === undefined ? undefined : { exact: prefix })),
    ),
  ],
  'other case of paths': ['ignoreUriCase has no counterpart', on(all, dropped(`${matches}.ignoreUriCase`))],
  'lost weight': [
    'a weight that is not written is 1, or 0',
    on(
      all,
      dropped('spec.rules|http.*.backendRefs|route.*.weight', ({ holder }) => holder.weight > 1),
    ),
  ],
  'weight 0': [
    'an absent weight is written as 0',
    on(
      all,
      replaced('spec.rules|http.*.backendRefs|route.*', (backend) => ({ ...backend, weight: 0 })),
    ),
  ],
  'swapped weights': ['backends are sorted, weights are not', on(all, weightsSwapped)],
  'drop one backend': ['several backends of one host are merged', on(all, dropOneOfSeveral('spec.rules|http.*.backendRefs|route.*'))],
  'other backend': ['Services are mixed up', on(all, otherBackend)],
  'drop subset': ['subsets have no counterpart', on(istio, dropped('spec.http.*.route.*.destination.subset'))],
  'subset without its labels': [
    'the Service for a subset selects all pods',
    on(
      'Service',
      dropped('spec.selector.*', ({ holder }) => Object.keys(holder).length > 1),
    ),
  ],
  'drop one filter': ['a filter is not known', on(gatewayApi, dropOneOfSeveral('spec.rules.*.filters.*'))],
  'drop filters': ['filters are not known', on(gatewayApi, dropped('spec.rules.*.filters'))],
  'other header value': [
    'values are quoted twice',
    on(
      gatewayApi,
      replaced('spec.rules.*.filters.*.requestHeaderModifier|responseHeaderModifier.*.*.value', (value: string) => `"${value}"`),
    ),
  ],
  'set header becomes add': [
    'set and add are mixed up',
    on(
      gatewayApi,
      renamed('spec.rules.*.filters.*.requestHeaderModifier.set', () => 'add'),
    ),
  ],
  'other redirect code': [
    '302 is the default of Gateway API, 301 that of Istio',
    on(
      gatewayApi,
      replaced('spec.rules.*.filters.*.requestRedirect', (redirect) => ({
        ...redirect,
        statusCode: redirect.statusCode === 302 ? 301 : 302,
      })),
    ),
  ],
  'other rewrite': [
    'a full path replaces a prefix',
    on(
      gatewayApi,
      replaced('spec.rules.*.filters.*.urlRewrite.path', (path) =>
        path.type === 'ReplacePrefixMatch' ? { type: 'ReplaceFullPath', replaceFullPath: path.replacePrefixMatch } : undefined,
      ),
    ),
  ],
  'drop rewrite of a VirtualService': ['rewrites are left to the application', on(istio, dropped('spec.http.*.rewrite'))],
  'drop headers of a VirtualService': ['changes of headers are left out', on(istio, dropped('spec.http.*.headers'))],
  'drop mirror': ['mirrors are left out', on(istio, dropped('spec.http.*.mirror|mirrors'))],
  'drop fault': ['faults are for tests only', on(istio, dropped('spec.http.*.fault'))],
  'drop timeout': ['timeouts have other names', on(all, dropped('spec.rules|http.*.timeouts|timeout'))],
  'other timeout': [
    'milliseconds are taken for seconds',
    on(
      gatewayApi,
      replaced('spec.rules.*.timeouts.*', (value) => (value === '9s' ? '8s' : '9s')),
    ),
  ],
  'drop retries': ['retries are experimental', on(all, dropped('spec.rules|http.*.retry|retries'))],
  'drop hostnames': ['hostnames mean nothing for the mesh, and something for gateways', on(gatewayApi, dropped('spec.hostnames'))],
  'drop route': ['a file is not applied', on(all, removed)],
  'drop parentRef': ['only the first Service of a host is found', on(gatewayApi, dropOneOfSeveral('spec.parentRefs.*'))],
  'other parent': ['Services are mixed up', on(gatewayApi, otherParent)],
  'drop subset of a DestinationRule': ['subsets have no counterpart', on('DestinationRule', at('spec.subsets.*', drop))],
})
