import type { RequestAuthentication } from '../../model/authentication.ts'
import type { AuthorizationPolicy } from '../../model/authorization.ts'
import type { Token } from '../../model/request.ts'
import type { MeshSettings } from '../../model/settings.ts'
import type { Truth } from '../../resolve/truth.ts'
import { writtenHeaders } from '../../resolve/written-headers.ts'
import { normalTarget, refusedPath } from '../rules/normal-path.ts'
import { externalAuthorization, proxyAuthorization, type RuleDecision } from '../rules/proxy-authorization.ts'
import { believedToken } from '../rules/token.ts'
import type { View } from '../rules/view.ts'

/** What a proxy enforces on one of its filter chains. */
export interface ProxyPolicies {
  readonly authorization: readonly AuthorizationPolicy[]
  readonly authentication: readonly RequestAuthentication[]
}

export interface ProxyDecision extends RuleDecision {
  /** How it is refused, when it is. */
  readonly code?: string
}

/**
 * A sidecar's or a waypoint's filters, in their order: path normalisation, external authorizers, tokens, DENY, ALLOW
 * (istio:pilot/pkg/networking/core/listener_builder.go, networkfilter.go). `view.http` is the request as it arrives.
 */
export function throughProxy(
  { authorization, authentication }: ProxyPolicies,
  view: View,
  settings: MeshSettings,
  externalAllows: Truth,
): ProxyDecision {
  const code = view.http === undefined ? 'connection closed' : '403'
  const target = view.http === undefined ? undefined : normalTarget(view.http.target, settings.pathNormalization)
  if (view.http !== undefined && target === undefined) return { allowed: false, code: '400', reason: refusedPath, because: [] }
  const withToken = (token: Token): View => (view.http === undefined ? view : { ...view, http: { ...view.http, target: target!, token } })

  const external = externalAuthorization(authorization, withToken({ kind: 'none' }), settings, externalAllows)
  if (external.allowed === false) return { ...external, code }
  if (view.http === undefined) return doubted(external, { ...proxyAuthorization(authorization, view), code })
  const believed = believedToken(authentication, view.http)
  const decided = (token: Token): ProxyDecision =>
    doubted(external, {
      ...proxyAuthorization(authorization, { ...withToken(token), writtenHeaders: writtenHeaders(authentication) }),
      code,
    })
  switch (believed.kind) {
    case 'refused':
      return { allowed: false, code: believed.code, reason: believed.reason, because: believed.because }
    case 'unknown':
      return { allowed: 'unknown', reason: 'there are several tokens', because: believed.because, needs: believed.needs }
    case 'passed':
      return decided(believed.token)
    case 'passed-with-one-of': {
      const [first, ...others] = believed.tokens.map(decided)
      return others.every(({ allowed }) => allowed === first!.allowed)
        ? first!
        : {
            allowed: 'unknown',
            reason: 'there are several tokens',
            because: believed.because,
            needs: 'which of several tokens the proxy believes',
          }
    }
  }
}

/** What is denied later is denied, whatever an earlier filter would have said. */
function doubted(earlier: RuleDecision, later: ProxyDecision): ProxyDecision {
  return earlier.allowed === 'unknown' && later.allowed !== false ? earlier : later
}
