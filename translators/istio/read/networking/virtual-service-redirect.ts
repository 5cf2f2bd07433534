import type {
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRewrite,
} from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { Redirect, Rewrite } from '../../../../src/model/route.ts'

const redirectFields: FieldMap<VirtualServiceSpecHttpRedirect, Redirect, void> = {
  uri: (value) => (value === '' ? {} : { path: { kind: 'full', value } }),
  prefixRewrite: (value) => (value === '' ? {} : { path: { kind: 'prefix', value } }),
  authority: (authority) => (authority === '' ? {} : { authority }),
  scheme: (scheme) => (scheme === '' ? {} : { scheme }),
  derivePort: (from) => ({ port: from === 'FROM_REQUEST_PORT' ? 'request-port' : 'protocol-default' }),
  port: (port) => (port === 0 ? {} : { port }),
  redirectCode: (status) => (status === 0 ? {} : { status }),
}

/** Reads a redirect: 301 when it names no code; scheme, authority, port and path that are absent stay the request's. */
export function readRedirect(redirect: VirtualServiceSpecHttpRedirect, at: Place): Redirect {
  return { status: 301, ...readFields(redirectFields, redirect, at, undefined), place: at }
}

const rewriteFields: FieldMap<VirtualServiceSpecHttpRewrite, Rewrite, void> = {
  uri: (value) => (value === '' ? {} : { path: { kind: 'prefix', value } }),
  // A regex rewrite is looked at first (istio:pilot/pkg/networking/core/route/route.go applyHTTPRouteDestination).
  uriRegexRewrite: ({ match = '', rewrite = '' }) =>
    match === '' ? {} : { path: { kind: 'regex', pattern: match, replacement: rewrite } },
  authority: (authority) => (authority === '' ? {} : { authority }),
}

/** Reads a rewrite. `uri` is Envoy's prefix rewrite: it replaces the bytes that a prefix matched, or the whole path after any other match. */
export function readRewrite(rewrite: VirtualServiceSpecHttpRewrite, at: Place): Rewrite {
  return { ...readFields(rewriteFields, rewrite, at, undefined), place: at }
}
