import { type Address, type Client, type HttpHeaders, headerValues, type Request, type Token } from '../../model/request.ts'

/** `shop/storefront → Service shop/cart:80`: who asks, and where. */
export function requestHeading(request: Request): string {
  return `${clientText(request.client)} → ${addressText(request.address)}`
}

export function clientText(client: Client): string {
  switch (client.kind) {
    case 'workload':
      return `${client.namespace}/${client.name}`
    case 'stranger': {
      const domain = client.trustDomain === undefined ? '' : ` of trust domain ${client.trustDomain}`
      const way = { sidecar: 'on a sidecar ', ambient: 'in ambient ', namespace: '' }[client.dataPlane]
      return `some pod ${way}with service account ${client.namespace}/${client.serviceAccount}${domain}`
    }
    case 'ingress':
      return `ingress gateway ${client.gateway ?? ''}${client.gateway === undefined ? '' : ' '}(service account ${client.namespace}/${client.serviceAccount})`
    case 'unmeshed':
      if (client.namespace === undefined) return 'outside the cluster'
      return `some pod without a proxy in ${client.namespace}${client.serviceAccount === undefined ? '' : ` with service account ${client.serviceAccount}`}`
  }
}

export function addressText(address: Address): string {
  switch (address.kind) {
    case 'service':
      return `Service ${address.namespace}/${address.name}:${address.port}`
    case 'pod':
      return `pod IP of ${address.namespace}/${address.workload}:${address.port}`
    case 'host':
      return `${address.host}:${address.port}`
  }
}

/** What the request says, one part a line, as a person would write it down; nothing that is absent is mentioned. */
export function requestLines(request: Request, externalAllows?: boolean): string[] {
  const { http, client } = request
  const lines: string[] = []
  if (http === undefined) {
    const tls = request.sni === undefined ? '' : `TLS to ${visible(request.sni)}`
    lines.push(request.protocol === 'http' ? 'HTTP' : tls === '' ? 'TCP' : tls)
  } else {
    lines.push(`${visible(http.method)} ${visible(http.target)}`, `Host: ${visible(http.authority)}`)
    lines.push(...headerLines(http.headers))
    lines.push(...tokenLines(http.token, ''))
    for (const { at, token } of http.otherTokens ?? []) lines.push(...tokenLines(token, ` in ${at.in} ${at.name}`))
    if (request.sni !== undefined) lines.push(`TLS server name ${visible(request.sni)}`)
  }
  if (request.certificate === 'none') lines.push('no client certificate')
  const labels = 'labels' in client ? Object.entries(client.labels ?? {}).map(([key, value]) => `${key}=${value}`) : []
  if (labels.length > 0) lines.push(`client labels ${labels.map(visible).join(', ')}`)
  if (client.ip !== undefined) lines.push(`client IP ${client.ip}`)
  if (externalAllows !== undefined) lines.push(`the external authorizer ${externalAllows ? 'allows' : 'denies'} it`)
  return lines
}

/** `x-user: alice`, a line for each value. */
export function headerLines(headers: HttpHeaders): string[] {
  return Object.keys(headers).flatMap((name) => headerValues(headers, name).map((value) => `${name}: ${visible(value)}`))
}

function tokenLines(token: Token, where: string): string[] {
  if (token.kind === 'none') return []
  if (token.kind === 'invalid') return [`invalid token${where}`]
  const claims = Object.entries(token.claims).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? visible(value) : JSON.stringify(value)}`,
  )
  return [claims.length === 0 ? `valid token${where}` : `valid token${where}: ${claims.join(', ')}`]
}

/** The text itself where a person can read it; quoted where it is empty or has something invisible in it. */
export function visible(text: string): string {
  return text === '' || /^\s|\s$|[^\x20-\x7e]/.test(text) ? JSON.stringify(text).replace(/[^\x20-\x7e]/g, escaped) : text
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
