import { atLeast } from '../../../src/model/dialect.ts'
import type { StreamRule } from '../../../src/model/route.ts'
import type { RouteDraft } from './route-object.ts'
import { attained, type StreamRouteSite } from './route-site.ts'

/** The TLS and TCP rules that one port of a Service has. */
export interface StreamRules {
  readonly tls: readonly StreamRule[]
  readonly tcp: readonly StreamRule[]
}

/**
 * The route of a port that is not HTTP: TLS rules are tried before TCP rules, and of each kind a route holds one rule without conditions
 * beside server names.
 */
export function streamRoute({ tls, tcp }: StreamRules, site: StreamRouteSite): RouteDraft | undefined {
  const [rule] = [...tls, ...tcp]
  if (rule === undefined) return undefined
  const { controller, serverName, versions } = site
  const stop = (what: string) => {
    site.obstacles.push({ place: rule.place, what })
    return undefined
  }
  const kind = tls.length > 0 ? 'TLSRoute' : 'TCPRoute'
  const since = controller.since[kind]
  if (!atLeast(versions.gatewayApi, since)) return stop(`a ${kind}, which ${controller.name} reads since Gateway API ${since}`)
  if (tls.length + tcp.length > 1) return stop(`several TLS or TCP rules for port ${site.port}`)
  for (const match of rule.matches) {
    if (
      match.destinationSubnets.length + match.sourceSubnets.length > 0 ||
      match.clientLabels !== undefined ||
      match.clientNamespace !== undefined
    ) {
      return stop('a condition on addresses or the client')
    }
    if (kind === 'TLSRoute' && serverName !== undefined && (match.sniHosts.length !== 1 || match.sniHosts[0] !== serverName))
      return stop('server names other than the name of the Service')
  }
  const several = rule.backends.length > 1
  if (several && rule.backends.every(({ weight }) => weight === 0)) return stop('destinations that all have weight 0')
  const references = attained(site.referencesOf(rule), site)
  if (references === undefined) return undefined
  const backendRefs = references.map((reference, index) => ({
    ...reference,
    ...(several ? { weight: rule.backends[index]!.weight } : {}),
  }))
  const hostnames = serverName === undefined ? [...new Set(rule.matches.flatMap(({ sniHosts }) => sniHosts))] : [serverName]
  return { kind, spec: { ...(kind === 'TLSRoute' ? { hostnames } : {}), rules: [{ backendRefs }] } }
}
