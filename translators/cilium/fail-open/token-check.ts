import { compareText } from '../../../src/diagnostics/place.ts'
import type { TokenIssuer } from '../../../src/model/authentication.ts'
import { parseDuration } from '../../../src/model/durations.ts'
import type { Json } from '../../../src/model/object.ts'

/**
 * The filter that checks the tokens of issuers as sidecars do for a RequestAuthentication: a good token of any of them or none passes, everything else is answered
 * 401. Tokens of several issuers at one place are each bad for the others, so that one good token is enough before all of them are asked
 * (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig, envoy:api/envoy/extensions/filters/http/jwt_authn/v3/config.proto).
 */
export function envoyTokenFilter(issuers: readonly TokenIssuer[], clusterOf: (uri: string) => string): { readonly [field: string]: Json } {
  const providers = tokensInOrder(issuers).map((issuer, index) => ({
    providerName: issuers.length === 1 ? 'issuer' : `issuer-${index}`,
    issuer,
  }))
  const orMissing = providers.map(({ providerName }) => ({ requiresAny: { requirements: [{ providerName }, { allowMissing: {} }] } }))
  const requires =
    orMissing.length === 1
      ? orMissing[0]!
      : {
          requiresAny: {
            requirements: [...providers.map(({ providerName }) => ({ providerName })), { requiresAll: { requirements: orMissing } }],
          },
        }
  return {
    name: 'envoy.filters.http.jwt_authn',
    typedConfig: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication',
      providers: Object.fromEntries(providers.map(({ providerName, issuer }) => [providerName, providerOf(issuer, clusterOf)])),
      rules: [{ match: { prefix: '/' }, requires }],
      bypassCorsPreflight: true,
    },
  }
}

/** As istiod sorts them, which decides whose token counts where several are good. */
export function tokensInOrder(issuers: readonly TokenIssuer[]): readonly TokenIssuer[] {
  return [...issuers].sort((a, b) => compareText(a.issuer, b.issuer))
}

function providerOf(
  { issuer, audiences, keys, locations, forwardToken, timeout }: TokenIssuer,
  clusterOf: (uri: string) => string,
): { readonly [field: string]: Json } {
  const of = (at: 'query' | 'cookie') => locations.filter((one) => one.in === at).map(({ name }) => name)
  const headers = locations.flatMap((one) =>
    one.in === 'header' ? [{ name: one.name, ...(one.prefix === undefined ? {} : { valuePrefix: one.prefix }) }] : [],
  )
  const [params, cookies] = [of('query'), of('cookie')]
  return {
    ...(issuer === '' ? {} : { issuer }),
    ...(audiences.length === 0 ? {} : { audiences }),
    ...(keys.kind === 'uri'
      ? {
          remoteJwks: {
            httpUri: { uri: keys.uri, cluster: clusterOf(keys.uri), timeout: `${fetchTimeout(timeout) / 1000}s` },
            cacheDuration: '1200s',
            asyncFetch: { fastListener: true },
          },
        }
      : { localJwks: { inlineString: keys.kind === 'inline' ? keys.jwks : '' } }),
    ...(headers.length === 0 ? {} : { fromHeaders: headers }),
    ...(params.length === 0 ? {} : { fromParams: params }),
    ...(cookies.length === 0 ? {} : { fromCookies: cookies }),
    ...(forwardToken ? { forward: true } : {}),
  }
}

/** Five seconds, where a rule says nothing (api:security/v1beta1/request_authentication.proto JWTRule). */
function fetchTimeout(timeout: string | undefined): number {
  return (timeout === undefined ? undefined : parseDuration(timeout)) || 5000
}
