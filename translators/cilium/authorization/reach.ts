import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { isAtom, type Predicate } from '../../../src/model/predicate.ts'
import { mostRules } from '../http/http-rules.ts'
import {
  CombinedPattern,
  canonicalText,
  complementRequests,
  everyRequest,
  intersectRequests,
  isEveryRequest,
  joined,
  OtherValues,
  type Requests,
} from '../http/requests.ts'
import { TooManyShapes } from '../http/shape.ts'
import { atomBoxes } from './atom.ts'
import type { Box, ReachContext } from './box.ts'
import { complementIdentities, everybody, intersectIdentities, isEmptyIdentities, uniteIdentities } from './identity-set.ts'
import { complementPorts, everyPort, intersectPorts, unitePorts } from './port-set.ts'
import type { Rounding } from './rounding.ts'

const flip: Readonly<Record<Rounding, Rounding>> = { down: 'up', up: 'down' }

/** More alternatives than this are not a policy that a person could review. */
const maxBoxes = 200

/** The connections that a predicate matches, as a union of boxes. */
export function reachOf(predicate: Predicate, rounding: Rounding, context: ReachContext): readonly Box[] {
  if (isAtom(predicate)) return atomBoxes(predicate, rounding, context)
  switch (predicate.kind) {
    case 'all':
      return predicate.of.map((part) => reachOf(part, rounding, context)).reduce((a, b) => intersect(a, b, context), [everything])
    case 'any':
      return joinedBoxes(predicate.of.flatMap((part) => reachOf(part, rounding, context)))
    case 'not':
      return complementOf(reachOf(predicate.of, flip[rounding], context), context)
  }
}

export const everything: Box = { clients: everybody, ports: everyPort, requests: everyRequest }

export function intersect(a: readonly Box[], b: readonly Box[], context: Pick<ReachContext, 'diagnostics' | 'place'>): readonly Box[] {
  if (a.length * b.length > maxBoxes) {
    context.diagnostics.push(diagnose(catalogue.ciliumTooManyAlternatives, context.place, { most: maxBoxes }))
    return []
  }
  return withPatterns(context, () => a.flatMap((left) => b.flatMap((right) => meet(left, right))))
}

function meet(a: Box, b: Box): Box[] {
  const [clients, ports] = [intersectIdentities(a.clients, b.clients), intersectPorts(a.ports, b.ports)]
  if (isEmptyIdentities(clients) || ports.length === 0) return []
  const requests = intersectRequests(a.requests, b.requests)
  return requests === undefined ? [] : [{ clients, ports, requests }]
}

/** What boxes leave out. */
export function complementOf(boxes: readonly Box[], context: Pick<ReachContext, 'diagnostics' | 'place'>): readonly Box[] {
  return withPatterns(context, () => boxes.map(complement)).reduce<readonly Box[]>((a, b) => intersect(a, b, context), [everything])
}

/** Each part has one difference more, so that HTTP is asked of no more clients and ports than it has to be. */
function complement({ clients, ports, requests }: Box): readonly Box[] {
  const others: readonly Requests[] = isEveryRequest(requests) ? [] : complementRequests(requests)
  return [
    { clients: complementIdentities(clients), ports: everyPort, requests: everyRequest },
    { clients, ports: complementPorts(ports), requests: everyRequest },
    ...others.map((other) => ({ clients, ports, requests: other })),
  ].filter((box) => !isEmptyIdentities(box.clients) && box.ports.length > 0)
}

function withPatterns<T>({ diagnostics, place }: Pick<ReachContext, 'diagnostics' | 'place'>, of: () => readonly T[]): readonly T[] {
  try {
    return of()
  } catch (error) {
    if (error instanceof OtherValues)
      diagnostics.push(diagnose(catalogue.ciliumRequestCondition, place, { what: `other values of the header \`${error.header}\`` }))
    else if (error instanceof TooManyShapes) diagnostics.push(diagnose(catalogue.ciliumTooManyRules, place, { most: mostRules }))
    else if (error instanceof CombinedPattern) diagnostics.push(diagnose(catalogue.ciliumCombinedTemplate, place, {}))
    else throw error
    return []
  }
}

/** Alternatives for the same clients and ports, together. */
function joinedBoxes(boxes: readonly Box[]): readonly Box[] {
  return grouped(boxes, ({ clients, ports }) => [clients, ports]).flatMap((same) =>
    joined(same.map(({ requests }) => requests)).map((requests) => ({ ...same[0]!, requests })),
  )
}

/** The same connections in fewer boxes: first the clients of equal ports are put together, then the ports of equal clients. */
export function merged(boxes: readonly Box[]): readonly Box[] {
  const byPorts = grouped(boxes, ({ ports, requests }) => [ports, requests]).map((same) =>
    same.reduce((a, b) => ({ clients: uniteIdentities(a.clients, b.clients), ports: a.ports, requests: a.requests })),
  )
  return grouped(byPorts, ({ clients, requests }) => [clients, requests]).map((same) =>
    same.reduce((a, b) => ({ clients: a.clients, ports: unitePorts(a.ports, b.ports), requests: a.requests })),
  )
}

function grouped(boxes: readonly Box[], key: (box: Box) => unknown): Box[][] {
  const groups = new Map<string, Box[]>()
  for (const box of boxes) {
    const text = canonicalText(key(box))
    const group = groups.get(text)
    if (group === undefined) groups.set(text, [box])
    else group.push(box)
  }
  return [...groups.values()]
}
