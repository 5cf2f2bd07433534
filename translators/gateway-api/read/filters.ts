import type {
  HTTPRouteSpecRulesFilters,
  HTTPRouteSpecRulesFiltersRequestMirror,
  HTTPRouteSpecRulesFiltersRequestMirrorBackendRef,
} from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { HttpAction, Mirror } from '../../../src/model/route.ts'
import type { RouteFeature } from '../../../src/model/route-controller.ts'
import { hostOf, type ReferenceParts, referenceFields } from './backend-refs.ts'
import { readCorsFilter } from './cors-filter.ts'
import { readHeaderModifier } from './header-modifier.ts'
import { readRedirectFilter, readRewriteFilter } from './rewrite-filter.ts'
import type { RouteContext } from './route-context.ts'

/** What the filters of a rule make of its action. Each kind of filter stands once in a rule, but for mirrors. */
export type FilterParts = Pick<HttpAction, 'requestHeaders' | 'responseHeaders' | 'redirect' | 'rewrite' | 'cors'> & {
  readonly mirrors: readonly Mirror[]
}

const mirrorBackend: FieldMap<HTTPRouteSpecRulesFiltersRequestMirrorBackendRef, ReferenceParts, void> = referenceFields

const mirrorFields: FieldMap<HTTPRouteSpecRulesFiltersRequestMirror, Mirror, RouteContext> = {
  backendRef: (reference, at, context) => hostOf(readFields(mirrorBackend, reference, at, undefined), at, context),
  percent: (percent) => ({ percent }),
  fraction: ({ numerator = 0, denominator = 100 }) => ({ percent: (numerator / denominator) * 100 }),
}

const fields: FieldMap<HTTPRouteSpecRulesFilters, FilterParts, RouteContext> = {
  type: () => ({}),
  requestHeaderModifier: (modifier, at) => ({ requestHeaders: readHeaderModifier(modifier, at) }),
  responseHeaderModifier: (modifier, at) => ({ responseHeaders: readHeaderModifier(modifier, at) }),
  requestMirror: (mirror, at, context) => ({
    mirrors: [{ host: '', percent: 100, ...readFields(mirrorFields, mirror, at, context), place: at }],
  }),
  requestRedirect: (redirect, at) => ({ redirect: readRedirectFilter(redirect, at) }),
  urlRewrite: (rewrite, at) => ({ rewrite: readRewriteFilter(rewrite, at) }),
  cors: (cors, at, { controller }) => ({ cors: readCorsFilter(cors, at, controller) }),
  extensionRef: (_reference, at, context) => asks('extension-ref', 'an ExtensionRef filter', at, context),
  externalAuth: (_filter, at, context) => asks('external-auth', 'an ExternalAuth filter', at, context),
}

/** Filters of a single backend: the model has their header modifiers. */
const backendFields: FieldMap<HTTPRouteSpecRulesFilters, FilterParts, RouteContext> = {
  ...fields,
  requestMirror: (_mirror, at, context) => asks('backend-mirror', 'a RequestMirror filter of a backend', at, context),
  requestRedirect: (_redirect, at, context) => asks('backend-redirect', 'a RequestRedirect filter of a backend', at, context),
  urlRewrite: (_rewrite, at, context) => asks('backend-rewrite', 'a URLRewrite filter of a backend', at, context),
  cors: (_cors, at, context) => asks('backend-cors', 'a CORS filter of a backend', at, context),
}

export const readFilters = (filters: readonly HTTPRouteSpecRulesFilters[], at: Place, context: RouteContext): FilterParts =>
  combine(filters.map((filter, index) => readFields(fields, filter, at.index(index), context)))

export const readBackendFilters = (filters: readonly HTTPRouteSpecRulesFilters[], at: Place, context: RouteContext): FilterParts =>
  combine(filters.map((filter, index) => readFields(backendFields, filter, at.index(index), context)))

function combine(parts: readonly Partial<FilterParts>[]): FilterParts {
  return { ...Object.assign({}, ...parts), mirrors: parts.flatMap((part) => part.mirrors ?? []) }
}

/** A part that the model does not have; what it means for the route is the controller's business. */
function asks(feature: RouteFeature, what: string, place: Place, context: RouteContext): Record<never, never> {
  context.asked.push({ feature, what, place })
  return {}
}
