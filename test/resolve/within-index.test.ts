import { expect, it } from 'vitest'
import { hostWithin } from '../../src/resolve/hosts.ts'
import { WithinIndex } from '../../src/resolve/within-index.ts'
import fc from '../fast-check.ts'

const host = fc
  .tuple(fc.constantFrom('', '*', '*.'), fc.array(fc.constantFrom('a', 'b', 'shop'), { maxLength: 3 }))
  .map(([star, names]) => `${star}${names.join('.')}`)

it('finds what hostWithin says, in the order in which it was added', () => {
  fc.assert(
    fc.property(fc.array(host, { maxLength: 12 }), host, (written, asked) => {
      const index = new WithinIndex<number>()
      for (const [position, name] of written.entries()) index.add(name, position)
      const expected = [...written.keys()].filter((position) => hostWithin(asked, written[position]!))
      expect(index.find(asked)).toEqual(expected)
    }),
  )
})
