import { describe, expect, test } from 'vitest'
import { ended, fromBranches } from '../../../src/decide/walk/walk.ts'
import type { Branch, Decision, Verdict } from '../../../src/model/verdict.ts'
import { changedBetween } from '../../../src/verify/witness/decided.ts'

function arriving(verdict: Verdict, target = '/', workload = 'till'): Decision {
  const branch: Branch = {
    end: { kind: 'pods', namespace: 'shop', workload, port: 8080 },
    workload: `shop/${workload}`,
    share: 1,
    verdict,
    points: [],
    received: { target, authority: 'till.shop', headers: {} },
  }
  return fromBranches([branch])
}

describe('what differs in how a request is routed', () => {
  test('is what arrives, where it arrives on both sides', () => {
    expect(changedBetween(arriving('allowed'), arriving('allowed'))).toEqual([])
    expect(changedBetween(arriving('allowed'), arriving('allowed', '/new'))).toEqual(['path'])
    expect(changedBetween(arriving('allowed'), arriving('allowed', '/new', 'cart'))).toEqual(['destination', 'path'])
  })

  test('is nothing of what arrives, where one side lets nothing in', () => {
    expect(changedBetween(ended('denied'), arriving('allowed'))).toEqual(['destination'])
    expect(changedBetween(arriving('denied'), arriving('allowed', '/new'))).toEqual(['destination'])
    expect(changedBetween(arriving('allowed'), ended('unreachable'))).toEqual(['destination'])
  })
})
