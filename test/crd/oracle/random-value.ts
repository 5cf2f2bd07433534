import type { Schema } from '../../../src/crd/schema.ts'
import { scalarFault, typeFault } from '../../../src/crd/structural/scalar.ts'

/** A small repeatable source of chance. */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed * 2654435761 + 1
  }

  below(bound: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * bound)
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }
}

const texts = [
  '',
  '*',
  'a',
  'web',
  '*.example.com',
  'a.example.com',
  'example.com',
  '/',
  '/a',
  '/a/../b',
  'a//b',
  '/a b',
  '1s',
  '0s',
  '100ms',
  '1h30m',
  '-1s',
  '5',
  '443',
  '99999',
  'http://a.example.com/x',
  'oci://r/x:v1',
  'ftp://x',
  'gcr.io/a/b:v1',
  'unix:///run/x',
  'unix://@x',
  'unix://x/',
  '10.0.0.1',
  '10.0.0.0/8',
  '2001:db8::1',
  'Service',
  'Gateway',
  'gateway.networking.k8s.io',
  'GET',
  'x'.repeat(70),
  'HTTP',
  'UPPER',
  'bar/sa',
  'cluster.local/ns/a/sa/b',
  '😀',
  'istio',
  '/a%2fb',
  '/a%2Fb',
  '/a#b',
  '/a/..',
  '/a/.',
  '/./a',
  '/a"b',
  'example.com/key',
  `${'x'.repeat(260)}/y`,
  '*.a',
  '*x',
  'x*y',
  'foo.Bar',
  'Get',
  'A-B',
  '-a',
  'HTTPS',
]
const numbers = [0, 1, 2, -1, 80, 443, 65535, 65536, 100, 200, 301, 599, 3000000000, 1.5]

/**
 * A value that fits a schema's types and scalars, with few or many fields; forms and lengths are left to luck. With `faults`, the value
 * breaks the schema now and then in every way that one can be broken.
 */
export function randomValue(schema: Schema, chance: Chance, faults: boolean, depth = 0): unknown {
  if (faults && chance.below(60) === 0) return chance.pick<unknown>([null, 'x', 7, true, [], {}, ['x'], { x: 1 }])
  if (schema.enum !== undefined && !(faults && chance.below(20) === 0)) return chance.pick(schema.enum)
  if (schema.intOrString) return chance.pick<unknown>(faults ? [80, '10%', 'http', 1.5] : [80, '10%', 'http'])
  switch (schema.type) {
    case 'string':
      return scalar(schema, texts, chance, faults)
    case 'boolean':
      return chance.below(2) === 0
    case 'integer':
    case 'number':
      return scalar(schema, numbers, chance, faults)
    case 'array':
      return randomList(schema, chance, faults, depth)
    default:
      return randomFields(schema, chance, faults, depth)
  }
}

function scalar(schema: Schema, choices: readonly unknown[], chance: Chance, faults: boolean): unknown {
  if (faults && chance.below(10) === 0) return chance.pick(choices)
  const fitting = choices.filter((choice) => typeFault(schema, choice) === undefined && scalarFault(schema, choice) === undefined)
  return chance.pick(fitting.length === 0 ? choices : fitting)
}

function randomList(schema: Schema, chance: Chance, faults: boolean, depth: number): unknown[] {
  const items = schema.items
  if (items === undefined) return []
  // Now and then a long list, for rules about totals.
  const length = depth === 0 && chance.below(12) === 0 ? 16 : chance.pick([0, 1, 1, 2, 2, 3])
  const list = Array.from({ length: Math.max(length, schema.minItems ?? 0) }, () => randomValue(items, chance, faults, depth + 1))
  return list.length > 1 && chance.below(2) === 0 ? [list[0], twin(list[0], list[1], chance), ...list.slice(2)] : list
}

/** A copy, or a copy with some fields of another item: rules about uniqueness are about such pairs. */
function twin(item: unknown, other: unknown, chance: Chance): unknown {
  if (typeof item !== 'object' || item === null || typeof other !== 'object' || other === null) return item
  const names = new Set([...Object.keys(item), ...Object.keys(other)])
  const sources = [...names].map((name) => [name, (chance.below(4) === 0 ? other : item) as Record<string, unknown>] as const)
  return Object.fromEntries(sources.filter(([name, source]) => name in source).map(([name, source]) => [name, source[name]]))
}

function randomFields(schema: Schema, chance: Chance, faults: boolean, depth: number): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  const share = chance.pick([1, 3, 5, 8])
  for (const [name, child] of schema.properties ?? []) {
    const required = schema.required?.includes(name) && !(faults && chance.below(20) === 0)
    if (required || (depth < 7 && chance.below(depth + 8) < share)) value[name] = randomValue(child, chance, faults, depth + 1)
  }
  if (schema.additional !== undefined) {
    for (let count = chance.below(3); count > 0; count--)
      value[chance.pick(texts)] = randomValue(schema.additional, chance, faults, depth + 1)
  }
  return value
}
