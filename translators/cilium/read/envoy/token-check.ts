import type { TokenIssuer } from '../../../../src/model/authentication.ts'
import type { Message } from './message.ts'

/**
 * The filter that checks tokens as a RequestAuthentication of one issuer has sidecars do it: a good token or none passes, and preflights are not looked at
 * (envoy:api/envoy/extensions/filters/http/jwt_authn/v3/config.proto). Everything else of it is not understood.
 */
export function readTokenCheck(config: Message): readonly TokenIssuer[] {
  const providers = config.entries('providers')
  const rules = config.list('rules')
  if (config.flag('bypassCorsPreflight') !== true) config.isOdd()
  config.ignore('@type').done()
  const [provider, ...others] = providers
  const [rule, ...more] = rules
  if (provider === undefined || rule === undefined || others.length + more.length > 0) {
    config.isOdd()
    return []
  }
  const [name, message] = provider
  readRule(rule, name)
  return [readProvider(message)]
}

/** All requests, with `requires_any` of the provider and `allow_missing`. */
function readRule(rule: Message, provider: string): void {
  const match = rule.message('match')
  if (match?.text('prefix') !== '/') rule.isOdd()
  match?.done()
  const requires = rule.message('requires')
  const any = requires?.message('requiresAny')
  const [first, second, ...others] = any?.list('requirements') ?? []
  const missing = second?.message('allowMissing')
  if (first?.text('providerName') !== provider || missing === undefined || others.length > 0) rule.isOdd()
  for (const message of [missing, first, second, any, requires, rule]) message?.done()
}

function readProvider(message: Message): TokenIssuer {
  const keys = message.message('localJwks')
  const jwks = keys?.text('inlineString')
  if (jwks === undefined) message.isOdd()
  keys?.done()
  const headers = message.list('fromHeaders').map((header) => {
    const prefix = header.text('valuePrefix')
    const location = { in: 'header', name: header.text('name') ?? '', ...(prefix === undefined ? {} : { prefix }) } as const
    header.done()
    return location
  })
  const named = (field: string, at: 'query' | 'cookie') => message.texts(field).map((name) => ({ in: at, name }))
  const issuer: TokenIssuer = {
    issuer: message.text('issuer') ?? '',
    audiences: message.texts('audiences'),
    keys: { kind: 'inline', jwks: jwks ?? '' },
    locations: [...headers, ...named('fromParams', 'query'), ...named('fromCookies', 'cookie')],
    required: false,
    forwardToken: message.flag('forward') === true,
    claimHeaders: [],
    spaceDelimitedClaims: [],
    place: message.place,
  }
  message.done()
  return issuer
}
