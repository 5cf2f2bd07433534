import { describe, expect, test } from 'vitest'
import { type TokenSituation, tokenPlacementOf } from '../../../../../translators/istio-ambient/emit/authentication/token-placement.ts'

const facts = ['checks', 'targeted', 'atZtunnel', 'stays', 'bound', 'boundBeside'] as const
type Fact = (typeof facts)[number]

const situation = (...holds: readonly Fact[]): TokenSituation =>
  Object.fromEntries(facts.map((fact) => [fact, holds.includes(fact)])) as Record<Fact, boolean>

const every = Array.from({ length: 2 ** facts.length }, (_, bits) => situation(...facts.filter((_, index) => (bits >> index) % 2 === 1)))

const where = (given: TokenSituation): string => {
  const { original, atWaypoint, direct } = tokenPlacementOf(given)
  return [original, ...(atWaypoint ? ['waypoint'] : []), ...(direct === 'nothing' ? [] : [`direct ${direct}`])].join(', ')
}

describe('where tokens are checked', () => {
  test.each<[string, TokenSituation, string]>([
    ['nowhere without issuers', situation('atZtunnel', 'bound', 'boundBeside'), 'untouched'],
    ['where they are, when attached to waypoints already', situation('checks', 'targeted', 'atZtunnel', 'bound'), 'untouched'],
    ['at sidecars, while all of the pods stay', situation('checks', 'stays'), 'untouched'],
    ['by the document at the waypoint', situation('checks', 'atZtunnel', 'bound', 'boundBeside'), 'moved, waypoint, direct denies'],
    [
      'beside a document that stays',
      situation('checks', 'atZtunnel', 'stays', 'bound', 'boundBeside'),
      'untouched, waypoint, direct denies',
    ],
    ['beside a document of another namespace', situation('checks', 'atZtunnel', 'bound'), 'untouched, waypoint, direct denies'],
    ['nowhere without a waypoint, so that requests are denied', situation('checks', 'atZtunnel'), 'untouched, direct denies'],
  ])('%s', (_, given, expected) => {
    expect(where(given)).toBe(expected)
  })

  test('pods at ztunnel are never open to what bypasses the waypoint', () => {
    for (const given of every) {
      const needed = given.checks && !given.targeted && given.atZtunnel
      expect(tokenPlacementOf(given).direct, JSON.stringify(given)).toBe(needed ? 'denies' : 'nothing')
    }
  })

  test('a document that stays, or that no waypoint beside it can take, is never moved', () => {
    for (const given of every)
      if (given.stays || !given.boundBeside) expect(tokenPlacementOf(given).original, JSON.stringify(given)).toBe('untouched')
  })

  test('a document is only moved where a waypoint checks it', () => {
    for (const given of every) {
      const { original, atWaypoint } = tokenPlacementOf(given)
      if (original === 'moved') expect(atWaypoint, JSON.stringify(given)).toBe(true)
    }
  })
})
