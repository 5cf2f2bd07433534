import { expect, test } from 'vitest'
import { differenceText } from '../../../src/report/verify/difference-text.ts'
import type { VerifyReport } from '../../../src/report/verify/report.ts'
import { verifyText } from '../../../src/report/verify/text.ts'
import { announced, comparisonOf, narrower, rerouted, undetermined, wider } from './comparison-fixture.ts'

const report = (...differences: Parameters<typeof comparisonOf>): VerifyReport => ({
  target: 'ambient',
  comparison: comparisonOf(...differences),
  expectations: [],
  policy: { failOn: 'wider', unannouncedFail: true },
  diagnostics: [],
})

test('a difference tells the request, both sides and the rules with their places', () => {
  expect(
    differenceText(wider, false).replace(/\[\w+\]/, '[ID]'),
  ).toBe(`WIDER Service shop/cart:80 and 1 more, from pods that leave their sidecars [ID]
  shop/storefront → Service shop/cart:80
    DELETE /admin/x?y=<1>
    Host: cart
    x-user: alice
    valid token: iss=https://id.example.com/, groups=["a","b"]
    client IP 10.0.0.7
    the external authorizer allows it
  before DENIED (403) at destination sidecar shop/cart: no ALLOW rule matches
         access.yaml:7:5 AuthorizationPolicy shop/readers spec.rules[0]
  after  ALLOWED, to shop/cart-v1:8080 (90%), shop/cart-v2:8080 (10%)
         routes.yaml:7:5 AuthorizationPolicy shop/readers spec.rules[0]
  found in 2 parts, 5 classes of requests
`)
})

test('in full it names every destination and walks both sides', () => {
  const text = differenceText(wider, true)
  expect(text).toContain('destinations: Service shop/cart:80, pods shop/cart:8080\n')
  expect(text).toContain('    1. destination sidecar shop/cart: denied (403), no ALLOW rule matches\n')
  expect(text).toContain('sees cluster.local/ns/shop/sa/storefront, port 8080, path /admin/x\n')
})

test('what was rerouted says in what it differs', () => {
  expect(differenceText(rerouted, false)).toContain(
    '  differs in timeout: nothing before, timeout 1500ms after\n  differs in retries: nothing before, retries off after\n',
  )
})

test('the gravest come first, announced ones take a line, undetermined ones say what they need', () => {
  const text = verifyText(report(undetermined, announced, narrower, wider), { detail: 'brief' })
  const titles = text.match(/^(WIDER|NARROWER|UNDETERMINED).*$/gm)!.map((line) => line.replace(/ \[\w+\]/, ''))
  expect(titles).toEqual([
    'WIDER Service shop/cart:80 and 1 more, from pods that leave their sidecars',
    'NARROWER pods shop/ledger:5432, from pods without a proxy',
    'NARROWER pods shop/catalog:8080, from pods without a proxy: announced by US3001 at access.yaml:7:5',
    'UNDETERMINED Service shop/queue:9092, from any client',
  ])
  expect(text).toContain('  needs the Namespace queue\n')
  expect(text).toContain('Outside the model\n  mesh.yaml:7:5: the external authorizer `opa` decides too\n')
  expect(text).toContain('Assumptions\n  no policies exist but those of the input\n')
})

test('many of one verdict are counted, wider ones and -v are told whole', () => {
  const many = Array.from({ length: 30 }, () => undetermined)
  expect(verifyText(report(...many), { detail: 'brief' })).toContain('... and 10 more undetermined (-v shows all)')
  expect(verifyText(report(...many), { detail: 'full' }).match(/^UNDETERMINED/gm)).toHaveLength(30)
  expect(verifyText(report(...Array.from({ length: 30 }, () => wider)), { detail: 'brief' }).match(/^WIDER/gm)).toHaveLength(30)
})

test('accepted and ruled-out differences stay in sight, with the reason', () => {
  const text = verifyText(
    report(
      { ...wider, acceptedBy: { reason: 'the old rule was a mistake', expires: '2030-01-31' } },
      { ...wider, assumedAway: 'all pods are meshed' },
    ),
    { detail: 'brief' },
  )
  expect(text).toContain(': accepted until 2030-01-31: the old rule was a mistake\n')
  expect(text).toContain(': ruled out: all pods are meshed\n')
})

test('expectations that fail say what was expected and what came', () => {
  const place = { file: 'expect.yaml', line: 2, col: 3, endLine: 2, endCol: 9 }
  const one = { name: 'admins enter', place, side: 'after', expected: 'allowed', got: 'denied', passed: false } as const
  const text = verifyText(
    { ...report(), expectations: [one, { ...one, side: 'before', got: 'allowed', passed: true }] },
    { detail: 'brief' },
  )
  expect(text).toContain('Expectations: 1 of 2 hold\n  FAILED expect.yaml:2:3: admins enter (after): expected allowed, got denied\n')
})

test('rollout states are counted one by one, and the first that opens or closes something is told, whoever announced it', () => {
  const states = [
    { k: 1, namespaces: ['a'], comparison: comparisonOf(), interim: [] },
    { k: 2, namespaces: ['a', 'b'], comparison: comparisonOf(announced), interim: [narrower] },
    { k: 3, namespaces: ['a', 'b', 'c'], comparison: comparisonOf(wider), interim: [] },
  ]
  const text = verifyText({ ...report(), states }, { detail: 'brief' })
  expect(text).toContain('  1. a: 0 wider')
  expect(text).toContain(
    '  2. a, b: 0 wider, 1 narrower (1 announced), 0 rerouted, 0 undetermined; 418 of 419 parts equal; 1 narrower until',
  )
  expect(text).toContain('  3. a, b, c: 1 wider')
  expect(text).toMatch(/\n {2}State 2 \(a, b\)\n {2}NARROWER pods shop\/ledger:5432/)
  expect(text).toMatch(/^ {4}at the end {4}ALLOWED/m)
  expect(text).toMatch(/^ {2}NARROWER pods shop\/catalog:8080[\s\S]+^ {4}at the start {2}ALLOWED/m)
  expect(text).not.toContain('State 3')
})

test('where no namespace changes there are no states', () => {
  expect(verifyText({ ...report(), states: [] }, { detail: 'brief' })).toContain('Rollout states\n  no namespace changes\n')
})
