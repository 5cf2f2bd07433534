import { compareText, type Place } from '../../../../src/diagnostics/place.ts'
import { type AuthorizerBody, type AuthorizerCheck, plainCheck } from '../../../../src/model/authorizer-check.ts'
import type { NodeAuthorizer } from '../../../../src/model/node-routes.ts'
import { any } from '../../../../src/model/predicate.ts'
import type { Message } from '../../../envoy/message.ts'
import { readPermission } from './permission.ts'

/** The rules of a filter that notes which of them matches a request and decides nothing: by their names. */
export interface NotedRules {
  readonly names: readonly string[]
  readonly rules: NodeAuthorizer['rules']
}

const prefix = 'istio_ext_authz_'

/** The first of the two filters that stand for a CUSTOM policy (istio:pilot/pkg/security/authz/builder/builder.go buildHTTP). */
export function readNotedRules(config: Message): NotedRules {
  const shadow = config.message('shadowRules')
  if (shadow === undefined || shadow.text('action') !== 'DENY' || config.text('shadowRulesStatPrefix') !== prefix) config.isOdd()
  const policies = shadow?.entries('policies') ?? []
  shadow?.done()
  config.ignore('@type').done()
  return { names: policies.map(([name]) => name), rules: policies.map(([, policy]) => readPolicy(policy)) }
}

function readPolicy(policy: Message): NodeAuthorizer['rules'][number] {
  const permissions = policy.list('permissions').map(readPermission)
  const [principal, ...others] = policy.list('principals')
  if (principal?.flag('any') !== true || others.length > 0 || permissions.length === 0) policy.isOdd()
  principal?.done()
  policy.done()
  return { matches: any(permissions), place: policy.place }
}

/** An authorizer, but for the Service that its cluster leads to. */
export interface AskedCluster {
  readonly name: string
  readonly protocol: 'http' | 'grpc'
  readonly cluster: string
  readonly failOpen: boolean
  readonly check: AuthorizerCheck
  readonly place: Place
}

/** The second of them, which asks about requests with a note of its authorizer (istio:pilot/pkg/security/authz/builder/extauthz.go). */
export function readAskedCluster(config: Message, { names }: NotedRules): AskedCluster | undefined {
  const http = config.message('httpService')
  const grpc = config.message('grpcService')
  const failOpen = config.flag('failureModeAllow') === true
  const note = readNote(config)
  const common = {
    ...plainCheck,
    ...readStatus(config),
    ...readBody(config),
    requestHeaders: readHeaderNames(config, 'allowedHeaders'),
  }
  if (config.text('transportApiVersion') !== 'V3' || (http === undefined) === (grpc === undefined)) config.isOdd()
  config.ignore('@type').done()
  const asked = http === undefined ? readGrpc(grpc) : readHttp(http)
  const name = /^istio-ext-authz-(.+)-$/.exec(note ?? '')?.[1]
  if (name === undefined || asked === undefined || !names.every((one) => one.startsWith(`${note}ns[`))) {
    config.isOdd()
    return undefined
  }
  const { cluster, protocol, ...said } = asked
  return { name, protocol, cluster, failOpen, check: { ...common, ...said }, place: config.place }
}

/** The beginning of the notes that are meant. */
function readNote(config: Message): string | undefined {
  const matcher = config.message('filterEnabledMetadata')
  const [key, ...others] = matcher?.list('path') ?? []
  const isNote =
    matcher?.text('filter') === 'envoy.filters.http.rbac' &&
    key?.text('key') === `${prefix}shadow_effective_policy_id` &&
    others.length === 0
  key?.done()
  const value = matcher?.message('value')
  const compared = value?.message('stringMatch')
  const note = compared?.text('prefix')
  for (const one of [compared, value, matcher]) one?.done()
  return isNote ? note : undefined
}

function readStatus(config: Message): Pick<AuthorizerCheck, 'statusOnError'> {
  const status = config.message('statusOnError')
  const code = status?.number('code')
  status?.done()
  return code === undefined ? {} : { statusOnError: code }
}

function readBody(config: Message): { readonly body?: AuthorizerBody } {
  const body = config.message('withRequestBody')
  if (body === undefined) return {}
  const read = {
    maxBytes: body.number('maxRequestBytes') ?? 0,
    allowPartial: body.flag('allowPartialMessage') === true,
    asBytes: body.flag('packAsBytes') === true,
  }
  body.done()
  return { body: read }
}

type Asked = Pick<AskedCluster, 'cluster' | 'protocol'> & Partial<AuthorizerCheck> & Pick<AuthorizerCheck, 'timeoutMs'>

function readGrpc(service: Message | undefined): Asked | undefined {
  const envoy = service?.message('envoyGrpc')
  const cluster = envoy?.text('clusterName')
  const timeoutMs = service?.duration('timeout')
  // Its name is for the authorizer alone.
  envoy?.ignore('authority').done()
  service?.done()
  return cluster === undefined || timeoutMs === undefined ? undefined : { cluster, protocol: 'grpc', timeoutMs }
}

function readHttp(service: Message): Asked | undefined {
  const server = service.message('serverUri')
  const cluster = server?.text('cluster')
  const timeoutMs = server?.duration('timeout')
  server?.ignore('uri').done()
  const pathPrefix = service.text('pathPrefix')
  const request = service.message('authorizationRequest')
  const added = request?.list('headersToAdd').map((header) => {
    const one = { name: header.text('key') ?? '', value: header.text('value') ?? '' }
    header.done()
    return one
  })
  request?.done()
  const answer = service.message('authorizationResponse')
  const headers = {
    toUpstream: readHeaderNames(answer, 'allowedUpstreamHeaders'),
    toClientOnDeny: readHeaderNames(answer, 'allowedClientHeaders'),
    toClientOnAllow: readHeaderNames(answer, 'allowedClientHeadersOnSuccess'),
  }
  answer?.done()
  service.done()
  if (cluster === undefined || timeoutMs === undefined) return undefined
  return {
    ...{ cluster, protocol: 'http', timeoutMs, ...headers },
    ...(pathPrefix === undefined ? {} : { pathPrefix }),
    addedHeaders: [...(added ?? [])].sort((a, b) => compareText(a.name, b.name)),
  }
}

/** Names of headers, with a star for any text at one end. */
function readHeaderNames(message: Message | undefined, field: string): readonly string[] {
  const list = message?.message(field)
  const names = (list?.list('patterns') ?? []).map((pattern) => {
    const [exact, start, end] = [pattern.text('exact'), pattern.text('prefix'), pattern.text('suffix')]
    const isOne = [exact, start, end].filter((text) => text !== undefined).length === 1
    if (!isOne || pattern.flag('ignoreCase') !== true) pattern.isOdd()
    pattern.done()
    return (exact ?? (start === undefined ? `*${end ?? ''}` : `${start}*`)).toLowerCase()
  })
  list?.done()
  return [...new Set(names)].sort(compareText)
}
