/** A URL as Kubernetes' CEL library has it; only its scheme is ever asked for. */
export interface Url {
  readonly scheme: string
}

/**
 * Reads a URL as Go's `net/url.ParseRequestURI` does, which is what `isURL` and `url()` of Kubernetes' CEL stand on: an absolute URL or
 * a path from the root. Undefined when it is none.
 */
export function parseUrl(text: string): Url | undefined {
  if (text === '' || hasControl(text)) return undefined
  if (text === '*') return { scheme: '' }
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)?.[0].slice(0, -1) ?? ''
  if (scheme === '' && text.startsWith(':')) return undefined
  const rest = (scheme === '' ? text : text.slice(scheme.length + 1)).split('?', 1)[0]!
  if (!rest.startsWith('/')) return scheme === '' ? undefined : { scheme: scheme.toLowerCase() }
  if (scheme !== '' ? !rest.startsWith('//') : !rest.startsWith('//') || rest.startsWith('///')) {
    return validEscapes(rest) ? { scheme: scheme.toLowerCase() } : undefined
  }
  const [authority, path] = splitAt(rest.slice(2), '/')
  return validAuthority(authority) && validEscapes(path) ? { scheme: scheme.toLowerCase() } : undefined
}

function validAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@')
  const user = at < 0 ? '' : authority.slice(0, at)
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) && validEscapes(user) && validHost(authority.slice(at + 1))
}

function validHost(host: string): boolean {
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']')
    return end >= 0 && validPort(host.slice(end + 1))
  }
  const colon = host.lastIndexOf(':')
  if (colon >= 0 && !validPort(host.slice(colon))) return false
  // Go lets a host have any byte above ASCII, and of ASCII what RFC 3986 calls a registered name and a few more.
  return /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"\u0080-\uffff]|%[89A-Fa-f][0-9A-Fa-f])*$/.test(host)
}

function validPort(text: string): boolean {
  return /^(:\d*)?$/.test(text)
}

function validEscapes(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text)
}

function hasControl(text: string): boolean {
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}
