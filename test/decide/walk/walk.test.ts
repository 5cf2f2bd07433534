import { describe, expect, test } from 'vitest'
import { ended, fromBranches, sameOutcome, shareOf, sharesOf, verdictAlong } from '../../../src/decide/walk/walk.ts'
import type { Branch, Decision, PointDecision, Verdict } from '../../../src/model/verdict.ts'

function point(verdict: Verdict, needs?: string): PointDecision {
  const about = { at: 'shop/till', reason: verdict, saw: { port: 80 }, because: [] }
  return { point: 'ztunnel', verdict, ...about, ...(needs === undefined ? {} : { needs }) }
}

const yes = point('allowed')
const no = point('denied')
const maybe = point('undetermined', 'labels')

function branch(workload: string | undefined, share: number, ...points: PointDecision[]): Branch {
  return { end: { kind: 'none' }, workload, share, verdict: verdictAlong(points), points }
}

const till = branch('shop/till', 1, yes)
const cart = branch('shop/cart', 1, yes)
const answer = (status: number): Decision => ({ ...ended('denied'), verdict: 'allowed', answer: { kind: 'response', status } })
const slow = { mirrors: [], responseHeaders: [], timeout: '3s' } as unknown as Decision['settings'][number]

test('a denial anywhere denies, and a doubt is one', () => {
  expect([[], [yes], [yes, maybe], [maybe, no], [yes, no, yes]].map(verdictAlong)).toEqual([
    'allowed',
    'allowed',
    'undetermined',
    'denied',
    'denied',
  ])
})

describe('a decision from its branches', () => {
  test('is theirs where they agree, else unknown', () => {
    expect(fromBranches([till, cart]).verdict).toBe('allowed')
    expect(fromBranches([till, branch('shop/cart', 1, no)]).verdict).toBe('undetermined')
    expect(fromBranches([]).verdict).toBe('undetermined')
    expect(fromBranches([till], [slow])).toEqual({ verdict: 'allowed', points: [yes], branches: [till], settings: [slow] })
  })

  test('shares the points that all of them met at the same place', () => {
    expect(fromBranches([branch('a', 1, yes, no), branch('b', 1, yes, point('denied'))]).points).toEqual([yes])
    expect(fromBranches([branch('a', 1, yes, maybe), branch('b', 1, maybe, yes)]).points).toEqual([])
  })

  test('needs what its first branch in doubt needs, if one is', () => {
    expect(fromBranches([till, branch('b', 1, yes, maybe), branch('c', 1, point('undetermined', 'age'))]).needs).toBe('labels')
    expect(fromBranches([branch('a', 1, maybe, no)])).not.toHaveProperty('needs')
    expect(fromBranches([till])).not.toHaveProperty('needs')
  })
})

describe('shares of requests', () => {
  test('of a decision are those of its branches', () => {
    const decision = fromBranches([branch('a', 0.5, yes), branch('b', 0.5, no)])
    expect(shareOf(decision, 0.5, [maybe]).map(({ share, points }) => [share, points])).toEqual([
      [0.25, [maybe, yes]],
      [0.25, [maybe, no]],
    ])
  })

  test('of an answer go to a place of its own', () => {
    expect(shareOf({ ...answer(503), points: [yes] }, 0.5, [maybe])).toEqual([
      {
        end: { kind: 'status', status: 503 },
        workload: undefined,
        host: 'status 503',
        share: 0.5,
        verdict: 'allowed',
        points: [maybe, yes],
      },
    ])
    expect(shareOf(ended('denied', [no]), 0.5, [yes])).toEqual([
      { end: { kind: 'none' }, workload: undefined, share: 0.5, verdict: 'denied', points: [yes, no] },
    ])
  })

  test('that are all are the decision itself', () => {
    const decision = fromBranches([till])
    expect(sharesOf([{ decision, share: 1 }])).toBe(decision)
  })

  test('that are answered alike are one answer', () => {
    const alike = [answer(404), answer(404)].map((decision) => ({ decision, share: 0.5 }))
    expect(sharesOf(alike)).toBe(alike[0]!.decision)
    const different = [answer(404), answer(503)].map((decision) => ({ decision, share: 0.5 }))
    expect(sharesOf(different).branches.map(({ host, share }) => [host, share])).toEqual([
      ['status 404', 0.5],
      ['status 503', 0.5],
    ])
    const both = [answer(404), fromBranches([till])].map((decision) => ({ decision, share: 0.5 }))
    expect(sharesOf(both).branches.map(({ workload }) => workload)).toEqual([undefined, 'shop/till'])
    const two = [fromBranches([till]), fromBranches([cart])].map((decision) => ({ decision, share: 0.5 }))
    expect(sharesOf(two).branches.map(({ workload, share }) => [workload, share])).toEqual([
      ['shop/till', 0.5],
      ['shop/cart', 0.5],
    ])
  })

  test('have settings once where all have the same', () => {
    const with1 = (settings: Decision['settings']) => ({ decision: fromBranches([till], settings), share: 0.5 })
    expect(sharesOf([with1([slow]), with1([slow])]).settings).toEqual([slow])
    expect(sharesOf([with1([slow]), with1([])]).settings).toEqual([slow])
    expect(sharesOf([{ decision: { ...answer(404), settings: [slow] }, share: 0.5 }, with1([])]).settings).toEqual([])
  })
})

test('an end has no destination, and needs what its points do', () => {
  expect(ended('unreachable')).toEqual({ verdict: 'unreachable', points: [], branches: [], settings: [] })
  expect(ended('denied', [yes, maybe, point('undetermined', 'age')]).needs).toBe('labels')
  expect(ended('undetermined', [maybe], 'age').needs).toBe('age')
})

test('two ways are alike where requests fare alike, whatever they meet', () => {
  const one = fromBranches([branch('a', 1, yes)])
  expect(sameOutcome(one, fromBranches([branch('a', 1, yes, yes)]))).toBe(true)
  expect(sameOutcome(one, fromBranches([branch('a', 1, no)]))).toBe(false)
  expect(sameOutcome(one, fromBranches([branch('b', 1, yes)]))).toBe(false)
  expect(sameOutcome(one, fromBranches([branch('a', 1, yes)], [slow]))).toBe(false)
  expect(sameOutcome(answer(404), answer(503))).toBe(false)
})
