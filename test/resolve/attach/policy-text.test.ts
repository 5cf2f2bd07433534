import { expect, test } from 'vitest'
import { policyText, saySame } from '../../../src/resolve/attach/policy-text.ts'
import { clause, policy, rule } from '../../decide/rules/policies.ts'
import { atom, placeAt } from '../../decide/rules/seen.ts'
import { Reads } from '../../reads.ts'

const from = (namespace: string) => rule('r', clause('source', atom({ kind: 'identity', match: { by: 'namespace', glob: namespace } })))

test('policies that do the same have one text, whatever they are called and wherever they are written', () => {
  const text = policyText(policy('a', 'allow', [from('bank')]))
  const same = { labels: { team: 'x' }, annotations: { note: 'y' }, creationTimestamp: '2026-01-01T00:00:00Z', place: placeAt('elsewhere') }
  expect(policyText(policy('b', 'allow', [from('bank')], same))).toBe(text)
  const others = [
    policy('a', 'deny', [from('bank')]),
    policy('a', 'allow', [from('till')]),
    policy('a', 'allow', [from('bank'), from('bank')]),
    policy('a', 'allow', [from('bank')], { namespace: 'bank' }),
    policy('a', 'allow', [from('bank')], { attachment: { scope: 'mesh' } }),
    policy('a', 'allow', [from('bank')], { dryRun: true }),
  ]
  expect(new Set([text, ...others.map(policyText)]).size).toBe(others.length + 1)
})

test('two policies are compared once, whoever asks', () => {
  const reads = new Reads()
  const [one, same, other] = [
    policy('a', 'allow', [from('bank')]),
    policy('b', 'allow', [from('bank')]),
    policy('a', 'allow', [from('till')]),
  ].map((made) => reads.of(made)) as [Policy, Policy, Policy]
  expect([saySame(one, same), saySame(one, other)]).toEqual([true, false])
  const twice = reads.count
  expect(saySame(one, same)).toBe(true)
  expect(reads.count).toBe(twice)
  expect(saySame(one, other)).toBe(false)
})

type Policy = ReturnType<typeof policy>
