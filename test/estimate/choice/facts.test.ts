import { expect, test } from 'vitest'
import { readFact } from '../../../src/estimate/choice/facts.ts'

test('facts are read by name', () => {
  expect(['cni=calico', 'cni-stays=no', 'kernel=5.10', 'wire-identity=yes', 'team=network'].map(readFact)).toEqual([
    { cni: 'calico' },
    { cniStays: false },
    { kernel: '5.10' },
    { wireIdentity: true },
    { team: 'network' },
  ])
})

test.each(['kernel', 'kernel=new', 'cni-stays=maybe', 'team=', 'colour=red', 'constructor=x', 'cni=Ca lico'])(
  '%s is refused by name',
  (text) => {
    expect(readFact(text)).toMatchObject({ problem: expect.stringContaining(`\`${text.split('=')[0]}\``) })
  },
)
