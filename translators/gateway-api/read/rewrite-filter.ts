import type {
  HTTPRouteSpecRulesFiltersRequestRedirect,
  HTTPRouteSpecRulesFiltersUrlRewrite,
  HTTPRouteSpecRulesFiltersUrlRewritePath,
} from '../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { Redirect, Rewrite } from '../../../src/model/route.ts'

type NewPath = { readonly kind: 'full' | 'segment-prefix'; readonly value: string }

const pathFields: FieldMap<HTTPRouteSpecRulesFiltersUrlRewritePath, NewPath, void> = {
  type: (type) => ({ kind: type === 'ReplacePrefixMatch' ? 'segment-prefix' : 'full' }),
  replaceFullPath: (value) => ({ value }),
  replacePrefixMatch: (value) => ({ value }),
}

const readPath = (path: HTTPRouteSpecRulesFiltersUrlRewritePath, at: Place): { path: NewPath } => ({
  path: { kind: 'full', value: '', ...readFields(pathFields, path, at, undefined) },
})

const rewriteFields: FieldMap<HTTPRouteSpecRulesFiltersUrlRewrite, Rewrite, void> = {
  hostname: (authority) => ({ authority }),
  path: readPath,
}

export function readRewriteFilter(rewrite: HTTPRouteSpecRulesFiltersUrlRewrite, at: Place): Rewrite {
  return { ...readFields(rewriteFields, rewrite, at, undefined), place: at }
}

const redirectFields: FieldMap<HTTPRouteSpecRulesFiltersRequestRedirect, Redirect, void> = {
  hostname: (authority) => ({ authority }),
  path: readPath,
  // A scheme brings its own port; a port that is written stands after it and wins.
  scheme: (scheme) => ({ scheme, port: 'protocol-default' }),
  port: (port) => ({ port }),
  statusCode: (status) => ({ status }),
}

/** Reads a redirect: 302 when it names no code, and the request's port unless it names a port or a scheme (istio:pilot/pkg/config/kube/gateway/conversion.go createRedirectFilter). */
export function readRedirectFilter(redirect: HTTPRouteSpecRulesFiltersRequestRedirect, at: Place): Redirect {
  return { status: 302, port: 'request-port', ...readFields(redirectFields, redirect, at, undefined), place: at }
}
