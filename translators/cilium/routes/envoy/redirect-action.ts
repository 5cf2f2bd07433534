import type { Json } from '../../../../src/model/object.ts'
import type { Redirect } from '../../../../src/model/route.ts'

/** Envoy's names of the statuses that a redirect can have. */
const codes: Readonly<Record<number, string>> = {
  301: 'MOVED_PERMANENTLY',
  302: 'FOUND',
  303: 'SEE_OTHER',
  307: 'TEMPORARY_REDIRECT',
  308: 'PERMANENT_REDIRECT',
}

/** A redirect as istiod writes it: the usual port of a scheme is left out (istio:pilot/pkg/networking/core/route/route.go ApplyRedirect). */
export function redirectAction(
  { status, scheme, authority, port, path }: Redirect,
  servicePort: number,
): { readonly [field: string]: Json } {
  const named = port === 'request-port' ? servicePort : port === 'protocol-default' ? undefined : port
  const usual = scheme === 'https' ? 443 : 80
  return {
    ...(scheme === undefined ? {} : { schemeRedirect: scheme }),
    ...(authority === undefined ? {} : { hostRedirect: authority }),
    ...(named === undefined || named === usual ? {} : { portRedirect: named }),
    ...(path === undefined ? {} : path.kind === 'full' ? { pathRedirect: path.value } : { prefixRewrite: path.value }),
    responseCode: codes[status] ?? 'MOVED_PERMANENTLY',
  }
}
