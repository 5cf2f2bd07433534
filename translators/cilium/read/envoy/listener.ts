import type { TokenIssuer } from '../../../../src/model/authentication.ts'
import type { NodeAuthorizer } from '../../../../src/model/node-routes.ts'
import type { LocalRateLimit, RateLimitService } from '../../../../src/model/rate-limit.ts'
import type { MeshSettings } from '../../../../src/model/settings.ts'
import { readLocalRateLimit } from '../../../envoy/local-rate-limit.ts'
import type { Message } from '../../../envoy/message.ts'
import { readRateLimitService } from '../../../envoy/rate-limit-service.ts'
import { type AskedCluster, type NotedRules, readAskedCluster, readNotedRules } from './authorizer.ts'
import { type FetchedKeys, type ReadTokens, readTokenCheck } from './token-check.ts'

/** What a listener makes of connections, before it looks at routes. */
export interface ReadListener {
  readonly name: string
  readonly normalization: MeshSettings['pathNormalization']
  readonly cors: boolean
  /** Whom it asks about requests before it looks at tokens. */
  readonly authorizers: readonly ReadAuthorizer[]
  /** Whose tokens it checks before it routes. */
  readonly issuers: readonly TokenIssuer[]
  /** Keys of these that it fetches. */
  readonly fetched: readonly FetchedKeys[]
  /** How many requests it lets through, by its own counts. */
  readonly limits: readonly LocalRateLimit[]
  /** Whom it asks for that. */
  readonly limitServices: readonly AskedLimits[]
  /** The name of a RouteConfiguration among the resources, or one of its own. */
  readonly routes: string | Message | undefined
}

/** An authorizer, and the requests that it is asked about. */
export type ReadAuthorizer = AskedCluster & Pick<NodeAuthorizer, 'rules'>

/** A rate limit service, but for the Service that its cluster leads to, and what requests are counted by. */
export type AskedLimits = RateLimitService & { readonly cluster: string; readonly place: Message['place'] }

/** A listener with one chain for plain HTTP (envoy:api/envoy/config/listener/v3/listener.proto). One with an address of its own is enforced by nothing. */
export function readListener(message: Message): ReadListener {
  const name = message.text('name') ?? ''
  for (const inspector of message.list('listenerFilters')) {
    if (inspector.text('name') !== 'envoy.filters.listener.tls_inspector') inspector.isOdd()
    inspector.ignore('typedConfig').done()
  }
  const chains = message.list('filterChains')
  message.ignore('@type', 'enableReusePort', 'perConnectionBufferLimitBytes', 'socketOptions', 'statPrefix').done()
  const [chain] = chains
  if (chain === undefined || chains.length > 1) message.isOdd()
  const match = chain?.message('filterChainMatch')
  if ((match?.text('transportProtocol') ?? 'raw_buffer') !== 'raw_buffer') match?.isOdd()
  match?.done()
  const filters = chain?.list('filters') ?? []
  chain?.ignore('name').done()
  const [filter] = filters
  if (filter === undefined || filters.length > 1) message.isOdd()
  const manager = filter?.message('typedConfig')
  filter?.ignore('name').done()
  if (manager === undefined) {
    message.isOdd()
    return {
      name,
      normalization: 'none',
      cors: false,
      authorizers: [],
      issuers: [],
      fetched: [],
      limits: [],
      limitServices: [],
      routes: undefined,
    }
  }
  return { name, ...readConnectionManager(manager) }
}

/** What has to do with connections, addresses and logs. */
const beside = [
  'accessLog',
  'commonHttpProtocolOptions',
  'generateRequestId',
  'http2ProtocolOptions',
  'httpProtocolOptions',
  'internalAddressConfig',
  'serverHeaderTransformation',
  'serverName',
  'skipXffAppend',
  'statPrefix',
  'streamIdleTimeout',
  'upgradeConfigs',
  'useRemoteAddress',
]

