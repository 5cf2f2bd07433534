import { describe, expect, test } from 'vitest'
import { preflight } from '../../src/plan/preflight.ts'
import { translate } from '../../src/translate.ts'

const mesh = `apiVersion: v1
kind: Namespace
metadata: {name: pond, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: frog, namespace: pond}
spec: {selector: {app: frog}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: frog, namespace: pond}
spec:
  selector: {matchLabels: {app: frog}}
  template: {metadata: {labels: {app: frog}}, spec: {containers: [{name: main, image: main}]}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: frog, namespace: pond}
spec:
  selector: {matchLabels: {app: frog}}
  rules: [{to: [{operation: {methods: [GET]}}]}]
`
const installed = (profile: string) => `apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh, namespace: istio-system}
spec: {profile: ${profile}}
`
const istiod = (value: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}
spec:
  selector: {matchLabels: {app: istiod}}
  template:
    metadata: {labels: {app: istiod}}
    spec: {containers: [{name: discovery, image: pilot, env: [{name: PILOT_ENABLE_AMBIENT, value: "${value}"}]}]}
`
const checks = (...texts: string[]) => {
  const found = preflight(translate([{ path: 'pond.yaml', text: [mesh, ...texts].join('---\n') }], { target: 'ambient' }))
  return Object.fromEntries(found.map(({ what, shown }) => [what, shown?.holds]))
}

describe('pre-flight', () => {
  test('asks the cluster for what the input does not show', () => {
    const translation = translate([{ path: 'pond.yaml', text: mesh }], { target: 'ambient' })
    expect(preflight(translation).map(({ shown }) => shown)).toEqual([undefined, undefined, undefined, undefined])
    expect(preflight(translation).map(({ command }) => command)).toEqual([
      "kubectl -n istio-system get deployment -l app=istiod -o yaml | grep -A1 'name: PILOT_ENABLE_AMBIENT' | grep -q true",
      'kubectl -n istio-system rollout status --timeout=1m daemonset/istio-cni-node',
      'kubectl -n istio-system rollout status --timeout=1m daemonset/ztunnel',
      'kubectl get crd gateways.gateway.networking.k8s.io',
    ])
  })

  test('believes an installation by its profile, and istiod by its environment', () => {
    expect(checks(installed('ambient'))).toMatchObject({ 'istiod serves ambient mode': true, 'ztunnel runs on every node': true })
    expect(checks(installed('default'))).toMatchObject({ 'istiod serves ambient mode': false, 'ztunnel runs on every node': false })
    expect(checks(installed('default, components: {ztunnel: {enabled: true}}'))).toMatchObject({ 'ztunnel runs on every node': true })
    expect(checks(istiod('true'))).toMatchObject({ 'istiod serves ambient mode': true, 'ztunnel runs on every node': undefined })
    expect(checks(istiod('false'))).toMatchObject({ 'istiod serves ambient mode': false })
  })

  test('asks for nothing where nothing moves, or where only policies do', () => {
    const still = translate([{ path: 'pond.yaml', text: mesh.replace('enabled', 'disabled') }], { target: 'ambient' })
    expect(preflight(still)).toEqual([])
    expect(preflight(translate([{ path: 'pond.yaml', text: mesh }], { target: 'cilium' }))).toEqual([])
  })
})
