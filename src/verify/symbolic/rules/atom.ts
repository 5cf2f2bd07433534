import { accepts } from '../../../algebra/language/language.ts'
import type { TokenIssuer } from '../../../model/authentication.ts'
import { type Atom, type HttpAtom, isAtom, needsHttp, type Predicate, type TextMatch } from '../../../model/predicate.ts'
import { certificateHeader, isProxyHeader, isWrittenOnTheWay } from '../../../resolve/proxy-headers.ts'
import * as name from '../attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, choice, constant, neverTrue, notOf, textIn, unknown, version } from '../condition.ts'
import { identityCondition } from '../identity.ts'
import { languageOf } from '../language.ts'
import { authorityCondition, headerCondition, pathCondition } from '../routes/mutated.ts'
import type { SeenHttp, SeenRequest } from './view.ts'

/** What a predicate, evaluated by one point, asks of the request as the client sends it. */
export function conditionOf(predicate: Predicate, seen: SeenRequest): Condition {
  if (isAtom(predicate)) return atomCondition(predicate, seen)
  switch (predicate.kind) {
    case 'all':
      return allOf(predicate.of.map((part) => conditionOf(part, seen)))
    case 'any':
      return anyOf(predicate.of.map((part) => conditionOf(part, seen)))
    case 'not':
      return notOf(conditionOf(predicate.of, seen))
  }
}

function atomCondition(atom: Atom, seen: SeenRequest): Condition {
  if (needsHttp(atom)) return seen.http === undefined ? neverTrue : httpCondition(atom, seen, seen.http)
  switch (atom.kind) {
    case 'identity':
      return identityCondition(atom.match, seen.identity, seen.point)
    case 'peer-address':
      return addressCondition(atom.range, seen.peer, seen, 'the address of its peer')
    case 'client-address':
      return clientAddressCondition(atom.range, seen)
    case 'destination-address':
      return unknown(`${seen.point}: own address in ${atom.range}`, `the addresses of ${seen.point}`)
    case 'destination-port':
      return constant(atom.port === seen.port)
    case 'sni':
      return unknown(`${seen.point}: server name ${JSON.stringify(atom.match)}`, `the server name that ${seen.point} sees`)
    case 'metadata':
      return unknown(`${seen.point}: ${JSON.stringify([atom.filter, atom.key, atom.match, atom.listMember])}`, `what ${atom.filter} sets`)
    case 'client-labels':
      return clientLabelsCondition(atom.labels, seen)
    case 'client-namespace':
      if (seen.clientIs === 'itself') return textIn(name.attributes.clientNamespace, { kind: 'exact', value: atom.namespace })
      return seen.clientIs === 'unknown'
        ? unknown(`${seen.point}: client namespace ${atom.namespace}`, 'the namespace of the client')
        : constant(seen.clientIs.namespace === atom.namespace)
  }
}

function httpCondition(atom: HttpAtom, seen: SeenRequest, http: SeenHttp): Condition {
  switch (atom.kind) {
    case 'method':
      return textIn(name.attributes.method, languageOf(atom.match))
    case 'path':
      return pathCondition(languageOf(atom.match), http.mutations, seen.point, http.path)
    case 'authority':
      return authorityCondition(languageOf(atom.match), http.mutations)
    case 'scheme':
      return constant(accepts(languageOf(atom.match), 'http'))
    case 'header':
      return headerAtom(atom.name, atom.match, atom.absentIsEmpty === true, seen, http)
    case 'query':
      if (http.takenParameters?.has(atom.name) === true)
        return unknown(
          `${seen.point}: query ${atom.name} ${JSON.stringify(atom.match)}`,
          `the parameter ${atom.name} that a token stands in`,
        )
      return textIn(name.query(atom.name), languageOf(atom.match))
    case 'token-principal':
      return http.token.believed((token) =>
        allOf([textIn(name.issuerOf(token), languageOf(atom.issuer)), textIn(name.tokenSubject(token), languageOf(atom.subject))]),
      )
    case 'token-claim':
      return http.token.believed((token, issuer) => claimCondition(token, issuer, atom.path, atom.match))
  }
}

