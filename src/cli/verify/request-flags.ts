import type { Mesh } from '../../model/mesh.ts'
import { setOwn } from '../../model/own-value.ts'
import { type HttpHeaders, headerValues, type Request } from '../../model/request.ts'
import { type RequestParts, requestFrom } from '../../verify/lists/request-syntax.ts'
import type { RequestArguments } from '../options/request.ts'
import { UsageError } from '../process/errors.ts'
import { suggestion } from '../process/suggestion.ts'

/** The request that the flags describe, with the names of a mesh. */
export function requestOfFlags(args: RequestArguments, mesh: Mesh): Request {
  const { method, path, host, header, claim, token, sni, certificate, 'client-ip': clientIp } = args
  if (claim !== undefined && token !== undefined) throw new UsageError('--claim and --token exclude each other')
  const ofHttp = Object.entries({ method, path, host, header, claim, token }).find(([, value]) => value !== undefined)
  if (args.tcp && ofHttp !== undefined) throw new UsageError(`--tcp and --${ofHttp[0]} exclude each other`)
  const parts: RequestParts = {
    from: args.from,
    to: addressFlag(args),
    ...(args.tcp ? { protocol: 'tcp' } : {}),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
    ...(host === undefined ? {} : { host }),
    ...(header === undefined ? {} : { headers: headersOf(header) }),
    ...(claim === undefined ? {} : { claims: claimsOf(claim) }),
    ...(token === undefined ? {} : { token }),
    ...(clientIp === undefined ? {} : { clientIp }),
    ...(sni === undefined ? {} : { sni }),
    ...(certificate === undefined ? {} : { certificate }),
  }
  const request = requestFrom(parts, mesh)
  if (!('problem' in request)) return request
  const near = request.name === undefined ? undefined : suggestion(request.name, request.known ?? [])
  throw new UsageError(near === undefined ? request.problem : `${request.problem}; did you mean \`${near}\`?`)
}

/** `k: v` headers by lower-case name; one that is repeated has several values, as proxies see it. */
function headersOf(written: readonly string[]): HttpHeaders {
  const headers: Record<string, string | readonly string[]> = {}
  for (const one of written) {
    const colon = one.indexOf(':', 1)
    if (colon < 0) throw new UsageError(`\`--header ${one}\` is not a header such as \`x-user: alice\``)
    const name = one.slice(0, colon).trim().toLowerCase()
    const value = one.slice(colon + 1).trim()
    const known = headerValues(headers, name)
    setOwn(headers, name, known.length === 0 ? value : [...known, value])
  }
  return headers
}

/** `k=v` claims; one that is repeated is a list, and JSON may be given for lists and maps. */
function claimsOf(written: readonly string[]): Record<string, unknown> {
  const claims = new Map<string, unknown[]>()
  for (const one of written) {
    const equals = one.indexOf('=')
    if (equals < 1) throw new UsageError(`\`--claim ${one}\` is not a claim such as \`sub=alice\``)
    const name = one.slice(0, equals)
    claims.set(name, [...(claims.get(name) ?? []), claimValue(one, one.slice(equals + 1))])
  }
  return Object.fromEntries([...claims].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}

function claimValue(written: string, value: string): unknown {
  if (!/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    throw new UsageError(`\`--claim ${written}\` begins like JSON and is not`)
  }
}

/** The one address that the flags name. */
function addressFlag(args: RequestArguments): { readonly service: string } | { readonly pod: string } | { readonly host: string } {
  const { 'to-service': service, 'to-pod': pod, 'to-host': host } = args
  const given = [service, pod, host].filter((flag) => flag !== undefined)
  if (given.length !== 1) throw new UsageError('name the address with one of --to-service, --to-pod and --to-host')
  return service !== undefined ? { service } : pod !== undefined ? { pod } : { host: host! }
}
