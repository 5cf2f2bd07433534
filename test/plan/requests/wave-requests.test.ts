import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import { planOf } from '../../../src/plan/plan.ts'
import { asAsked } from '../../../src/plan/requests/sent-request.ts'
import { waveRequestLines } from '../../../src/report/plan/request-text.ts'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'
import { targetNames, targets } from '../../../translators/index.ts'
import { enrolledNamespace } from '../enrolled-namespace.ts'

const workload = (name: string, namespace: string, port: string, labels = '') => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{${port}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}${labels}}}, spec: {serviceAccountName: ${name}, containers: [{name: a, image: x}]}}
`

const mesh = [
  ...['orchard', 'kitchen'].map((name) => enrolledNamespace(name)),
  workload('press', 'orchard', 'name: http, port: 80'),
  workload('cellar', 'orchard', 'name: tcp, port: 5432'),
  workload('scales', 'orchard', 'port: 90'),
  workload('baker', 'kitchen', 'name: http, port: 80'),
  workload('visitor', 'kitchen', 'name: http, port: 80', ', sidecar.istio.io/inject: "true"'),
  `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: orchard}
spec: {mtls: {mode: STRICT}}
`,
  `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: press, namespace: orchard}
spec:
  selector: {matchLabels: {app: press}}
  rules: [{from: [{source: {principals: [cluster.local/ns/kitchen/sa/baker]}}], to: [{operation: {methods: [GET], paths: [/juice*]}}]}]
`,
].join('---\n')

const planned = targetNames.map((target) => {
  const translation = translate([{ path: 'mesh.yaml', text: mesh }], { target })
  return { target, start: translation.mesh, waves: planOf(translation, verifyTranslation(translation)).waves }
})
const { waves } = planned.find(({ target }) => targets[target].moves === 'workloads')!

test('a wave has requests that are allowed and denied in its states, from clients of the input', () => {
  const orchard = waves.find(({ namespaces }) => namespaces.includes('orchard'))!
  expect(waveRequestLines(orchard.requests)).toMatchInlineSnapshot(`
    [
      "kitchen/baker: GET http://press.orchard.svc.cluster.local:80/juice: allowed, after step 3 403, after step 4 allowed",
      "kitchen/baker: POST http://press.orchard.svc.cluster.local:80/: 403",
      "orchard/cellar: GET http://press.orchard.svc.cluster.local:80/: 403",
      "a pod of orchard without a proxy: GET http://press.orchard.svc.cluster.local:80/: connection",
      "kitchen/baker: GET http://<a pod of orchard/press>:80/: 403, after step 4 connection",
      "a pod of orchard without a proxy: GET http://<a pod of orchard/press>:80/: connection",
    ]
  `)
})

test('nothing is asked of a port that is not declared to speak HTTP, where only the connection would tell', () => {
  const asked = waves.flatMap(({ requests }) => requests.map(({ sent: { to } }) => (to.kind === 'service' ? to.host : to.workload)))
  expect(asked.filter((name) => /cellar|scales/.test(name))).toEqual([])
})

test('pods that say by labels of their own which proxy they have stand for no client', () => {
  expect(waves.flatMap(({ requests }) => requests.filter(({ sent }) => sent.from.serviceAccount === 'visitor'))).toEqual([])
})

test.each(planned)(
  'to $target, what the start denies is never expected to be allowed, and the first state is decided as the input is',
  (one) => {
    const all = one.waves.flatMap(({ requests }) => requests)
    expect(all.length).toBeGreaterThan(0)
    for (const { expected } of all)
      if (expected[0]?.verdict === 'denied')
        expect(expected.filter((answer) => answer !== undefined && answer.verdict !== 'denied')).toEqual([])
    const services = one.waves[0]!.requests.flatMap(({ sent, expected: [first] }) =>
      sent.to.kind === 'service' && sent.headers.length === 0 ? [{ sent, host: sent.to.host, port: sent.to.port, first }] : [],
    )
    expect(services.length).toBeGreaterThan(0)
    for (const { sent, host, port, first } of services) {
      const [name = '', namespace = ''] = host.split('.')
      const http = { method: sent.method, target: sent.path, authority: host, headers: {}, token: { kind: 'none' } } as const
      const address = { kind: 'service', namespace, name, port } as const
      const request = asAsked({ client: { kind: 'unmeshed' }, address, protocol: 'http', http }, sent.from)
      expect(decide(one.start, request).verdict).toBe(first?.verdict)
    }
  },
)