function claimCondition(token: name.Attribute<'token'>, issuer: TokenIssuer, path: readonly string[], match: TextMatch): Condition {
  const language = languageOf(match)
  if (path.length === 1 && path[0] === 'iss') return textIn(name.issuerOf(token), language)
  if (path.length === 1 && path[0] === 'sub') return textIn(name.tokenSubject(token), language)
  return allOf([{ kind: 'member', attribute: name.tokenClaim(token, path), language }, wordsOf(issuer, path)])
}

/** Whether a claim's text is one value or a list of words; `scope` and `permission` are always lists (`spaceDelimitedClaims`). */
function wordsOf({ issuer, spaceDelimitedClaims }: TokenIssuer, [claim, ...deeper]: readonly string[]): Condition {
  if (claim === undefined || deeper.length > 0 || claim === 'scope' || claim === 'permission') return alwaysTrue
  const words = spaceDelimitedClaims.includes(claim) ? 'words' : 'one text'
  return version(`claim ${claim}`, words, `whether the claim \`${claim}\` of issuer \`${issuer}\` is one text or several words`)
}

function headerAtom(headerName: string, match: TextMatch, absentIsEmpty: boolean, seen: SeenRequest, http: SeenHttp): Condition {
  const language = languageOf(match)
  if (isProxyHeader(headerName) || (http.behindProxy === true && isWrittenOnTheWay(headerName)))
    return ownHeader(headerName, match, absentIsEmpty && accepts(language, ''), seen, http)
  switch (headerName.toLowerCase()) {
    case ':method':
      return textIn(name.attributes.method, language)
    case ':authority':
    case 'host':
      return authorityCondition(language, http.mutations)
    case ':path':
      return unknown(`${seen.point}: :path ${JSON.stringify(match)}`, 'path and query as one text')
    default:
      if (http.written?.has(headerName.toLowerCase()))
        return unknown(
          `${seen.point}: header ${headerName} ${JSON.stringify(match)}`,
          `the header ${headerName} that a token check changes`,
        )
      return headerCondition(headerName, language, absentIsEmpty && accepts(language, ''), http.mutations, seen.point)
  }
}

/** Headers that proxies write: clients have no say in them. */
function ownHeader(
  headerName: string,
  match: TextMatch,
  absent: boolean,
  { point, identity, peer }: SeenRequest,
  { certificateHeader: found }: SeenHttp,
): Condition {
  const known = headerName.toLowerCase() === certificateHeader ? found : undefined
  if (known === 'absent') return constant(absent)
  if (known === 'written' && (match.op === 'present' || match.op === 'non-empty')) return alwaysTrue
  // What a sidecar finds there depends on what carried the request to it.
  const from = `${typeof identity === 'string' ? identity : identity.principal} ${peer}`
  return unknown(`${point}: header ${headerName} ${JSON.stringify(match)} from ${from}`, `what proxies write into the header ${headerName}`)
}

function addressCondition(range: string, from: 'client' | 'hidden' | 'unknown', seen: SeenRequest, what: string): Condition {
  if (from === 'client') return { kind: 'address', attribute: name.attributes.peer, range }
  return from === 'hidden' ? neverTrue : unknown(`${seen.point}: ${what} in ${range}`, `${what} at ${seen.point}`)
}

function clientAddressCondition(range: string, seen: SeenRequest): Condition {
  if (seen.origin === 'unreliable') return unknown(`${seen.point}: client in ${range}`, `the address of the client at ${seen.point}`)
  const origin = addressCondition(range, seen.origin, seen, 'the address of the client')
  if (seen.http === undefined) return origin
  const given = choice(name.attributes.forwarded, 'yes')
  return anyOf([allOf([given, { kind: 'address', attribute: name.attributes.forwardedAddress, range }]), allOf([notOf(given), origin])])
}

function clientLabelsCondition(labels: Readonly<Record<string, string>>, seen: SeenRequest): Condition {
  if (seen.clientIs === 'itself')
    return allOf(Object.entries(labels).map(([key, value]) => textIn(name.clientLabel(key), { kind: 'exact', value })))
  return seen.clientIs === 'unknown'
    ? unknown(`${seen.point}: client labels ${JSON.stringify(labels)}`, 'the labels of the client')
    : constant(Object.keys(labels).length === 0)
}