function readConnectionManager(message: Message): Omit<ReadListener, 'name'> {
  const isManager = message.text('@type')?.endsWith('.HttpConnectionManager') === true
  const filters = readFilters(message.list('httpFilters'))
  const discovery = message.message('rds')
  const routes = discovery?.text('routeConfigName') ?? message.message('routeConfig')
  discovery?.ignore('configSource').done()
  if (!isManager || routes === undefined || (message.text('codecType') ?? 'AUTO') !== 'AUTO') message.isOdd()
  const normalization = readNormalization(message)
  message.ignore(...beside).done()
  return {
    normalization,
    cors: filters.some(({ kind }) => kind === 'cors'),
    authorizers: filters.flatMap(({ authorizer }) => authorizer ?? []),
    issuers: filters.flatMap(({ tokens }) => tokens?.issuers ?? []),
    fetched: filters.flatMap(({ tokens }) => tokens?.fetched ?? []),
    limits: filters.flatMap(({ limit }) => limit ?? []),
    limitServices: filters.flatMap(({ limitService }) => limitService ?? []),
    routes,
  }
}

function readNormalization(message: Message): MeshSettings['pathNormalization'] {
  const normalizes = message.flag('normalizePath') === true
  const merges = message.flag('mergeSlashes') === true
  const slashes = message.text('pathWithEscapedSlashesAction') ?? 'KEEP_UNCHANGED'
  const unescapes = slashes === 'UNESCAPE_AND_FORWARD'
  if ((merges && !normalizes) || (unescapes && !merges)) message.isOdd()
  if (!unescapes && slashes !== 'KEEP_UNCHANGED' && slashes !== 'IMPLEMENTATION_SPECIFIC_DEFAULT') message.isOdd()
  if (unescapes) return 'decode-and-merge-slashes'
  return merges ? 'merge-slashes' : normalizes ? 'base' : 'none'
}

interface ReadFilter {
  readonly kind?: string
  readonly noted?: NotedRules
  readonly authorizer?: ReadAuthorizer
  readonly tokens?: ReadTokens
  readonly limit?: LocalRateLimit
  readonly limitService?: AskedLimits
}

/** One that notes rules stands right before the one that asks an authorizer about them, and these before tokens are looked at. */
function readFilters(messages: readonly Message[]): readonly ReadFilter[] {
  const filters: ReadFilter[] = []
  for (const message of messages) {
    const before = filters.at(-1)
    const filter = readFilter(message, before?.noted)
    const isMisplaced = filter.noted !== undefined && filters.some(({ tokens }) => tokens !== undefined)
    if (isMisplaced || (before?.noted !== undefined && filter.authorizer === undefined)) message.isOdd()
    filters.push(filter)
  }
  if (filters.filter(({ noted }) => noted !== undefined).length > 1) messages[0]?.isOdd()
  return filters
}

/** Filters that decide about no request, but for the one that answers preflights and those that check tokens, ask authorizers and limit requests. */
function readFilter(message: Message, noted: NotedRules | undefined): ReadFilter {
  const config = message.message('typedConfig')
  const type = config?.text('@type') ?? ''
  message.ignore('name').done()
  const kind = /\.http\.(cors|router|grpc_web|grpc_stats|jwt_authn|rbac|ext_authz|local_ratelimit|ratelimit)\.v3\./.exec(type)?.[1]
  if (kind === undefined || config === undefined) {
    message.isOdd()
    return {}
  }
  if (kind === 'router' || kind === 'cors') config.done()
  if (kind === 'jwt_authn') return { kind, tokens: readTokenCheck(config) }
  if (kind === 'local_ratelimit') {
    const limit = readLocalRateLimit(config)
    // One without a bucket limits by what routes say (envoy:api/envoy/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto token_bucket).
    if (limit === undefined) message.isOdd()
    return limit === undefined ? { kind } : { kind, limit }
  }
  if (kind === 'ratelimit') return { kind, limitService: { ...readRateLimitService(config), place: config.place } }
  if (kind === 'rbac') return { kind, noted: readNotedRules(config) }
  if (kind !== 'ext_authz') return { kind }
  const asked = noted === undefined ? undefined : readAskedCluster(config, noted)
  if (asked === undefined || noted === undefined) {
    message.isOdd()
    return { kind }
  }
  return { kind, authorizer: { ...asked, rules: noted.rules } }
}
