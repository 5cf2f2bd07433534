import type { TokenIssuer } from '../../../src/model/authentication.ts'
import type { Json } from '../../../src/model/object.ts'

/**
 * The filter that checks the tokens of one issuer as sidecars do for a RequestAuthentication: a good token or none passes, another one is answered 401
 * (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig, envoy:api/envoy/extensions/filters/http/jwt_authn/v3/config.proto).
 */
export function envoyTokenFilter({ issuer, audiences, keys, locations, forwardToken }: TokenIssuer): { readonly [field: string]: Json } {
  const of = (at: 'query' | 'cookie') => locations.filter((one) => one.in === at).map(({ name }) => name)
  const headers = locations.flatMap((one) =>
    one.in === 'header' ? [{ name: one.name, ...(one.prefix === undefined ? {} : { valuePrefix: one.prefix }) }] : [],
  )
  const [params, cookies] = [of('query'), of('cookie')]
  return {
    name: 'envoy.filters.http.jwt_authn',
    typedConfig: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication',
      providers: {
        [providerName]: {
          ...(issuer === '' ? {} : { issuer }),
          ...(audiences.length === 0 ? {} : { audiences }),
          localJwks: { inlineString: keys.kind === 'inline' ? keys.jwks : '' },
          ...(headers.length === 0 ? {} : { fromHeaders: headers }),
          ...(params.length === 0 ? {} : { fromParams: params }),
          ...(cookies.length === 0 ? {} : { fromCookies: cookies }),
          ...(forwardToken ? { forward: true } : {}),
        },
      },
      rules: [{ match: { prefix: '/' }, requires: { requiresAny: { requirements: [{ providerName }, { allowMissing: {} }] } } }],
      bypassCorsPreflight: true,
    },
  }
}

const providerName = 'issuer'
