import { parseIpRange, rangeContains } from '../../algebra/ip-range.ts'
import { ownValue } from '../../model/own-value.ts'
import { type Atom, atomsOf, type HttpAtom, isAtom, needsHttp, type Predicate } from '../../model/predicate.ts'
import { type HttpRequest, pathOf, queryValue } from '../../model/request.ts'
import { isProxyHeader, isWrittenOnTheWay, proxyHeaderHolds } from '../../resolve/proxy-headers.ts'
import { matchedValues } from '../../resolve/single-headers.ts'
import { matchesIdentity, matchesPath, matchesText } from '../../resolve/text.ts'
import { and, negate, or, type Truth } from '../../resolve/truth.ts'
import type { View } from './view.ts'

/** Evaluates a condition on a request as one enforcement point sees it. */
export function holds(predicate: Predicate, view: View): Truth {
  if (isAtom(predicate)) return atomHolds(predicate, view)
  switch (predicate.kind) {
    case 'all':
      return and(predicate.of.map((part) => holds(part, view)))
    case 'any':
      return or(predicate.of.map((part) => holds(part, view)))
    case 'not':
      return negate(holds(predicate.of, view))
  }
}

/** What would have to be known for a predicate to be decided: the first attribute that it asks and that the input does not say. */
export function needsFor(predicate: Predicate, view: View): { readonly needs?: string } {
  for (const atom of atomsOf(predicate)) if (atomHolds(atom, view) === 'unknown') return { needs: unknownAttributes[atom.kind] }
  return {}
}

const unknownAttributes: Readonly<Record<Atom['kind'], string>> = {
  identity: 'identity',
  method: 'method',
  path: 'path',
  authority: 'authority',
  scheme: 'scheme',
  query: 'query',
  'token-principal': 'token-principal',
  'token-claim': 'token-claim',
  'peer-address': 'the address of the peer',
  'client-address': 'the address of the client',
  'destination-address': 'the address of the destination',
  'destination-port': 'the port that the proxy sees',
  sni: 'the server name that the proxy sees',
  metadata: 'what other filters of the proxy set',
  'client-labels': 'the labels of the client',
  'client-namespace': 'the namespace of the client',
  header: 'what proxies write into the header',
}

function atomHolds(atom: Atom, view: View): Truth {
  if (needsHttp(atom)) return seenHttpHolds(atom, view)
  switch (atom.kind) {
    case 'identity':
      return view.identity !== undefined && matchesIdentity(atom.match, view.identity)
    case 'peer-address':
      return inRange(atom.range, view.peerAddress)
    case 'client-address':
      return inRange(atom.range, view.clientAddress)
    case 'destination-address':
      return inRange(atom.range, view.destinationAddress)
    case 'destination-port':
      return view.port === 'unknown' ? 'unknown' : view.port === atom.port
    case 'sni':
      return view.sni === 'unknown' ? 'unknown' : view.sni !== undefined && matchesText(atom.match, view.sni)
    case 'metadata':
      return 'unknown'
    case 'client-labels': {
      const labels = view.client?.labels
      return labels === undefined ? 'unknown' : Object.entries(atom.labels).every(([key, value]) => ownValue(labels, key) === value)
    }
    case 'client-namespace':
      return view.client === undefined ? 'unknown' : view.client.namespace === atom.namespace
  }
}

function seenHttpHolds(atom: HttpAtom, view: View): Truth {
  if (view.http === undefined) return false
  if (atom.kind === 'header' && isProxyHeader(atom.name)) return proxyHeaderHolds(atom, view.certificateHeader)
  if (atom.kind === 'header' && view.behindProxy === true && isWrittenOnTheWay(atom.name)) return 'unknown'
  if (atom.kind === 'header' && view.writtenHeaders?.has(atom.name.toLowerCase())) return 'unknown'
  if (atom.kind === 'query' && view.takenParameters?.has(atom.name)) return 'unknown'
  return httpAtomHolds(atom, view.http)
}

function httpAtomHolds(atom: HttpAtom, http: HttpRequest): Truth {
  switch (atom.kind) {
    case 'method':
      return matchesText(atom.match, http.method)
    case 'path':
      return matchesPath(atom.match, pathOf(http.target))
    case 'authority':
      return matchesText(atom.match, http.authority)
    case 'scheme':
      return matchesText(atom.match, 'http')
    case 'header': {
      const values = valuesOf(http, atom.name)
      if (values.length === 0) return atom.absentIsEmpty === true && matchesText(atom.match, '')
      return values.some((value) => matchesText(atom.match, value))
    }
    case 'query': {
      const value = queryValue(http.target, atom.name)
      return value !== undefined && matchesText(atom.match, value)
    }
    case 'token-principal': {
      if (http.token.kind !== 'valid') return false
      const { iss, sub } = http.token.claims
      return typeof iss === 'string' && typeof sub === 'string' && matchesText(atom.issuer, iss) && matchesText(atom.subject, sub)
    }
    case 'token-claim': {
      if (http.token.kind !== 'valid') return false
      const value = claimAt(http.token.claims, atom.path)
      const values = Array.isArray(value) ? value : [value]
      return values.some((member) => typeof member === 'string' && matchesText(atom.match, member))
    }
  }
}

function valuesOf(http: HttpRequest, name: string): readonly string[] {
  switch (name.toLowerCase()) {
    case ':method':
      return [http.method]
    case ':path':
      return [http.target]
    case ':authority':
    case 'host':
      return [http.authority]
    default:
      return matchedValues(http.headers, name)
  }
}

function claimAt(claims: unknown, path: readonly string[]): unknown {
  let value = claims
  for (const step of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    value = ownValue(value as Record<string, unknown>, step)
  }
  return value
}

function inRange(range: string, address: string | 'unknown' | 'hidden'): Truth {
  if (address === 'hidden') return false
  if (address === 'unknown') return 'unknown'
  const [outer, inner] = [parseIpRange(range), parseIpRange(address)]
  return outer !== undefined && inner !== undefined && rangeContains(outer, inner)
}
