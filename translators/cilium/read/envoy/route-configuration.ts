import type { GlobalRateLimit } from '../../../../src/model/rate-limit.ts'
import type { HttpAction, HttpRule } from '../../../../src/model/route.ts'
import { readCounted } from '../../../envoy/counted-by.ts'
import type { Message } from '../../../envoy/message.ts'
import { readCorsPolicy } from './cors.ts'
import { readHeaderOptions } from './headers.ts'
import { type Clusters, readRedirectAction, readRouteAction } from './route-action.ts'
import { readRouteMatch } from './route-match.ts'

/** Rules, and what their requests are counted by for limits. */
export interface ReadRoutes {
  readonly rules: readonly HttpRule[]
  readonly counted: GlobalRateLimit['counted']
}

/** The routes of one virtual host for all hosts, in their order. `cors` says whether the listener has the filter that answers preflights. */
export function readRouteConfiguration(message: Message, clusters: Clusters, cors: boolean): ReadRoutes {
  const hosts = message.list('virtualHosts')
  message.ignore('@type', 'name', 'validateClusters').done()
  if (hosts.length !== 1) message.isOdd()
  const counted = hosts.flatMap((host) => readCounted(host.list('rateLimits')))
  const rules = hosts.flatMap((host) => {
    const routes = host.list('routes').map((route) => readRoute(route, clusters, cors))
    const domains = host.texts('domains')
    host.ignore('name').done()
    if (domains.length !== 1 || domains[0] !== '*') host.isOdd()
    return routes
  })
  return { rules, counted }
}

function readRoute(message: Message, clusters: Clusters, hasCors: boolean): HttpRule {
  const { place } = message
  const name = message.text('name')
  const asked = message.message('match')
  if (asked === undefined) message.isOdd()
  const matches = asked === undefined ? [] : [{ predicate: readRouteMatch(asked), place: asked.place }]
  const requestHeaders = readHeaderOptions(message, 'request')
  const responseHeaders = readHeaderOptions(message, 'response')
  const filters = message.message('typedPerFilterConfig')
  const policy = filters?.message('envoy.filters.http.cors')
  const cors = policy === undefined || !hasCors ? undefined : readCorsPolicy(policy)
  filters?.done()
  const action: HttpAction = {
    ...readAction(message, clusters),
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
    ...(responseHeaders === undefined ? {} : { responseHeaders }),
    ...(cors === undefined ? {} : { cors }),
  }
  message.ignore('decorator', 'metadata', 'statPrefix').done()
  return { ...(name === undefined || name === '' ? {} : { name }), matches, action, place }
}

function readAction(message: Message, clusters: Clusters): HttpAction {
  const [route, redirect, response] = ['route', 'redirect', 'directResponse'].map((name) => message.message(name))
  if ([route, redirect, response].filter((one) => one !== undefined).length !== 1) message.isOdd()
  if (redirect !== undefined) return { kind: 'redirect', backends: [], mirrors: [], redirect: readRedirectAction(redirect) }
  if (response !== undefined) return { kind: 'respond', backends: [], mirrors: [], response: readResponse(response) }
  if (route !== undefined) return { kind: 'forward', ...readRouteAction(route, clusters) }
  return { kind: 'forward', backends: [], mirrors: [] }
}

function readResponse(message: Message): NonNullable<HttpAction['response']> {
  const status = message.number('status')
  if (status === undefined) message.isOdd()
  const body = message.message('body')
  const text = body?.text('inlineString')
  const base64 = body?.text('inlineBytes')
  body?.done()
  message.done()
  return {
    status: status ?? 0,
    ...(text === undefined ? {} : { body: { text } }),
    ...(base64 === undefined ? {} : { body: { base64 } }),
    place: message.place,
  }
}
