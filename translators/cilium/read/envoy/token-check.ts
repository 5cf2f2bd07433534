import type { Place } from '../../../../src/diagnostics/place.ts'
import type { TokenIssuer } from '../../../../src/model/authentication.ts'
import type { Message } from '../../../envoy/message.ts'

/** Keys that the filter fetches, and the cluster that it asks. */
export interface FetchedKeys {
  readonly uri: string
  readonly cluster: string
  readonly place: Place
}

export interface ReadTokens {
  readonly issuers: readonly TokenIssuer[]
  readonly fetched: readonly FetchedKeys[]
}

/**
 * The filter that checks tokens as a RequestAuthentication has sidecars do it: a good token or none passes, and preflights are not looked at
 * (envoy:api/envoy/extensions/filters/http/jwt_authn/v3/config.proto). Everything else of it is not understood.
 */
export function readTokenCheck(config: Message): ReadTokens {
  const providers = new Map(config.entries('providers'))
  const [rule, ...more] = config.list('rules')
  if (config.flag('bypassCorsPreflight') !== true) config.isOdd()
  config.ignore('@type').done()
  const names = rule === undefined ? [] : readRule(rule)
  const read = names.flatMap((name) => providers.get(name) ?? [])
  if (more.length > 0 || read.length === 0 || read.length < names.length || read.length < providers.size) {
    config.isOdd()
    return { issuers: [], fetched: [] }
  }
  const fetched: FetchedKeys[] = []
  return { issuers: read.map((provider) => readProvider(provider, fetched)), fetched }
}

/** The providers whose tokens all requests are asked for, in their order; none where the rule asks for anything else. */
function readRule(rule: Message): readonly string[] {
  const match = rule.message('match')
  if (match?.text('prefix') !== '/') rule.isOdd()
  match?.done()
  const requires = rule.message('requires')
  const names = requires === undefined ? undefined : readRequirement(requires)
  rule.done()
  if (names === undefined) rule.isOdd()
  return names ?? []
}

/** One provider or no token; for several one of them, or for each of them its token or none. */
function readRequirement(requires: Message): readonly string[] | undefined {
  const requirements = listOf(requires, 'requiresAny')
  const last = requirements.at(-1)
  const named = requirements.slice(0, -1).map(readName)
  requires.done()
  if (last === undefined || named.length === 0 || new Set(named).size < named.length) return undefined
  const each = named.length === 1 ? (isMissing(last) ? named : []) : listOf(last, 'requiresAll').map(readOneOrMissing)
  last.done()
  const names = named.flatMap((name, index) => (name !== undefined && name === each[index] ? [name] : []))
  return each.length === named.length && names.length === named.length ? names : undefined
}

function readOneOrMissing(requirement: Message): string | undefined {
  const [first, second, ...others] = listOf(requirement, 'requiresAny')
  requirement.done()
  if (first === undefined || second === undefined || others.length > 0) return undefined
  const name = readName(first)
  return isMissing(second) ? name : undefined
}

function readName(requirement: Message): string | undefined {
  const name = requirement.text('providerName')
  requirement.done()
  return name
}

function isMissing(requirement: Message): boolean {
  const missing = requirement.message('allowMissing')
  missing?.done()
  requirement.done()
  return missing !== undefined
}

function listOf(requirement: Message, field: 'requiresAny' | 'requiresAll'): readonly Message[] {
  const inner = requirement.message(field)
  const requirements = inner?.list('requirements') ?? []
  inner?.done()
  return requirements
}

function readKeys(message: Message, fetched: FetchedKeys[]): TokenIssuer['keys'] {
  const local = message.message('localJwks')
  const jwks = local?.text('inlineString')
  local?.done()
  const remote = message.message('remoteJwks')
  const from = remote?.message('httpUri')
  const [uri, cluster] = [from?.text('uri'), from?.text('cluster')]
  from?.ignore('timeout').done()
  remote?.ignore('cacheDuration', 'asyncFetch').done()
  if (local === undefined && uri !== undefined && cluster !== undefined) {
    fetched.push({ uri, cluster, place: message.place })
    return { kind: 'uri', uri }
  }
  if (jwks === undefined || remote !== undefined) message.isOdd()
  return { kind: 'inline', jwks: jwks ?? '' }
}

function readProvider(message: Message, fetched: FetchedKeys[]): TokenIssuer {
  const keys = readKeys(message, fetched)
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
    keys,
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
