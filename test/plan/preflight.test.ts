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
    expect(preflight(translation).map(({ shown }) => shown)).toEqual(Array(10).fill(undefined))
    expect(preflight(translation).map(({ command }) => command)).toMatchInlineSnapshot(`
      [
        "kubectl -n istio-system get deployment -l app=istiod -o yaml | grep -A1 'name: PILOT_ENABLE_AMBIENT' | grep -q true",
        "[ "$(kubectl -n istio-system get daemonset/istio-cni-node -o jsonpath='{.status.numberReady}')" -eq "$(kubectl get nodes -l kubernetes.io/os=linux -o name | wc -l)" ]",
        "[ "$(kubectl -n istio-system get daemonset/ztunnel -o jsonpath='{.status.numberReady}')" -eq "$(kubectl get nodes -l kubernetes.io/os=linux -o name | wc -l)" ]",
        "found=$(kubectl get pods -A -l 'security.istio.io/tlsMode=istio,!gateway.istio.io/managed' --field-selector='status.phase!=Succeeded,status.phase!=Failed' -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} {.spec.initContainers[?(@.name=="istio-proxy")].env[?(@.name=="ISTIO_META_ENABLE_HBONE")].value}{.spec.containers[?(@.name=="istio-proxy")].env[?(@.name=="ISTIO_META_ENABLE_HBONE")].value}{"\\n"}{end}'); printf '%s\\n' "$found" | awk 'NF > 0 && $2 != "true" { print; old = 1 } END { exit old }'",
        "found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='{.metadata.name} {.data.cni-exclusive}'); case "$found" in '' | 'cilium-config false') ;; *) false ;; esac",
        "found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='{.data.kube-proxy-replacement} {.data.bpf-lb-sock-hostns-only}'); case "$found" in 'true true' | 'strict true') ;; true* | strict*) false ;; esac",
        "found=$(kubectl get pods -A -o jsonpath='{.items[*].spec.volumes[?(@.csi.driver=="csi.spiffe.io")].name}'); [ -z "$found" ]",
        "found=$(kubectl get workloadentries.networking.istio.io,workloadgroups.networking.istio.io -A -o name); [ -z "$found" ]",
        "kubectl get crd gateways.gateway.networking.k8s.io",
        "printf '%s\\n' v1.7 "$(kubectl get crd gateways.gateway.networking.k8s.io -o jsonpath='{.metadata.annotations.gateway\\.networking\\.k8s\\.io/bundle-version}')" | sort -C -V",
      ]
    `)
  })

  test('asks whether sidecars take HBONE, unless the mesh says that none does', () => {
    const what = (...texts: string[]) => Object.keys(checks(...texts)).filter((one) => one.startsWith('sidecars take HBONE'))
    const off = `apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "defaultConfig: {proxyMetadata: {ISTIO_META_ENABLE_HBONE: 'false'}}"}
`
    expect([what().length, what(off).length]).toEqual([1, 0])
  })

  test('believes a DaemonSet that tolerates every taint, and asks of one that may not', () => {
    const daemons = (tolerations: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ztunnel, namespace: istio-system}
spec:
  selector: {matchLabels: {app: ztunnel}}
  template: {metadata: {labels: {app: ztunnel}}, spec: {tolerations: ${tolerations}, containers: [{name: a, image: x}]}}
`
    expect(checks(daemons('[{operator: Exists}]'))).toMatchObject({ 'ztunnel runs on every node': true })
    expect(checks(daemons('[{effect: NoSchedule, operator: Exists}]'))).toMatchObject({ 'ztunnel runs on every node': undefined })
  })

  test('says what the settings of Cilium in the input are for istio-cni', () => {
    const settings = (exclusive: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: cilium-config, namespace: kube-system}
data: {cni-exclusive: "${exclusive}"}
`
    const said = (exclusive: string) => Object.entries(checks(settings(exclusive))).find(([what]) => what.includes('cni.exclusive'))?.[1]
    expect([said('true'), said('false')]).toEqual([false, true])
  })

  test('believes an installation by its profile, and istiod by its environment', () => {
    expect(checks(installed('ambient'))).toMatchObject({ 'istiod serves ambient mode': true, 'ztunnel runs on every node': true })
    expect(checks(installed('default'))).toMatchObject({ 'istiod serves ambient mode': false, 'ztunnel runs on every node': false })
    expect(checks(installed('default, components: {ztunnel: {enabled: true}}'))).toMatchObject({ 'ztunnel runs on every node': true })
    expect(checks(istiod('true'))).toMatchObject({ 'istiod serves ambient mode': true, 'ztunnel runs on every node': undefined })
    expect(checks(istiod('false'))).toMatchObject({ 'istiod serves ambient mode': false })
  })

  test('asks for nothing where nothing moves, and for the plugin and the kernel where only policies do', () => {
    const still = translate([{ path: 'pond.yaml', text: mesh.replace('enabled', 'disabled') }], { target: 'ambient' })
    expect(preflight(still)).toEqual([])
    const byNamespace = mesh.replace('to: [{operation: {methods: [GET]}}]', 'from: [{source: {namespaces: [pond]}}]')
    const policies = preflight(translate([{ path: 'pond.yaml', text: byNamespace }], { target: 'cilium' }))
    expect(policies.map(({ what }) => what)).toEqual(['the network plugin is cilium', 'every node has kernel 5.10 or newer'])
  })
})
