import { compareText, type Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import type { ExternalAuthorizer } from '../../../../src/model/settings.ts'
import { readAuthorizerCheck } from './authorizer-check.ts'
import type { FoundSettings } from './found-settings.ts'
import { booleanAt, isMap, numberAt, textAt } from './setting-values.ts'

const authorizerKinds = { envoyExtAuthzHttp: 'http', envoyExtAuthzGrpc: 'grpc' } as const

/** `MeshConfig.extensionProviders`: authorizers become settings; telemetry providers are not modelled. */
export function readExtensionProviders(value: unknown, at: Place, context: ReadContext): Partial<FoundSettings> {
  if (!Array.isArray(value)) return { unmodelled: [at] }
  const authorizers: ExternalAuthorizer[] = []
  const unmodelled: Place[] = []
  for (const [position, provider] of value.entries()) {
    const place = at.index(position)
    const found = isMap(provider) ? readAuthorizer(provider, place, context) : undefined
    if (found === undefined) unmodelled.push(place)
    else authorizers.push(found)
  }
  return { authorizers, unmodelled }
}

function readAuthorizer(provider: Readonly<Record<string, unknown>>, place: Place, context: ReadContext): ExternalAuthorizer | undefined {
  for (const [kind, protocol] of Object.entries(authorizerKinds)) {
    const settings = provider[kind]
    if (!isMap(settings)) continue
    const at = place.field(kind)
    const name = textAt(provider.name, place.field('name'), context)
    const service = textAt(settings.service, at.field('service'), context)
    const port = numberAt(settings.port, at.field('port'), context)
    const failOpen = settings.failOpen === undefined ? false : (booleanAt(settings.failOpen, at.field('failOpen'), context) ?? false)
    if (name === undefined || service === undefined || port === undefined) return undefined
    const { service: _service, port: _port, failOpen: _failOpen, ...others } = settings
    const asking = Object.entries(others).sort(([a], [b]) => compareText(a, b))
    const check = readAuthorizerCheck(others, protocol)
    return {
      ...{ name, protocol, service, port, failOpen, place },
      ...(asking.length === 0 ? {} : { asking: JSON.stringify(asking) }),
      ...(check === undefined ? {} : { check }),
      // The route is chosen again where the answer is a 200 that adds or changes a header of the request, and not otherwise
      // (envoy:api/envoy/extensions/filters/http/ext_authz/v3/ext_authz.proto clear_route_cache). What is not a boolean may be true.
      ...(others.clearRouteCache === undefined || others.clearRouteCache === false ? {} : { choosesRouteAgain: true }),
    }
  }
  return undefined
}
