import { describe, expect, test } from 'vitest'
import { rolloutFormatNames } from '../../src/plan/formats/format.ts'
import { formattedRollout } from '../../src/plan/formats/rollout.ts'
import { planOf } from '../../src/plan/plan.ts'
import { planFolder } from '../../src/report/plan/folder.ts'
import { planText } from '../../src/report/plan/text.ts'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { ClusterClock } from './cluster-clock.ts'
import { enrolledNamespace } from './enrolled-namespace.ts'

const server = (name: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: quay}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: quay}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: a, image: x}]}}
`

const routes = (name: string, year: number, to: string, host = 'crane') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: quay, creationTimestamp: '${year}-01-01T00:00:00Z'}
spec: {hosts: [${host}], http: [{match: [{uri: {prefix: /${name}}}], route: [{destination: {host: ${to}}}]}]}
`

/** The older of two VirtualServices counts for its host, and its name comes last. */
const quay = [
  enrolledNamespace('quay'),
  ...['crane', 'barge', 'winch'].map(server),
  routes('zulu', 2021, 'crane'),
  routes('mike', 2022, 'barge'),
  routes('alfa', 2023, 'barge'),
  routes('apart', 2024, 'barge', 'winch'),
].join('---\n')

const input = [{ path: 'quay.yaml', text: quay }]
const ofCrane = (names: readonly string[]) => names.filter((name) => name !== 'quay/apart')

describe('what a rollout deletes and makes again', () => {
  const translation = translate(input, { target: 'ambient' })
  const plan = planOf(translation, verifyTranslation(translation))

  test('is deleted with the one that counts last', () => {
    const removed = plan.waves.flatMap(({ steps }) =>
      steps.flatMap(({ contents }) => contents.removed.map(({ ref }) => `quay/${ref.name}`)),
    )
    expect(ofCrane(removed)).toEqual(['quay/alfa', 'quay/mike', 'quay/zulu'])
  })

  for (const name of rolloutFormatNames)
    test(`as ${name} has the ages that decide between objects, after the way back`, () => {
      const rollout = formattedRollout(
        plan.waves,
        name === 'argocd'
          ? { name, repoURL: 'https://example.com/x.git', targetRevision: 'main', path: 'rollout', namespace: 'argocd', project: 'default' }
          : { name },
      )
      const clock = new ClusterClock(input, planFolder({ ...plan, translation, rollout }))
      const steps = plan.waves.flatMap((wave) => wave.steps.map((step) => rollout.step(step)))
      const before = clock.oldestFirst('VirtualService')
      expect(ofCrane(before)).toEqual(['quay/zulu', 'quay/mike', 'quay/alfa'])
      for (const { forward } of steps) clock.run(forward)
      expect(clock.oldestFirst('VirtualService')).toEqual([])
      for (const { back } of [...steps].reverse()) clock.run(back)
      expect(ofCrane(clock.oldestFirst('VirtualService'))).toEqual(ofCrane(before))
    })
})

const strictFirst = (older: string, younger: string) =>
  [
    enrolledNamespace('quay'),
    server('crane'),
    `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: strict, namespace: quay${older}}
spec: {mtls: {mode: STRICT}}
`,
    `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: permissive, namespace: quay${younger}}
spec: {mtls: {mode: PERMISSIVE}}
`,
  ].join('---\n')

describe('what stays and is younger than what is made again', () => {
  const planned = (text: string) => {
    const files = [{ path: 'quay.yaml', text }]
    const translation = translate(files, { target: 'cilium' })
    const plan = planOf(translation, verifyTranslation(translation))
    const rollout = formattedRollout(plan.waves, { name: 'kubectl' })
    const report = { ...plan, translation, rollout }
    return { clock: new ClusterClock(files, planFolder(report)), steps: plan.waves.flatMap(({ steps }) => steps), report }
  }

  test('is made anew: a STRICT that was older than PERMISSIVE counts again', () => {
    const { clock, steps, report } = planned(
      strictFirst(", creationTimestamp: '2021-01-01T00:00:00Z'", ", creationTimestamp: '2022-01-01T00:00:00Z'"),
    )
    const before = clock.oldestFirst('PeerAuthentication')
    expect(before).toEqual(['quay/strict', 'quay/permissive'])
    for (const step of steps) clock.run(step.commands.forward)
    expect(clock.oldestFirst('PeerAuthentication')).toEqual(['quay/permissive'])
    for (const step of [...steps].reverse()) clock.run(step.commands.back)
    expect(clock.oldestFirst('PeerAuthentication')).toEqual(before)
    expect(planText(report, { detail: 'brief' }).replace(/\s+/g, ' ')).toContain(
      'way back: deleted and made again, to be younger than these: PeerAuthentication quay/permissive',
    )
  })

  test('is named where the input does not say that it is younger', () => {
    const { steps, report } = planned(strictFirst('', ", creationTimestamp: '2022-01-01T00:00:00Z'"))
    const unclear = steps.flatMap(({ contents }) => contents.restored.unclear.map((pair) => pair.map(({ ref }) => ref.name)))
    expect(unclear).toEqual([['strict', 'permissive']])
    expect(planText(report, { detail: 'brief' }).replace(/\s+/g, ' ')).toContain(
      'the older one of PeerAuthentication quay/strict and PeerAuthentication quay/permissive counts',
    )
  })

  test('stays where it is the older one', () => {
    const { steps } = planned(strictFirst(", creationTimestamp: '2022-01-01T00:00:00Z'", ", creationTimestamp: '2021-01-01T00:00:00Z'"))
    expect(steps.flatMap(({ commands }) => [...commands.back]).filter((command) => /sleep|permissive/.test(command))).toEqual([])
  })
})
