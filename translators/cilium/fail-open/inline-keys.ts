/**
 * Whether keys of a RequestAuthentication are such as Envoy certainly takes (envoy:source/extensions/filters/http/jwt_authn/jwks_cache.cc, RFC 7518): with
 * others it may refuse the listener, and nothing would be checked.
 */
export function areKnownKeys(jwks: string): boolean {
  try {
    const { keys } = JSON.parse(jwks) as { readonly keys?: unknown }
    return Array.isArray(keys) && keys.length > 0 && keys.every(isKnownKey)
  } catch {
    return false
  }
}

const curves: ReadonlySet<unknown> = new Set(['P-256', 'P-384', 'P-521'])

function isKnownKey(key: unknown): boolean {
  if (typeof key !== 'object' || key === null) return false
  const { kty, n, e, crv, x, y } = key as Readonly<Record<string, unknown>>
  if (kty === 'RSA') return [n, e].every(isEncoded)
  return kty === 'EC' && curves.has(crv) && [x, y].every(isEncoded)
}

function isEncoded(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value)
}
