import type { Node } from '../../src/algebra/diagram.ts'
import { parseIpRange, rangeContains } from '../../src/algebra/ip-range.ts'
import { accepts } from '../../src/algebra/language/language.ts'
import { normalTarget } from '../../src/decide/rules/normal-path.ts'
import type { HttpRequest, Request, Token } from '../../src/model/request.ts'
import { headerValues, pathOf, queryValue } from '../../src/model/request.ts'
import { matchedValues } from '../../src/resolve/single-headers.ts'
import type { Outcome } from '../../src/verify/diagrams/leaf.ts'
import type { Universe, Variable } from '../../src/verify/diagrams/universe.ts'
import type { Attribute } from '../../src/verify/symbolic/attribute.ts'

/** Who sends a request: what its proxy says of it, apart from the request itself. */
export interface Sender {
  readonly trustDomain: string
  readonly namespace: string
  readonly serviceAccount: string
  readonly labels: Readonly<Record<string, string>>
  readonly ip: string
  /** The target as it is sent: not every proxy normalises it. */
  readonly target?: string
}

/** Follows one concrete request through a diagram; 'unknown' when the way depends on something that the input does not say. */
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
        variable.attribute.kind === 'peer'
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
      if (index < 0) throw new Error(`${variable.attribute.name} ${JSON.stringify(value)} is in no class`)
      return variable.optional ? index + 1 : index
    }
  }
}

function alike(universe: Universe, attribute: Attribute, a: string, b: string): boolean {
  return universe.languagesOf(attribute).every((language) => accepts(language, a) === accepts(language, b))
}

function sameRanges(ranges: readonly string[], a: string, b: string): boolean {
  const inside = (range: string, address: string): boolean => {
    const [outer, inner] = [parseIpRange(range), parseIpRange(address)]
    return outer !== undefined && inner !== undefined && rangeContains(outer, inner)
  }
  return ranges.every((range) => inside(range, a) === inside(range, b))
}

function choiceOf(attribute: Attribute, request: Request, externalAllows: boolean): string {
  if (attribute.kind === 'external-answer') return externalAllows ? 'allow' : 'deny'
  if (attribute.kind === 'certificate') return request.certificate === 'none' ? 'none' : 'shown'
  if (attribute.kind === 'forwarded') return request.http?.headers['x-forwarded-for'] === undefined ? 'no' : 'yes'
  return tokenOf(attribute, request.http).kind
}

function tokenOf(attribute: Attribute, http: HttpRequest | undefined): Token {
  if (http === undefined) return { kind: 'none' }
  const location = 'at' in attribute ? attribute.at : undefined
  if (location === undefined) return http.token
  const other = (http.otherTokens ?? []).find(({ at }) => at.in === location.in && at.name === location.name)
  return other?.token ?? { kind: 'none' }
}

function membersOf(attribute: Attribute, request: Request): readonly string[] {
  if (attribute.kind === 'header') return headerValues(request.http?.headers ?? {}, attribute.header)
  const token = tokenOf(attribute, request.http)
  if (token.kind !== 'valid' || attribute.kind !== 'claim') return []
  const { path } = attribute
  let value: unknown = token.claims
  for (const step of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined
  if (typeof value === 'string') return path[0] === 'scope' || path[0] === 'permission' ? value.split(' ') : [value]
  return Array.isArray(value) ? value.filter((member): member is string => typeof member === 'string') : []
}

function textOf(attribute: Attribute, request: Request, sender: Sender): string | undefined {
  const { http } = request
  switch (attribute.kind) {
    case 'client-trust-domain':
      return sender.trustDomain
    case 'client-namespace':
      return sender.namespace
    case 'client-account':
      return sender.serviceAccount
    case 'client-label':
      return sender.labels[attribute.label]
    case 'method':
      return http?.method ?? 'GET'
    case 'authority':
      return http?.authority ?? 'host'
    case 'path':
      return pathOf(http?.target ?? '/')
    case 'path-under':
      return pathOf(normalTarget(sender.target ?? '/', attribute.normalisation) ?? '/')
    case 'target-query':
      return /\?(.*)$/.exec(http?.target ?? '/')?.[1]
    case 'query':
      return queryValue(http?.target ?? '/', attribute.parameter)
    case 'header':
      return matchedValues(http?.headers ?? {}, attribute.header)[0]
    default: {
      const token = tokenOf(attribute, http)
      if (token.kind !== 'valid') return undefined
      const claim = attribute.kind === 'issuer' ? token.claims.iss : token.claims.sub
      return typeof claim === 'string' ? claim : undefined
    }
  }
}
