import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { isAtom, type Predicate } from '../../../src/model/predicate.ts'
import { atomBoxes } from './atom.ts'
import type { Box, ReachContext, Rounding } from './box.ts'
import { complementIdentities, everybody, intersectIdentities, isEmptyIdentities, uniteIdentities } from './identity-set.ts'
import { complementPorts, everyPort, intersectPorts, unitePorts } from './port-set.ts'

const flip: Readonly<Record<Rounding, Rounding>> = { down: 'up', up: 'down' }

/** More alternatives than this are no policy that a person could review. */
const maxBoxes = 200

/** The connections that a predicate matches, as a union of boxes. */
export function reachOf(predicate: Predicate, rounding: Rounding, context: ReachContext): readonly Box[] {
  if (isAtom(predicate)) return atomBoxes(predicate, rounding, context)
  switch (predicate.kind) {
    case 'all':
      return predicate.of.map((part) => reachOf(part, rounding, context)).reduce((a, b) => intersect(a, b, context), [everything])
    case 'any':
      return predicate.of.flatMap((part) => reachOf(part, rounding, context))
    case 'not':
      return reachOf(predicate.of, flip[rounding], context)
        .map(complement)
        .reduce((a, b) => intersect(a, b, context), [everything])
  }
}

const everything: Box = { clients: everybody, ports: everyPort }

function intersect(a: readonly Box[], b: readonly Box[], context: ReachContext): readonly Box[] {
  if (a.length * b.length > maxBoxes) {
    context.diagnostics.push(diagnose(catalogue.ciliumTooManyAlternatives, context.place, { most: maxBoxes }))
    return []
  }
  return a.flatMap((left) =>
    b
      .map((right) => ({ clients: intersectIdentities(left.clients, right.clients), ports: intersectPorts(left.ports, right.ports) }))
      .filter(({ clients, ports }) => !isEmptyIdentities(clients) && ports.length > 0),
  )
}

function complement(box: Box): readonly Box[] {
  return [
    { clients: complementIdentities(box.clients), ports: everyPort },
    { clients: box.clients, ports: complementPorts(box.ports) },
  ].filter(({ clients, ports }) => !isEmptyIdentities(clients) && ports.length > 0)
}

/** The same connections in fewer boxes: first the clients of equal ports are put together, then the ports of equal clients. */
export function merged(boxes: readonly Box[]): readonly Box[] {
  const byPorts = grouped(boxes, ({ ports }) => ports).map((same) =>
    same.reduce((a, b) => ({ clients: uniteIdentities(a.clients, b.clients), ports: a.ports })),
  )
  return grouped(byPorts, ({ clients }) => clients).map((same) =>
    same.reduce((a, b) => ({ clients: a.clients, ports: unitePorts(a.ports, b.ports) })),
  )
}

function grouped(boxes: readonly Box[], key: (box: Box) => unknown): Box[][] {
  const groups = new Map<string, Box[]>()
  for (const box of boxes) {
    const text = JSON.stringify(key(box))
    const group = groups.get(text)
    if (group === undefined) groups.set(text, [box])
    else group.push(box)
  }
  return [...groups.values()]
}
