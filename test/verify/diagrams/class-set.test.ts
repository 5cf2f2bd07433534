import { expect, test } from 'vitest'
import { type Cut, classSetText } from '../../../src/verify/diagrams/class-set.ts'
import fc from '../../fast-check.ts'

/** Classes of a cut, as one digit for each class. */
const cutsOf = (lists: readonly string[]): Cut[] =>
  lists.map((digits, index) => ({ name: `cut ${index}`, classes: [...digits].flatMap((digit, at) => (digit === '1' ? [at] : [])) }))

test('cuts that do not make its edge are not in the name of a set', () => {
  const small = classSetText(2, cutsOf(['01']), new Set([1]))
  expect(small).toBe('[["cut 0"],["0"]]')
  expect(classSetText(4, cutsOf(['0110', '0011']), new Set([1, 2]))).toBe(small)
  expect(classSetText(4, cutsOf(['0110', '0011']), new Set([1]))).not.toBe(small)
})

/** Texts 0 to 15 cut by sets of them: classes are the texts that no cut tells apart. */
function partitioned(cuts: readonly ReadonlySet<number>[], wanted: ReadonlySet<number>) {
  const signatures = new Map<string, number>()
  const classOf = Array.from({ length: 16 }, (_, text) => {
    const signature = cuts.map((cut) => (cut.has(text) ? 1 : 0)).join('')
    if (!signatures.has(signature)) signatures.set(signature, signatures.size)
    return signatures.get(signature)!
  })
  const named = cuts.map((cut): Cut => {
    const name = [...cut].sort((a, b) => a - b).join('-')
    return { name, classes: [...new Set([...cut].map((text) => classOf[text]!))].sort((a, b) => a - b) }
  })
  return { count: signatures.size, cuts: named, inside: new Set([...wanted].map((text) => classOf[text]!)), classOf }
}

const someTexts = fc.uniqueArray(fc.nat(15), { maxLength: 6 }).map((texts) => new Set(texts))

test('sets of one partition have the same name exactly when they are the same', () => {
  fc.assert(
    fc.property(fc.array(someTexts, { minLength: 1, maxLength: 5 }), someTexts, someTexts, (cuts, one, other) => {
      const [a, b] = [partitioned(cuts, one), partitioned(cuts, other)]
      const same = [...a.inside].sort().join() === [...b.inside].sort().join()
      expect(classSetText(a.count, a.cuts, a.inside) === classSetText(b.count, b.cuts, b.inside)).toBe(same)
    }),
  )
})

test('one more cut that its edge does not need leaves the name of a set as it is', () => {
  fc.assert(
    fc.property(someTexts, someTexts, (wanted, other) => {
      const [less, more] = [partitioned([wanted], wanted), partitioned([wanted, other], wanted)]
      expect(classSetText(more.count, more.cuts, more.inside)).toBe(classSetText(less.count, less.cuts, less.inside))
    }),
  )
})
