import { expect, test } from 'vitest'
import { choiceOf, doubtsOfChoice } from '../../../src/estimate/choice/choice.ts'
import type { ClusterFacts } from '../../../src/estimate/choice/facts.ts'
import type { Estimate } from '../../../src/estimate/estimate.ts'
import { estimate, translate } from '../../../src/index.ts'
import { estimateAdr } from '../../../src/report/estimate/adr.ts'
import { estimateComparisonText } from '../../../src/report/estimate/comparison-text.ts'
import { targetNames } from '../../../translators/index.ts'
import { filesOf, istio, namespace, service, workload } from '../manifests.ts'

const reads = istio('AuthorizationPolicy', 'readers', 'bank', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')
const files = filesOf(
  namespace('bank'),
  workload('Deployment', 'ledger', 'bank', { spec: '  replicas: 3\n' }),
  service('ledger', 'bank'),
  reads,
)
const estimates = targetNames.map((target) => estimate(translate(files, { target })))

/** The first target moves nothing and leaves least to do, the second moves a part. */
const stuck = estimates.map((one, index): Estimate => {
  const points = index === 0 ? { low: 1, high: 2 } : { low: 50, high: 90 }
  const moved = index === 0 ? 0 : 1
  return {
    ...one,
    readiness: { ...one.readiness, all: 2, today: moved, afterDecision: 0, stays: 2 - moved },
    effort: { ...one.effort, points },
  }
})

test('sidecars stay where no row favours what is not ruled out', () => {
  const choice = choiceOf(stuck, {})
  expect(choice.outcomes.filter(({ ruledOut }) => !ruledOut).map(({ favoured }) => favoured)).toEqual([0, 0])
  expect(choice.decision).toBe('stay')
  expect(doubtsOfChoice(choice)[0]).toBe('no row favours anything that is not ruled out')
})

test('an outcome that is favoured as often is named beside the proposal, and so are facts that are not known', () => {
  const outcome = (name: (typeof targetNames)[number] | 'stay', favoured: number) => ({
    outcome: name,
    title: name,
    favoured,
    ruledOut: false,
  })
  const [one, other] = [targetNames[0]!, targetNames[1]!]
  const choice = { rows: [], outcomes: [outcome(one, 2), outcome(other, 2), outcome('stay', 1)], decision: one, asked: ['--fact cni=NAME'] }
  expect(doubtsOfChoice(choice)).toEqual([`as many rows favour ${other}: its points decide`, '1 fact is not known, and may change it'])
  expect(doubtsOfChoice({ ...choice, outcomes: [outcome(one, 2), outcome(other, 1)], asked: [] })).toEqual([])
  expect(estimateComparisonText({ estimates, choice })).toMatch(
    /^Proposal: .*\n {2}as many rows favour .*: its points decide\n {2}1 fact is not known/,
  )
})

test('where no target has anything to migrate, nothing is proposed in its place', () => {
  const idle = targetNames.map((target) =>
    estimate(
      translate(filesOf(namespace('bank', 'istio.io/dataplane-mode: ambient'), workload('Deployment', 'ledger', 'bank')), { target }),
    ),
  )
  const choice = choiceOf(idle, {})
  expect(choice).toMatchObject({ rows: [], asked: [], decision: 'stay', nothing: true })
  const text = estimateComparisonText({ estimates: idle, choice })
  expect(text).toMatch(/^Proposal: nothing to migrate: it stays as it is\n/)
  expect(text).not.toMatch(/stay on sidecars|What decides/)
  const report = { estimates: [idle[0]!, idle[1]!] as const, decide: () => ({ estimates: idle, choice }), today: '2026-12-31' }
  expect(estimateAdr(report)).toContain('Nothing changes: the input has nothing to migrate.')
})

test('the network plugin and the kernel are read of the input, and a fact overrules them', () => {
  const daemon = (name: string) => workload('DaemonSet', name, 'kube-system')
  const node = (name: string, version: string) =>
    `apiVersion: v1\nkind: Node\nmetadata:\n  name: ${name}\nstatus:\n  nodeInfo: {kernelVersion: ${version}}\n`
  const asked = (facts: ClusterFacts, ...texts: string[]) => {
    const shown = [...files, ...filesOf(...texts).map(({ path, text }) => ({ path: `cluster-${path}`, text }))]
    return choiceOf(
      targetNames.map((target) => estimate(translate(shown, { target }))),
      facts,
    )
  }
  const row = ({ rows }: ReturnType<typeof asked>, question: RegExp) => rows.find((one) => question.test(one.question))
  const cilium = asked({}, daemon('cilium'), node('a', '5.15.0-1051-gke'), node('b', '4.19.0'), node('c', '4.19.1'))
  expect(row(cilium, /network plugin/)).toMatchObject({ answer: 'cilium by 1 object of the input, it stays', favours: ['cilium'] })
  expect(row(cilium, /kernel/)).toMatchObject({ rulesOut: ['cilium'], from: ['/estimates/ambient/inventory/cluster/kernels/0/evidence'] })
  expect(row(cilium, /kernel/)!.answer).toContain('4.19 on 2 nodes of the input')
  expect(cilium.asked.join()).not.toMatch(/cni|kernel/)
  const calico = asked({}, daemon('calico-node'))
  expect(calico.asked.join()).toContain('--fact cni-stays')
  expect(row(asked({ cniStays: true }, daemon('calico-node')), /network plugin/)).toMatchObject({ rulesOut: ['cilium'] })
  expect(asked({}, daemon('calico-node'), daemon('cilium')).asked.join()).toContain('--fact cni=NAME')
  // In AKS Cilium leaves addresses to `azure-cns`.
  expect(row(asked({}, daemon('azure-cns'), daemon('cilium')), /network plugin/)).toMatchObject({ favours: ['cilium'] })
  expect(row(asked({ cniStays: true }, daemon('azure-cns')), /network plugin/)).toMatchObject({ rulesOut: ['cilium'] })
  expect(row(asked({ kernel: '6.1' }, node('b', '4.19.0')), /kernel/)).toMatchObject({ rulesOut: [], from: [] })
})
