import type { Redirect } from '../../../src/model/route.ts'
import type { RouteFilter } from './http-route.ts'
import type { Obstacle } from './obstacle.ts'

/** A host name without a port that Gateway API takes (gwapi:apis/v1/shared_types.go PreciseHostname); a bare address is none. */
export function isPreciseHostname(host: string): boolean {
  return host.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(host) && !/^[\d.]+$/.test(host)
}

/**
 * A redirect as a route says it. Without a port and a scheme istiod would write the service port into the Location unless it is 80, so
 * the scheme of the mesh is spelled out then (istio:pilot/pkg/config/kube/gateway/conversion.go createRedirectFilter).
 */
export function redirectFilter(
  redirect: Redirect,
  servicePort: number,
  gatewayApiHasAllCodes: boolean,
  obstacles: Obstacle[],
): RouteFilter | undefined {
  const before = obstacles.length
  const stop = (what: string) => obstacles.push({ place: redirect.place, what })
  const [host, portText, ...rest] = (redirect.authority ?? '').split(':')
  const authorityPort = portText === undefined ? undefined : Number(portText)
  if (rest.length > 0 || (host !== '' && !isPreciseHostname(host!)) || (host === '' && authorityPort !== undefined)) {
    stop(`the authority \`${redirect.authority}\` in a redirect`)
  }
  if (authorityPort !== undefined && !(Number.isInteger(authorityPort) && authorityPort > 0 && authorityPort < 65536)) {
    stop('the port in the authority of a redirect')
  }
  if (typeof redirect.port === 'string') stop('a redirect that derives its port')
  if (authorityPort !== undefined && redirect.port !== undefined) stop('a redirect with two ports')
  if (![301, 302].includes(redirect.status) && !(gatewayApiHasAllCodes && [303, 307, 308].includes(redirect.status))) {
    stop(`the status ${redirect.status} of a redirect`)
  }
  if (redirect.path !== undefined && (redirect.path.kind !== 'full' || !isPlainReplacement(redirect.path.value))) {
    stop('a redirect that replaces part of the path')
  }
  if (redirect.scheme !== undefined && redirect.scheme !== 'http' && redirect.scheme !== 'https') {
    stop(`the scheme \`${redirect.scheme}\` of a redirect`)
  }
  if (obstacles.length > before) return undefined
  const port = typeof redirect.port === 'number' ? redirect.port : authorityPort
  const scheme = (redirect.scheme as 'http' | 'https' | undefined) ?? (port === undefined && servicePort !== 80 ? 'http' : undefined)
  return {
    type: 'RequestRedirect',
    requestRedirect: {
      ...(scheme === undefined ? {} : { scheme }),
      ...(host === '' ? {} : { hostname: host! }),
      ...(port === undefined ? {} : { port }),
      ...(redirect.path === undefined ? {} : { path: { type: 'ReplaceFullPath', replaceFullPath: redirect.path.value } }),
      statusCode: redirect.status as 301 | 302,
    },
  }
}

/** A path that stands for itself as the replacement of a regex: backslashes would be taken for groups. */
export function isPlainReplacement(path: string): boolean {
  return path.length <= 1024 && !path.includes('\\')
}
