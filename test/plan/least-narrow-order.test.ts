import { describe, expect, test } from 'vitest'
import { leastNarrowOrder, type Ordering, type StateCost } from '../../src/plan/least-narrow-order.ts'
import fc from '../fast-check.ts'

const nothing: StateCost = { opens: false, closes: 0 }

/** Looks a state up by the numbers that are done in it, such as `0 2`; any other costs nothing. */
function search(count: number, states: Readonly<Record<string, StateCost>>, rest: Partial<Ordering> = {}) {
  const looked: string[] = []
  const order = leastNarrowOrder({
    count,
    mayFollow: () => true,
    look: (done) => {
      const key = [...done].sort().join(' ')
      looked.push(key)
      return states[key] ?? nothing
    },
    budget: 100,
    ...rest,
  })
  return { ...order, looked }
}

describe('the order that closes least', () => {
  test('is the preferred one where nothing closes anything, with one look for each thing', () => {
    const { groups, looked, exhaustive } = search(4, {})
    expect(groups).toEqual([[0], [1], [2], [3]])
    expect(looked).toHaveLength(4)
    expect(exhaustive).toBe(true)
  })

  test('leaves out a state that opens something', () => {
    const { groups, opening } = search(3, { 0: { opens: true, closes: 0 } })
    expect(groups).toEqual([[1], [0], [2]])
    expect(opening).toEqual([[0]])
  })

  test('takes the cheaper way round', () => {
    const { groups } = search(3, { 0: { opens: false, closes: 5 }, '0 1': { opens: false, closes: 1 }, 1: { opens: false, closes: 1 } })
    expect(groups.slice(0, 2)).toEqual([[2], [0]])
  })

  test('does two things at one time where each alone opens something, and everything where that opens something too', () => {
    const opens = { opens: true, closes: 0 }
    expect(search(2, { 0: opens, 1: opens }).groups).toEqual([[0, 1]])
    expect(search(3, { 0: opens, 1: opens, 2: opens, '0 1': opens }).groups).toEqual([[0, 2], [1]])
    const all = { 0: opens, 1: opens, 2: opens, '0 1': opens, '0 2': opens, '1 2': opens }
    expect(search(3, all).groups).toEqual([[0, 1, 2]])
  })

  test('keeps to what must come before what', () => {
    const mayFollow: Ordering['mayFollow'] = (done, next) => next !== 0 || done.has(2)
    expect(search(3, {}, { mayFollow }).groups).toEqual([[1], [2], [0]])
  })

  test('ends when the budget is spent, with an order that opens nothing and does not claim to be the best', () => {
    const look = (): StateCost => ({ opens: false, closes: 1 })
    const { groups, exhaustive, looked } = search(8, {}, { budget: 10, look })
    expect(groups.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(exhaustive).toBe(false)
    expect(looked.length).toBeLessThan(20)
  })

  test('is never worse than any other order of single things, found by trying all', () => {
    const costs = fc.array(fc.record({ opens: fc.boolean(), closes: fc.nat(3) }), { minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(costs, (list) => {
        const look = (done: Iterable<number>): StateCost => {
          const bits = [...done].reduce((sum, one) => sum + 2 ** one, 0)
          return bits === 15 ? nothing : list[bits]!
        }
        const pathCost = (groups: readonly (readonly number[])[]) => {
          const done = new Set<number>()
          return groups.reduce((sum, group) => {
            for (const one of group) done.add(one)
            const state = look(done)
            return state.opens ? Number.POSITIVE_INFINITY : sum + state.closes
          }, 0)
        }
        const singles = permutations([0, 1, 2, 3]).map((order) => pathCost(order.map((one) => [one])))
        const { groups } = leastNarrowOrder({ count: 4, mayFollow: () => true, look, budget: 1000 })
        expect(pathCost(groups)).toBeLessThan(Number.POSITIVE_INFINITY)
        if (groups.every(({ length }) => length === 1)) expect(pathCost(groups)).toBe(Math.min(...singles))
        else expect(groups.flat().sort()).toEqual([0, 1, 2, 3])
      }),
    )
  })
})

function permutations(list: readonly number[]): number[][] {
  return list.length === 0 ? [[]] : list.flatMap((one) => permutations(list.filter((other) => other !== one)).map((rest) => [one, ...rest]))
}
