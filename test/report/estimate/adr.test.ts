import { describe, expect, test } from 'vitest'
import { choiceOf } from '../../../src/estimate/choice/choice.ts'
import type { ClusterFacts } from '../../../src/estimate/choice/facts.ts'
import { estimate, translate } from '../../../src/index.ts'
import { estimateAdr } from '../../../src/report/estimate/adr.ts'
import { estimateComparisonJson } from '../../../src/report/estimate/comparison-json.ts'
import { estimateComparisonSchema } from '../../../src/report/estimate/comparison-schema.ts'
import { estimateComparisonText } from '../../../src/report/estimate/comparison-text.ts'
import { countAt } from '../../../src/report/estimate/traced.ts'
import { targetNames } from '../../../translators/index.ts'
import { filesOf, istio, namespace, other, service, workload } from '../../estimate/manifests.ts'

const of = (texts: readonly string[], facts: ClusterFacts) => {
  const [first, ...others] = targetNames.map((target) => estimate(translate(filesOf(...texts), { target })))
  const estimates = [first!, ...others] as const
  const decided = { estimates, choice: choiceOf(estimates, facts) }
  return { decided, adr: estimateAdr({ estimates, decide: () => decided, today: '2026-08-31' }) }
}

const bank = [namespace('bank'), workload('Deployment', 'ledger', 'bank', { spec: '  replicas: 3\n' }), service('ledger', 'bank')]
const policy = (name: string, spec: string): string => istio('AuthorizationPolicy', name, 'bank', spec)
const ports = policy('ports', '{rules: [{from: [{source: {namespaces: [till]}}], to: [{operation: {ports: ["80"]}}]}]}')
const reads = policy('readers', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')

const cases = {
  ambient: {
    decision: 'ambient',
    texts: [
      ...bank,
      ports,
      reads,
      istio('PeerAuthentication', 'default', 'bank', '{mtls: {mode: STRICT}}'),
      istio('RequestAuthentication', 'tokens', 'bank', '{jwtRules: [{issuer: a.example, jwksUri: "https://a.example/keys"}]}'),
      other('networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'bank', 'spec: {podSelector: {}, ingress: [{}]}\n'),
    ],
    facts: { cni: 'calico', cniStays: true, wireIdentity: true },
  },
  cilium: {
    decision: 'cilium',
    texts: [...bank, ports, reads],
    facts: { cni: 'cilium', kernel: '6.1', team: 'network', wireIdentity: false },
  },
  neither: {
    decision: 'network-policy',
    texts: [...bank, ports],
    facts: { cni: 'calico', cniStays: true, wireIdentity: false, kernel: '5.4' },
  },
} as const

describe.each(Object.entries(cases))('decision record: %s', (name, { texts, facts, decision }) => {
  const { decided, adr } = of(texts, facts)
  const report: unknown = JSON.parse(JSON.stringify(estimateComparisonJson(decided)))

  test('is as it was reviewed', async () => {
    expect(decided.choice.decision).toBe(decision)
    await expect(adr).toMatchFileSnapshot(`adr/${name}.md`)
  })

  test('every sentence with a number has a footnote, a source, or the date of the record', () => {
    const body = adr.split('## Where the numbers are')[0]!
    const sentences = body.split('\n').filter((line) => /\d/.test(line.replace(/\[\^\d+\]|HTTP\/\d|L[47]/g, '')))
    const open = sentences.filter((line) => !/\[\^\d+\]|\(source: |^- (?:Date|Review): /.test(line))
    expect(open).toEqual([])
  })

  test('every number before a footnote is what stands there in the JSON report', () => {
    const pointers = new Map(
      [...adr.matchAll(/^\[\^(\d+)\]: `([^`]+)` is (\d+(?:\.\d+)?)$/gm)].map(([, mark, pointer, value]) => [mark!, { pointer, value }]),
    )
    for (const { pointer, value } of pointers.values()) expect(countAt(report, pointer!), pointer).toBe(Number(value))
    const body = adr.split('## Where the numbers are')[0]!
    const shown = [...body.replaceAll(/^\|.*$/gm, '').matchAll(/(\d+(?:\.\d+)?)\[\^(\d+)\]/g)]
    expect(shown.length).toBeGreaterThanOrEqual(3)
    for (const [, value, mark] of shown) expect(value, mark).toBe(pointers.get(mark!)?.value)
    for (const [mark] of body.matchAll(/\[\^\d+\]/g)) expect(pointers.has(mark.slice(2, -1))).toBe(true)
  })

  test('every number of an answer is at its pointers, a sum of them, or the line of a threshold or a version with a source', () => {
    for (const { answer, from, source } of decided.choice.rows) {
      const values = from.map((pointer) => countAt(report, pointer))
      const sums = values.flatMap((_, start) => values.map((__, end) => values.slice(start, end + 1).reduce((sum, one) => sum + one, 0)))
      const numbers = [...answer.matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => number)
      const open = numbers.filter((number) => !sums.includes(Number(number)) && source === undefined)
      expect(open, answer).toEqual([])
      if (from.length > 0)
        expect(
          numbers.some((number) => sums.includes(Number(number))),
          answer,
        ).toBe(true)
    }
  })

  test('the report meets its schema, and the page fits a terminal', () => {
    expect(() => estimateComparisonSchema.parse(report)).not.toThrow()
    const page = estimateComparisonText(decided)
    expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

test('sidecars stay where everything else is ruled out', () => {
  const { decided } = of([...cases.ambient.texts], { cni: 'calico', cniStays: true, wireIdentity: true })
  const stuck = decided.estimates.map((one) => ({
    ...one,
    readiness: { ...one.readiness, today: 0, afterDecision: 0, stays: one.readiness.all },
  }))
  expect(choiceOf(stuck, cases.ambient.facts).decision).toBe('stay')
})

test('a fact that would decide and is not given is asked for', () => {
  const asked = of(bank, {}).decided.choice.asked.map((text) => /--fact ([a-z-]+)=/.exec(text)?.[1])
  expect(asked).toEqual(['wire-identity', 'cni', 'kernel', 'team'])
})

test('policies about requests rule NetworkPolicies out, also where the input shows no Services that they are for', () => {
  for (const spec of ['{rules: [{to: [{operation: {paths: [/a]}}]}]}', '{rules: [{when: [{key: "request.headers[x]", values: [y]}]}]}']) {
    const { outcomes, decision } = of([policy('requests', spec)], { wireIdentity: false }).decided.choice
    expect(outcomes.find(({ outcome }) => outcome === 'network-policy')?.ruledOut).toBe(true)
    expect(decision).not.toBe('network-policy')
  }
  expect(of([ports], {}).decided.choice.rows.flatMap(({ favours }) => favours)).not.toContain('network-policy')
})
