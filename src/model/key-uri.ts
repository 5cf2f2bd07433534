/** Where a URI of keys (`jwksUri`) leads to. */
export interface KeyUri {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
}

/** A URI of a name, with a port or that of its scheme, and a path: undefined for one with anything else. */
export function keyUri(uri: string): KeyUri | undefined {
  const found = /^(https?):\/\/([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(\d{1,5}))?(?:\/[\w./~%-]*)?$/.exec(uri)
  if (found === null) return undefined
  const [, scheme, host = '', written] = found
  const isSecure = scheme === 'https'
  const port = Number(written ?? (isSecure ? 443 : 80))
  return port < 1 || port > 65_535 ? undefined : { scheme: isSecure ? 'https' : 'http', host, port }
}

/**
 * The whole name of a Service that a host stands for in every namespace of a cluster: `keys.auth`, `keys.auth.svc` and the whole name. A name without a dot
 * depends on who looks it up.
 */
export function wholeName(host: string, clusterDomain: string): string | undefined {
  const [name = '', namespace, ...rest] = host.split('.')
  const isWithin = rest.length === 0 || ['svc', `svc.${clusterDomain}`].includes(rest.join('.'))
  return namespace === undefined || !isWithin ? undefined : `${name}.${namespace}.svc.${clusterDomain}`
}
