import type { TokenIssuer } from '../../../../src/model/authentication.ts'
import type { MeshSettings } from '../../../../src/model/settings.ts'
import type { Message } from './message.ts'
import { readTokenCheck } from './token-check.ts'

/** What a listener makes of connections, before it looks at routes. */
export interface ReadListener {
  readonly name: string
  readonly normalization: MeshSettings['pathNormalization']
  readonly cors: boolean
  /** Whose tokens it checks before it routes. */
  readonly issuers: readonly TokenIssuer[]
  /** The name of a RouteConfiguration among the resources, or one of its own. */
  readonly routes: string | Message | undefined
}

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
    return { name, normalization: 'none', cors: false, issuers: [], routes: undefined }
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
  const filters = message.list('httpFilters').map(readFilter)
  const discovery = message.message('rds')
  const routes = discovery?.text('routeConfigName') ?? message.message('routeConfig')
  discovery?.ignore('configSource').done()
  if (!isManager || routes === undefined || (message.text('codecType') ?? 'AUTO') !== 'AUTO') message.isOdd()
  const normalization = readNormalization(message)
  message.ignore(...beside).done()
  return {
    normalization,
    cors: filters.some(({ kind }) => kind === 'cors'),
    issuers: filters.flatMap(({ issuers = [] }) => issuers),
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

/** Filters that decide about no request, but for the one that answers preflights and the one that checks tokens. */
function readFilter(message: Message): { readonly kind?: string; readonly issuers?: readonly TokenIssuer[] } {
  const config = message.message('typedConfig')
  const type = config?.text('@type') ?? ''
  message.ignore('name').done()
  const kind = /\.http\.(cors|router|grpc_web|grpc_stats|jwt_authn)\.v3\./.exec(type)?.[1]
  if (kind === undefined) message.isOdd()
  if (kind === 'router' || kind === 'cors') config?.done()
  const issuers = kind === 'jwt_authn' && config !== undefined ? readTokenCheck(config) : undefined
  return { ...(kind === undefined ? {} : { kind }), ...(issuers === undefined ? {} : { issuers }) }
}
