import type { Request } from '../../model/request.ts'
import type { MeshSettings } from '../../model/settings.ts'

/** The request as a proxy sends it on: with the path that it has normalised. One that it refuses stays as it is. */
export function normalised(request: Request, mode: MeshSettings['pathNormalization']): Request {
  if (request.protocol !== 'http' || request.http === undefined) return request
  const target = normalTarget(request.http.target, mode) ?? request.http.target
  return target === request.http.target ? request : { ...request, http: { ...request.http, target } }
}

/**
 * The request target as an Istio proxy hands it to its filters: the path normalised by `MeshConfig.pathNormalization`, the query as it
 * was; a fragment is cut off, whatever the mode is (envoy:http_reject_path_with_fragment, which Istio's bootstrap switches off). Undefined when the proxy answers 400 instead (an encoded zero byte, a raw space, text beyond ASCII). The steps and their order are
 * Envoy's: encoded slashes, RFC 3986 normalisation, double slashes (istio:pilot/pkg/networking/core/listener_builder.go,
 * envoy:source/common/http/path_utility.cc; measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0).
 */
export function normalTarget(sent: string, mode: MeshSettings['pathNormalization']): string | undefined {
  if (!sent.startsWith('/') || isNormal(sent)) return sent
  const [target] = sent.split('#', 1) as [string]
  if (mode === 'none') return target
  const end = target.indexOf('?')
  const [path, rest] = end < 0 ? [target, ''] : [target.slice(0, end), target.slice(end)]
  if (path.includes('%00') || /[^!-~]/.test(path)) return undefined
  const slashes = mode === 'decode-and-merge-slashes' ? path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : path
  const normal = withoutDotSegments(encodeReserved(decodeUnreserved(withoutDotParameters(slashes).replaceAll('\\', '/'))))
  return (mode === 'base' ? normal : normal.replace(/\/{2,}/g, '/')) + rest
}

/** Most paths are as every proxy leaves them: of letters, digits, `-`, `_` and `~`, with dots inside of segments, none of which is empty but the last. */
function isNormal(path: string): boolean {
  return /^(?:\/[\w~-][\w.~-]*)*\/?$/.test(path)
}

/** Why a proxy answers 400 instead of normalising a path. */
export const refusedPath = 'the path has an encoded zero byte, a space or text beyond ASCII'

function decodeUnreserved(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[-A-Za-z0-9._~]/.test(character) ? character : encoded
  })
}

/** Characters that no path may have as they are: `/foo/x|y` becomes `/foo/x%7Cy`. */
function encodeReserved(path: string): string {
  return path.replace(/["<>^`{|}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/**
 * A dot segment may have parameters: `/a/..;x/b` becomes `/b`. Encoded dots before parameters are not dot segments, and are decoded all the same
 * (docs/decisions/121). Backslashes part no such segments.
 */
function withoutDotParameters(path: string): string {
  return path
    .split('/')
    .map((segment) => /^\.\.?(?=;)/.exec(segment)?.[0] ?? segment)
    .join('/')
}

/** RFC 3986 §5.2.4. An empty segment is a segment: `/a//../b` becomes `/a/b`. */
function withoutDotSegments(path: string): string {
  const segments = path.split('/').slice(1)
  const kept: string[] = []
  for (const [index, segment] of segments.entries()) {
    const dots = segment === '.' || segment === '..'
    if (segment === '..') kept.pop()
    if (!dots) kept.push(segment)
    else if (index === segments.length - 1) kept.push('')
  }
  return `/${kept.join('/')}`
}
