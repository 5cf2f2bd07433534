import { compareText } from '../../../src/diagnostics/place.ts'
import { visibleAscii } from './byte-class.ts'
import { complementShapes, everyText, intersectShapes, isEveryText, type Shapes, withoutCovered } from './shape.ts'
import { pathCharacters } from './shape-text.ts'

/** What is asked of a header. Cilium has no way to ask that one is absent. */
export interface HeaderNeed {
  readonly name: string
  readonly is: 'present' | 'absent' | { readonly value: string }
}

/** Paths of some shapes; where `pattern` is set, those of them that match one RE2 pattern, of which Cilium's rules say no complement. */
export interface Paths {
  readonly shapes: Shapes
  readonly pattern?: string
}

/** HTTP requests by all of these. */
export interface Requests {
  readonly methods: Shapes
  readonly paths: Paths
  readonly hosts: Shapes
  /** By name, each once. */
  readonly headers: readonly HeaderNeed[]
}

/** Requests all have a method and a host, and their paths begin with a slash. */
const everyMethod: Shapes = [{ head: [visibleAscii], tail: [] }]
const slash = 1n << BigInt('/'.charCodeAt(0) - 0x21)
const everyPath: Shapes = [{ head: [slash], tail: [] }]

export const everyRequest: Requests = { methods: everyText, paths: { shapes: everyText }, hosts: everyText, headers: [] }

/** As HTTP: every request, and no other bytes. */
export const anyRequest: Requests = { ...everyRequest, methods: everyMethod }

/** Equal texts mean equal requests. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}

export function isEveryRequest({ methods, paths, hosts, headers }: Requests): boolean {
  return isEveryText(methods) && isEveryPath(paths) && isEveryText(hosts) && headers.length === 0
}

export function isEveryPath({ shapes, pattern }: Paths): boolean {
  return pattern === undefined && isEveryText(shapes)
}

/** Alternatives in fewer ones: those that differ in their methods, paths or hosts alone are one. */
export function joined(requests: readonly Requests[]): readonly Requests[] {
  const paths = byRest(requests, ({ paths: { pattern }, ...rest }) => [rest, pattern], sameButPaths)
  const hosts = byRest(
    paths,
    ({ hosts: _, ...rest }) => rest,
    (a, b) => ({ ...a, hosts: withoutCovered([...a.hosts, ...b.hosts]) }),
  )
  return byRest(
    hosts,
    ({ methods: _, ...rest }) => rest,
    (a, b) => ({ ...a, methods: withoutCovered([...a.methods, ...b.methods]) }),
  )
}

function sameButPaths(a: Requests, b: Requests): Requests {
  const { pattern } = a.paths
  const shapes = withoutCovered([...a.paths.shapes, ...b.paths.shapes])
  return { ...a, paths: pattern === undefined ? { shapes } : a.paths }
}

function byRest(
  requests: readonly Requests[],
  restOf: (one: Requests) => unknown,
  join: (a: Requests, b: Requests) => Requests,
): readonly Requests[] {
  const groups = new Map<string, Requests>()
  for (const one of requests) {
    const key = canonicalText(restOf(one))
    const known = groups.get(key)
    groups.set(key, known === undefined ? one : join(known, one))
  }
  return [...groups.values()]
}

/** Thrown where a path pattern would have to be combined with other paths, or left out of them. */
export class CombinedPattern extends Error {
  override readonly name = 'CombinedPattern'
}

/** Thrown where all values of a header but some would have to be asked for. */
export class OtherValues extends Error {
  override readonly name = 'OtherValues'
  readonly header: string

  constructor(header: string) {
    super(`other values of ${header}`)
    this.header = header
  }
}

/** Requests of both; undefined for none. @throws {CombinedPattern} */
export function intersectRequests(a: Requests, b: Requests): Requests | undefined {
  const headers = intersectHeaders(a.headers, b.headers)
  const methods = intersectShapes(a.methods, b.methods)
  const hosts = intersectShapes(a.hosts, b.hosts)
  const paths = intersectPaths(a.paths, b.paths)
  const isEmpty = headers === undefined || methods.length === 0 || hosts.length === 0 || paths.shapes.length === 0
  return isEmpty ? undefined : { methods, hosts, paths, headers }
}

/**
 * All other requests, as alternatives that may overlap: `notPaths` and `notMethods` of an AuthorizationPolicy are written so, because HTTP rules of Cilium
 * have patterns alone and no negation (cc:pkg/policy/api/http.go).
 *
 * @throws {CombinedPattern}
 */
export function complementRequests({ methods, paths, hosts, headers }: Requests): readonly Requests[] {
  if (paths.pattern !== undefined) throw new CombinedPattern()
  const others = (shapes: Shapes, all: Shapes, alphabet: bigint): Shapes =>
    isEveryText(shapes) ? [] : withoutCovered(intersectShapes(complementShapes(shapes, alphabet), all))
  const [method, path, host] = [
    others(methods, everyMethod, visibleAscii),
    others(paths.shapes, everyPath, pathCharacters),
    others(hosts, everyMethod, visibleAscii),
  ]
  return [
    ...(method.length === 0 ? [] : [{ ...everyRequest, methods: method }]),
    ...(path.length === 0 ? [] : [{ ...everyRequest, paths: { shapes: path } }]),
    ...(host.length === 0 ? [] : [{ ...everyRequest, hosts: host }]),
    ...headers.map((need): Requests => ({ ...everyRequest, headers: [oppositeOf(need)] })),
  ]
}

function oppositeOf({ name, is }: HeaderNeed): HeaderNeed {
  if (typeof is === 'object') throw new OtherValues(name)
  return { name, is: is === 'present' ? 'absent' : 'present' }
}

function intersectPaths(a: Paths, b: Paths): Paths {
  if (isEveryPath(a)) return b
  if (isEveryPath(b)) return a
  const shapes = withoutCovered(intersectShapes(a.shapes, b.shapes))
  const pattern = a.pattern ?? b.pattern
  if (pattern === undefined || shapes.length === 0) return { shapes }
  // Paths of the pattern are all among the others, or it cannot be said.
  const [own, others] = a.pattern === undefined ? [b, a] : [a, b]
  const isWithin = others.pattern === undefined && isWithinShapes(own.shapes, others.shapes)
  if (isWithin || own.pattern === others.pattern) return own
  throw new CombinedPattern()
}

function isWithinShapes(part: Shapes, whole: Shapes): boolean {
  return intersectShapes(part, complementShapes(whole, pathCharacters)).length === 0
}

/** What both ask of headers; undefined where no request can meet it. */
function intersectHeaders(a: readonly HeaderNeed[], b: readonly HeaderNeed[]): readonly HeaderNeed[] | undefined {
  const needs = new Map(a.map((need) => [need.name, need.is]))
  for (const { name, is } of b) {
    const met = metBy(needs.get(name), is)
    if (met === undefined) return undefined
    needs.set(name, met)
  }
  return [...needs].map(([name, is]) => ({ name, is })).sort((left, right) => compareText(left.name, right.name))
}

/** Cilium compares all values of a header as one text, so that it has one value or another. */
function metBy(known: HeaderNeed['is'] | undefined, asked: HeaderNeed['is']): HeaderNeed['is'] | undefined {
  if (known === undefined) return asked
  if (known === 'absent' || asked === 'absent') return known === asked ? known : undefined
  if (known === 'present') return asked
  return asked === 'present' || asked.value === known.value ? known : undefined
}
