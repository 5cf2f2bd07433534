import type { HttpRequest } from '../../model/request.ts'
import type { Redirect } from '../../model/route.ts'
import type { Answer } from '../../model/verdict.ts'
import type { ChainRule } from './chain-rule.ts'
import { matchedPath } from './route-action.ts'

/** The answer that a rule gives in place of a destination; undefined for a rule that forwards. */
export function answerOf(rule: ChainRule, http: HttpRequest, port: number): Answer | undefined {
  const { kind, redirect, response } = rule.rule.action
  switch (kind) {
    case 'redirect':
      if (redirect === undefined) return undefined
      return { kind: 'redirect', status: redirect.status, location: locationOf(redirect, rule, http, port) }
    case 'respond': {
      if (response === undefined) return undefined
      const { status, body } = response
      return { kind: 'response', status, ...(body === undefined ? {} : { body: 'text' in body ? body.text : body.base64 }) }
    }
    case 'forward':
    case 'delegate':
      return undefined
  }
}

/** What a client gets that no rule matches. */
export const noRoute: Answer = { kind: 'response', status: 404 }

/** What a client gets from a gateway that has no routes for the host: the same answer, by no rule. Distinguished by being this object. */
export const noHost: Answer = { kind: 'response', status: 404 }

/**
 * Where a redirect leads. Whatever it does not name stays as in the request; a port of its own, or the request's where it asks for that,
 * is written unless it is the scheme's usual one (istio:pilot/pkg/networking/core/route/route.go ApplyRedirect).
 */
function locationOf(redirect: Redirect, rule: ChainRule, http: HttpRequest, port: number): string {
  const scheme = redirect.scheme ?? 'http'
  const authority = redirect.authority ?? http.authority
  const end = http.target.search(/[?#]/)
  const [path, query] = end < 0 ? [http.target, ''] : [http.target.slice(0, end), http.target.slice(end)]
  const named = redirect.port === 'request-port' ? port : redirect.port
  const withPort =
    typeof named === 'number' && named !== (scheme === 'https' ? 443 : 80) ? `${authority.replace(/:\d+$/, '')}:${named}` : authority
  return `${scheme}://${withPort}${redirectedPath(redirect, rule, path)}${query}`
}

function redirectedPath({ path: change }: Redirect, rule: ChainRule, path: string): string {
  if (change === undefined) return path
  if (change.kind === 'full') return change.value
  const match = matchedPath(rule)
  const prefix = match !== undefined && 'value' in match ? match.value : '/'
  // Gateway API's replacement is not trimmed here (conversion.go createRedirectFilter), the matched prefix is.
  const dropped = change.kind === 'segment-prefix' ? prefix.replace(/\/+$/, '') : prefix
  return path.startsWith(dropped) ? change.value + path.slice(dropped.length) : path
}
