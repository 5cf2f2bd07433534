import type { MeshSettings } from '../../settings.ts'

/**
 * The request target as an Istio proxy hands it to its filters: the path normalised by `MeshConfig.pathNormalization`, the query as it
 * was. Undefined when the proxy answers 400 instead (an encoded zero byte). The steps and their order are Envoy's: encoded slashes, RFC 3986
 * normalisation, double slashes (istio:pilot/pkg/networking/core/listener_builder.go, envoy:source/common/http/path_utility.cc).
 */
export function normalTarget(target: string, mode: MeshSettings['pathNormalization']): string | undefined {
  if (mode === 'none' || !target.startsWith('/')) return target
  const end = target.search(/[?#]/)
  const [path, rest] = end < 0 ? [target, ''] : [target.slice(0, end), target.slice(end)]
  if (path.includes('%00')) return undefined
  const slashes = mode === 'decode-and-merge-slashes' ? path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : path
  const normal = withoutDotSegments(decodeUnreserved(slashes.replaceAll('\\', '/')))
  return (mode === 'base' ? normal : normal.replace(/\/{2,}/g, '/')) + rest
}

function decodeUnreserved(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[-A-Za-z0-9._~]/.test(character) ? character : encoded
  })
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
