import { describe, expect, test } from 'vitest'
import { type LabelExpression, meetsSelector } from '../../src/model/label-selector.ts'

const meets = (labels: Record<string, string>, of: Record<string, string>, ...expressions: LabelExpression[]): boolean =>
  meetsSelector({ labels: of, expressions }, labels)
const expression = (operator: LabelExpression['operator'], ...values: string[]): LabelExpression => ({ key: 'tier', operator, values })

describe('a label selector', () => {
  test('that is empty is met by all labels', () => {
    expect([meets({}, {}), meets({ app: 'web' }, {})]).toEqual([true, true])
  })

  test('wants every label with its value', () => {
    expect([meets({ app: 'web', tier: 'a' }, { app: 'web' }), meets({ app: 'web' }, { app: 'api' }), meets({}, { app: 'web' })]).toEqual([
      true,
      false,
      false,
    ])
    expect(meets({ app: 'web' }, { app: 'web', tier: 'a' })).toBe(false)
  })

  test.each<[LabelExpression, boolean, boolean, boolean]>([
    [expression('In', 'front', 'edge'), true, false, false],
    [expression('NotIn', 'front', 'edge'), false, true, true],
    [expression('Exists'), true, true, false],
    [expression('DoesNotExist'), false, false, true],
  ])('with %j is met by tier=front, tier=back and no tier: %s, %s, %s', (wanted, front, back, none) => {
    expect([meets({ tier: 'front' }, {}, wanted), meets({ tier: 'back' }, {}, wanted), meets({ app: 'x' }, {}, wanted)]).toEqual([
      front,
      back,
      none,
    ])
  })

  test('wants labels and every expression', () => {
    const both = [expression('Exists'), expression('NotIn', 'back')]
    expect([
      meets({ app: 'web', tier: 'front' }, { app: 'web' }, ...both),
      meets({ app: 'web', tier: 'back' }, { app: 'web' }, ...both),
    ]).toEqual([true, false])
    expect(meets({ tier: 'front' }, { app: 'web' }, ...both)).toBe(false)
  })

  test('takes no label from what all objects inherit', () => {
    expect([meets({}, {}, { key: 'constructor', operator: 'Exists', values: [] }), meets({}, { constructor: 'x' } as never)]).toEqual([
      false,
      false,
    ])
  })
})
