import type { Node } from '../../src/algebra/diagram.ts'
import { parseIpRange, rangeContains } from '../../src/algebra/ip-range.ts'
import { accepts } from '../../src/algebra/language/language.ts'
import type { HttpRequest, Request, Token } from '../../src/model/request.ts'
import { headerValues, pathOf, queryValue } from '../../src/model/request.ts'
import { matchedValues } from '../../src/resolve/single-headers.ts'
import type { Outcome } from '../../src/verify/diagrams/leaf.ts'
import type { Universe, Variable } from '../../src/verify/diagrams/universe.ts'

/** Who sends a request: what its proxy says of it, apart from the request itself. */
export interface Sender {
  readonly trustDomain: string
  readonly namespace: string
  readonly serviceAccount: string
  readonly labels: Readonly<Record<string, string>>
  readonly ip: string
}

/** Follows one concrete request through a diagram; 'unknown' when the way depends on something that the input does not tell. */
export function follow(universe: Universe, node: Node, request: Request, sender: Sender, externalAllows: boolean): Outcome | 'unknown' {
  let at = node
  while (!universe.diagrams.isLeaf(at)) {
    const position = universe.diagrams.variableOf(at)
    const variable = universe.variables[position]!
    if (variable.kind === 'unknown') return 'unknown'
    at = universe.diagrams.child(at, position, classOf(universe, variable, request, sender, externalAllows))
  }
  return universe.diagrams.valueOf(at)!
}

function classOf(
  universe: Universe,
  variable: Exclude<Variable, { kind: 'unknown' }>,
  request: Request,
  sender: Sender,
  externalAllows: boolean,
): number {
  switch (variable.kind) {
    case 'choice':
      return variable.values.indexOf(choiceOf(variable.attribute, request, externalAllows))
    case 'address': {
      const address =
        variable.attribute === 'peer address'
          ? sender.ip
          : (headerValues(request.http?.headers ?? {}, 'x-forwarded-for')
              .at(-1)
              ?.split(',')
              .at(-1)
              ?.trim() ?? '')
      const index = variable.classes.members.findIndex((member) => sameRanges(universe.rangesOf(variable.attribute), member, address))
      return Math.max(index, 0)
    }
    case 'member':
      return membersOf(variable.attribute, request).some((value) => alike(universe, variable.attribute, value, variable.text)) ? 1 : 0
    case 'text': {
      const value = textOf(variable.attribute, request, sender)
      if (value === undefined) return 0
      const index = variable.classes.members.findIndex((member) => alike(universe, variable.attribute, value, member))
      if (index < 0) throw new Error(`${variable.attribute} ${JSON.stringify(value)} is in no class`)
      return variable.optional ? index + 1 : index
    }
  }
}

function alike(universe: Universe, attribute: string, a: string, b: string): boolean {
  return universe.languagesOf(attribute).every((language) => accepts(language, a) === accepts(language, b))
}

function sameRanges(ranges: readonly string[], a: string, b: string): boolean {
  const inside = (range: string, address: string): boolean => {
    const [outer, inner] = [parseIpRange(range), parseIpRange(address)]
    return outer !== undefined && inner !== undefined && rangeContains(outer, inner)
  }
  return ranges.every((range) => inside(range, a) === inside(range, b))
}

function choiceOf(attribute: string, request: Request, externalAllows: boolean): string {
  if (attribute.startsWith('external authorizer ')) return externalAllows ? 'allow' : 'deny'
  if (attribute === 'client certificate') return request.certificate === 'none' ? 'none' : 'shown'
  if (attribute === 'x-forwarded-for') return request.http?.headers['x-forwarded-for'] === undefined ? 'no' : 'yes'
  return tokenNamed(attribute, request.http).kind
}

function tokenNamed(attribute: string, http: HttpRequest | undefined): Token {
  if (http === undefined) return { kind: 'none' }
  if (/^token( issuer| subject| claim .*)?$/.test(attribute)) return http.token
  const other = (http.otherTokens ?? []).find(({ at }) => attribute.startsWith(`token in ${at.in} ${at.name}`))
  return other?.token ?? { kind: 'none' }
}

function membersOf(attribute: string, request: Request): readonly string[] {
  if (attribute.startsWith('header ')) return headerValues(request.http?.headers ?? {}, attribute.slice('header '.length))
  const token = tokenNamed(attribute, request.http)
  if (token.kind !== 'valid') return []
  const path = JSON.parse(attribute.slice(attribute.indexOf('['))) as string[]
  let value: unknown = token.claims
  for (const step of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined
  if (typeof value === 'string') return path[0] === 'scope' || path[0] === 'permission' ? value.split(' ') : [value]
  return Array.isArray(value) ? value.filter((member): member is string => typeof member === 'string') : []
}

function textOf(attribute: string, request: Request, sender: Sender): string | undefined {
  const { http } = request
  if (attribute === 'client trust domain') return sender.trustDomain
  if (attribute === 'client namespace') return sender.namespace
  if (attribute === 'client service account') return sender.serviceAccount
  if (attribute.startsWith('client label ')) return sender.labels[attribute.slice('client label '.length)]
  if (attribute === 'method') return http?.method ?? 'GET'
  if (attribute === 'authority') return http?.authority ?? 'host'
  if (attribute === 'path') return pathOf(http?.target ?? '/')
  if (attribute.startsWith('query ')) return queryValue(http?.target ?? '/', attribute.slice('query '.length))
  if (attribute.startsWith('header ')) return matchedValues(http?.headers ?? {}, attribute.slice('header '.length))[0]
  const token = tokenNamed(attribute, http)
  if (token.kind !== 'valid') return undefined
  const claim = attribute.endsWith(' issuer') ? token.claims.iss : token.claims.sub
  return typeof claim === 'string' ? claim : undefined
}
