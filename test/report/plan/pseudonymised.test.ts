import { expect, test } from 'vitest'
import { pseudonymised } from '../../../src/estimate/pseudonymised.ts'
import { pseudonymsOf } from '../../../src/estimate/pseudonyms.ts'
import { estimate, printReport, translate, verifyTranslation } from '../../../src/index.ts'
import { rolloutFormatNames } from '../../../src/plan/formats/format.ts'
import { formattedRollout } from '../../../src/plan/formats/rollout.ts'
import { planOf } from '../../../src/plan/plan.ts'
import { planFormats } from '../../../src/report/plan/index.ts'
import { pseudonymisedPlan } from '../../../src/report/plan/pseudonymised.ts'
import { planReportSchema } from '../../../src/report/plan/schema.ts'
import { targetNames } from '../../../translators/index.ts'

const workload = (name: string, namespace: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}, labels: {argocd.argoproj.io/instance: qdeployer}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {serviceAccountName: qaccount, containers: [{name: a, image: x}]}}
`

const routes = (name: string, year: number) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: qharbour, creationTimestamp: '${year}-01-01T00:00:00Z'}
spec: {hosts: [qcrane], http: [{match: [{uri: {prefix: /qsecretpath}}], route: [{destination: {host: qbarge}}]}]}
`

/** Two namespaces, one of which calls the other one; routes of one host, a waypoint, a pod alone, and a policy with a long name. */
const long = `qpolicy-${'q'.repeat(180)}`
const files = [
  `apiVersion: v1
kind: Namespace
metadata: {name: qharbour, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: qdepot, labels: {istio-injection: enabled}}
`,
  workload('qcrane', 'qharbour'),
  workload('qbarge', 'qharbour'),
  workload('qlorry', 'qdepot'),
  `apiVersion: v1
kind: Pod
metadata: {name: qlone, namespace: qdepot, labels: {app: qlone, sidecar.istio.io/inject: "true"}}
spec: {containers: [{name: a, image: x}]}
`,
  routes('qzulu', 2021),
  routes('qalfa', 2022),
  `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${long}, namespace: qharbour}
spec:
  selector: {matchLabels: {app: qcrane}}
  rules: [{from: [{source: {namespaces: [qdepot]}}], to: [{operation: {methods: [GET]}}]}]
`,
  `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: qcallers, namespace: qdepot}
spec:
  selector: {matchLabels: {app: qlorry}}
  rules: [{from: [{source: {namespaces: [qharbour]}}], to: [{operation: {ports: ["8080"]}}]}]
`,
  // Nothing of the input is in the root namespace.
  `apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: qinstalled, namespace: qoperators}
spec: {profile: default, meshConfig: {rootNamespace: qrooted, trustDomain: qtrusted}}
`,
].map((text, index) => ({ path: `qfolder/qfile-${index}.yaml`, text }))

for (const target of targetNames)
  test(`to ${target}: no name of the input is in any report of a plan, and the rest stays`, () => {
    const translation = translate(files, { target })
    const plan = planOf(translation, verifyTranslation(translation))
    const names = pseudonymsOf(translation)
    for (const name of rolloutFormatNames) {
      const rollout = formattedRollout(
        plan.waves,
        name === 'argocd'
          ? { name, repoURL: 'https://example.com/x.git', targetRevision: 'main', path: 'rollout', namespace: 'argocd', project: 'default' }
          : { name },
      )
      const report = { ...plan, translation, rollout }
      const hidden = pseudonymisedPlan(report, names)
      for (const [format, how] of Object.entries(planFormats))
        for (const detail of ['brief', 'full'] as const) {
          const real = printReport(how, report, { detail })
          const text = printReport(how, hidden, { detail })
          expect(real).toContain('qharbour')
          expect(
            [...text.replaceAll('&quot;', '"').matchAll(/\bq(?!uery)[a-z]{3,}[\w-]*/g)].map(([word]) => word),
            format,
          ).toEqual([])
        }
      const [shown, said] = [hidden, report].map((one) =>
        planReportSchema.parse(JSON.parse(printReport(planFormats.json, one, { detail: 'full' }))),
      )
      expect(shown!.search).toEqual(said!.search)
      expect(
        shown!.waves.map(({ steps }) => steps.map((step) => [step.kinds, step.adds.length, step.commands.length, step.states])),
      ).toEqual(said!.waves.map(({ steps }) => steps.map((step) => [step.kinds, step.adds.length, step.commands.length, step.states])))
    }
  })

test('a namespace has the same pseudonym in the plan and in the estimate', () => {
  const translation = translate(files, { target: 'ambient' })
  const end = verifyTranslation(translation)
  const names = pseudonymsOf(translation)
  const plan = planOf(translation, end)
  const moving = pseudonymisedPlan({ ...plan, translation, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) }, names)
  const ready = pseudonymised(estimate(translation, end), names)
  const known = new Set(ready.readiness.namespaces.map(({ namespace }) => namespace))
  const shown = moving.waves.flatMap(({ namespaces }) => namespaces)
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.filter((name) => !known.has(name))).toEqual([])
})

test('names that are words of commands do not stand for these words', () => {
  const spoken = ['rollout', 'apply', 'patch', 'deployment', 'kubectl', 'namespace', 'wave', 'objects', 'status']
  const words = [
    ...['rollout', 'apply'].map(
      (name) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {istio-injection: enabled}}\n`,
    ),
    ...['patch', 'deployment', 'kubectl', 'status'].map((name) => workload(name, 'rollout')),
    ...['namespace', 'wave', 'objects'].map((name) => workload(name, 'apply')),
  ].map((text, index) => ({ path: `${index}.yaml`, text }))
  const translation = translate(words, { target: 'ambient' })
  const plan = planOf(translation, verifyTranslation(translation))
  const names = pseudonymsOf(translation)
  const hidden = pseudonymisedPlan({ ...plan, translation, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) }, names)
  const commands = hidden.waves.flatMap(({ steps }) =>
    steps.flatMap(({ commands: { forward, back, checks, restarts } }) => [
      ...forward,
      ...back,
      ...checks,
      ...restarts.on,
      ...restarts.back,
    ]),
  )
  expect(commands.length).toBeGreaterThan(10)
  for (const command of commands) {
    expect(command).toMatch(/^kubectl (?:-n namespace-\d )?(?:apply -f|patch|rollout (?:restart|status)|wait|delete) /)
    // Only the places of names have pseudonyms, and no other word is one of a name.
    for (const word of command.split(' ').slice(1)) {
      const [, name = ''] = /^[a-z]+\/(.*)$/.exec(word) ?? []
      if (!word.startsWith('wave-')) expect(spoken).not.toContain(name)
    }
  }
  expect(commands.filter((command) => command.includes(' rollout restart ')).join('\n')).toMatch(
    /^kubectl -n namespace-\d rollout restart deployment\/workload-\d/,
  )
  expect(commands.join('\n')).toMatch(/-f wave-01\/\d-[a-z]+\/\d-namespace\.patch|--patch-file wave-01\/\d-[a-z]+\/\d-namespace\.patch/)
})
