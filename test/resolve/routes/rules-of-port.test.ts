import { describe, expect, test } from 'vitest'
import type { HttpRule } from '../../../src/model/route.ts'
import { rulesOfPort } from '../../../src/resolve/routes/rules-of-port.ts'

function rule(name: string, ...matches: readonly object[]): HttpRule {
  return { name, matches } as unknown as HttpRule
}

const left = (...rules: HttpRule[]) => rulesOfPort(rules, 80).map(({ name, matches }) => [name, matches.length])

describe('the rules that clients in the mesh meet on port 80', () => {
  test('are all without a match, and those with a match for the port or for any', () => {
    expect(left(rule('all'), rule('own', { port: 80 }), rule('any', {}))).toEqual([
      ['all', 0],
      ['own', 1],
      ['any', 1],
    ])
  })

  test('lose matches for other ports, and go with their last', () => {
    expect(left(rule('some', { port: 81 }, { port: 80 }, {}), rule('none', { port: 81 }, { port: 82 }))).toEqual([['some', 2]])
  })

  test('lose matches for gateways alone', () => {
    expect(left(rule('edge', { gateways: ['edge'] }), rule('both', { gateways: ['edge', 'mesh'] }, { gateways: ['edge'] }))).toEqual([
      ['both', 1],
    ])
    expect(left(rule('other port', { gateways: ['mesh'], port: 81 }))).toEqual([])
  })
})
