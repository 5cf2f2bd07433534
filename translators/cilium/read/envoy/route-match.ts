import type { Place } from '../../../../src/diagnostics/place.ts'
import { type Atom, all, not, type PathMatch, type Predicate, type TextMatch, withoutCase } from '../../../../src/model/predicate.ts'
import type { Message } from '../../../envoy/message.ts'
import { readPattern, readStringMatcher } from './string-match.ts'

/** What a route asks of requests (envoy:api/envoy/config/route/v3/route_components.proto RouteMatch). */
export function readRouteMatch(message: Message): Predicate {
  const path = readPath(message)
  const headers = message.list('headers').map(readRouteHeader)
  const queries = message.list('queryParameters').map(readQuery)
  message.done()
  return all([{ kind: 'path', match: path, place: message.place }, ...headers, ...queries])
}

function readPath(message: Message): PathMatch {
  const ignoreCase = message.flag('caseSensitive') === false
  const folded = (match: TextMatch): TextMatch => (ignoreCase ? withoutCase(match) : match)
  if (message.has('prefix')) return folded({ op: 'prefix', value: message.text('prefix') ?? '' })
  if (message.has('path')) return folded({ op: 'exact', value: message.text('path') ?? '' })
  if (message.has('safeRegex')) return { op: 'regex', value: readPattern(message.message('safeRegex')) }
  const value = message.text('pathSeparatedPrefix')
  if (value === undefined || ignoreCase) message.isOdd()
  return { op: 'segment-prefix', value: value ?? '/' }
}

/**
 * A header that is not there has no value to compare, not even where the outcome is inverted, unless it counts as the empty text
 * (envoy:source/common/http/header_utility.cc).
 */
export function readRouteHeader(message: Message): Predicate {
  const { place } = message
  const name = message.text('name') ?? ''
  const inverted = message.flag('invertMatch') === true
  const absentIsEmpty = message.flag('treatMissingHeaderAsEmpty') === true
  const present = message.flag('presentMatch')
  const compared = message.message('stringMatch')
  const match: TextMatch | undefined = compared === undefined ? undefined : readStringMatcher(compared)
  message.done()
  const isThere = atomFor(name, { op: 'present' }, place)
  if (isThere === undefined || (match === undefined) === (present === undefined)) {
    message.isOdd()
    return all([])
  }
  if (match === undefined) return (present === true) === inverted ? not(isThere) : isThere
  const atom = atomFor(name, match, place)!
  if (absentIsEmpty) {
    const compares: Predicate = atom.kind === 'header' ? { ...atom, absentIsEmpty } : atom
    return inverted ? not(compares) : compares
  }
  return inverted ? all([isThere, not(atom)]) : atom
}

/** Pseudo-headers are attributes of their own; the path has its own match. */
function atomFor(name: string, match: TextMatch, place: Place): Atom | undefined {
  const lower = name.toLowerCase()
  if (lower === ':method') return { kind: 'method', match, place }
  if (lower === ':authority' || lower === 'host') return { kind: 'authority', match, place }
  if (lower === ':scheme') return { kind: 'scheme', match, place }
  return lower === '' || lower.startsWith(':') ? undefined : { kind: 'header', name, match, place }
}

function readQuery(message: Message): Predicate {
  const name = message.text('name') ?? ''
  const present = message.flag('presentMatch')
  const compared = message.message('stringMatch')
  const match: TextMatch | undefined =
    compared === undefined ? (present === true ? { op: 'present' } : undefined) : readStringMatcher(compared)
  message.done()
  if (match === undefined || name === '') message.isOdd()
  return { kind: 'query', name, match: match ?? { op: 'present' }, place: message.place }
}
