import { describe, expect, test } from 'vitest'
import { preflight } from '../../../src/plan/preflight/preflight.ts'
import { translate } from '../../../src/translate.ts'
import { enrolledNamespace, plainDeployment } from '../enrolled-namespace.ts'

const mesh = `${enrolledNamespace('pond')}---
apiVersion: v1
kind: Service
metadata: {name: frog, namespace: pond}
spec: {selector: {app: frog}, ports: [{name: http, port: 80}]}
---
${plainDeployment('frog', 'pond')}---
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
    expect(preflight(translation).map(({ shown }) => shown)).toEqual(Array(16).fill(undefined))
    expect(preflight(translation).map(({ command }) => command)).toMatchInlineSnapshot(`
      [
        "kubectl get deployments -A -l app=istiod -o yaml | grep -A1 'name: PILOT_ENABLE_AMBIENT' | grep -q true",
        "[ "$(kubectl get daemonsets -A --field-selector metadata.name=istio-cni-node -o jsonpath='{.items[*].status.numberReady}')" -eq "$(kubectl get nodes -l kubernetes.io/os=linux -o name | wc -l)" ]",
        "[ "$(kubectl get daemonsets -A --field-selector metadata.name=ztunnel -o jsonpath='{.items[*].status.numberReady}')" -eq "$(kubectl get nodes -l kubernetes.io/os=linux -o name | wc -l)" ]",
        "found=$(kubectl get deployments -A -l app=istiod -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{" "}{.spec.template.spec.containers[?(@.name=="discovery")].image}{"\\n"}{end}'); [ -n "$found" ]; printf '%s\\n' "$found" | awk 'NF > 0 { tag = $NF; sub(/@.*/, "", tag); sub(/.*:v?/, "", tag); split(tag, part, /[.-]/); if (tag ~ "/" || tag !~ /^[0-9]+[.][0-9]+([.-]|$)/ || part[1] + 0 < 1 || (part[1] + 0 == 1 && part[2] + 0 < 32)) { print; old = 1 } } END { exit old }'",
        "found=$(kubectl get pods -A -l 'security.istio.io/tlsMode=istio,!gateway.istio.io/managed' --field-selector='status.phase!=Succeeded,status.phase!=Failed' -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{" "}{.metadata.creationTimestamp}{" "}{.spec.initContainers[?(@.name=="istio-proxy")].image}{.spec.containers[?(@.name=="istio-proxy")].image}{"\\n"}{end}'); printf '%s\\n' "$found" | awk 'NF > 0 { tag = $NF; sub(/@.*/, "", tag); sub(/.*:v?/, "", tag); split(tag, part, /[.-]/); if (tag ~ "/" || tag !~ /^[0-9]+[.][0-9]+([.-]|$)/ || part[1] + 0 < 1 || (part[1] + 0 == 1 && part[2] + 0 < 24)) { print; old = 1 } } END { exit old }'",
        "found=$(kubectl get daemonsets -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'; kubectl get nodes -o jsonpath='{range .items[*]}{.status.nodeInfo.kubeletVersion}{"\\n"}{end}'); printf '%s\\n' "$found" | grep -E '/(anetd|antrea-agent|aws-node|azure-cns|calico-node|canal|cilium|kindnet|kube-flannel-ds|kube-router|ovnkube-node|rke2-canal|weave-net)$|[+]k3s|-gke[.]' || { [ -n "\${NETWORK_PLUGIN:-}" ] && echo "the network plugin is $NETWORK_PLUGIN, as NETWORK_PLUGIN says"; } || { echo 'this network plugin is not known here: once it is known that istio-cni can join it, run this again with NETWORK_PLUGIN=NAME' >&2; false; }",
        "found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='{.metadata.name} {.data.cni-exclusive}'); case "$found" in '' | 'cilium-config false') ;; *) false ;; esac",
        "found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='{.data.kube-proxy-replacement} {.data.bpf-lb-sock-hostns-only}'); case "$found" in 'true true' | 'strict true') ;; true* | strict*) false ;; esac",
        "found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='{.data.enable-bpf-masquerade}'); [ "$found" != true ]",
        "found=$(kubectl -n kube-system get daemonset aws-node --ignore-not-found -o jsonpath='{.spec.template.spec.containers[?(@.name=="aws-node")].env[?(@.name=="ENABLE_POD_ENI")].value} {.spec.template.spec.containers[?(@.name=="aws-node")].env[?(@.name=="POD_SECURITY_GROUP_ENFORCING_MODE")].value}'); case "$found" in 'true standard') ;; true*) false ;; esac",
        "found=$(kubectl get pods -A -l 'security.istio.io/tlsMode=istio,!gateway.istio.io/managed' --field-selector='status.phase!=Succeeded,status.phase!=Failed' -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\t"}{.spec.initContainers[?(@.name=="istio-proxy")].env[?(@.name=="ISTIO_META_ENABLE_HBONE")].value}{.spec.containers[?(@.name=="istio-proxy")].env[?(@.name=="ISTIO_META_ENABLE_HBONE")].value}{"\\tsince "}{.metadata.creationTimestamp}{", "}{.spec.initContainers[?(@.name=="istio-proxy")].image}{.spec.containers[?(@.name=="istio-proxy")].image}{"\\n"}{end}'); printf '%s\\n' "$found" | awk -F '\\t' '$1 != "" && $2 != "true" { print $1, $3; old = 1 } END { exit old }'",
        "found=$(kubectl get pods -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\t"}{.spec.initContainers[?(@.name=="istio-proxy")].name}{.spec.containers[?(@.name=="istio-proxy")].name}{"\\t"}{.spec.volumes[?(@.csi.driver=="csi.spiffe.io")].name}{"\\n"}{end}'); printf '%s\\n' "$found" | awk -F '\\t' '$2 != "" && $3 != "" { print $1; spire = 1 } END { exit spire }'",
        "found=$(kubectl get secrets -A -l istio/multiCluster=true -o name); [ -z "$found" ]",
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

  test('believes the values of the chart of Cilium where they name a setting, and asks for the others', () => {
    const chart = (values: string) =>
      checks(
        `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: net, namespace: kube-system}\nspec: {interval: 1h, chart: {spec: {chart: cilium, sourceRef: {kind: HelmRepository, name: cilium}}}, values: ${values}}\n`,
      )
    const about = (found: Record<string, boolean | undefined>) =>
      ['the network plugin', 'Cilium, where', 'Cilium leaves Services', 'Cilium leaves kubelet'].map(
        (start) => Object.entries(found).find(([what]) => what.startsWith(start))?.[1],
      )
    expect(about(chart('{}'))).toEqual([true, undefined, undefined, undefined])
    expect(about(chart('{cni: {exclusive: false}, socketLB: {hostNamespaceOnly: true}, bpf: {masquerade: true}}'))).toEqual([
      ...[true, true, true, false],
    ])
    expect(about(chart('{cni: {exclusive: true}, socketLB: {hostNamespaceOnly: false}}'))).toEqual([true, false, undefined, undefined])
    expect(about(checks())).toEqual(Array(4).fill(undefined))
  })

  test('asks of the Amazon VPC CNI how it treats pods with security groups', () => {
    const daemon = (env: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: aws-node, namespace: kube-system}
spec:
  selector: {matchLabels: {app: aws}}
  template: {metadata: {labels: {app: aws}}, spec: {containers: [{name: aws-node, image: x, env: [${env}]}]}}
`
    const said = (env: string) => Object.entries(checks(daemon(env))).find(([what]) => what.startsWith('the Amazon VPC CNI'))?.[1]
    const groups = '{name: ENABLE_POD_ENI, value: "true"}'
    expect([said(''), said(groups), said(`${groups}, {name: POD_SECURITY_GROUP_ENFORCING_MODE, value: standard}`)]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('believes an installation by its profile, and istiod by its environment', () => {
    expect(checks(installed('ambient'))).toMatchObject({ 'istiod serves ambient mode': true, 'ztunnel runs on every node': true })
    expect(checks(installed('default'))).toMatchObject({ 'istiod serves ambient mode': false, 'ztunnel runs on every node': false })
    expect(checks(installed('default, components: {ztunnel: {enabled: true}}'))).toMatchObject({ 'ztunnel runs on every node': true })
    expect(checks(istiod('true'))).toMatchObject({ 'istiod serves ambient mode': true, 'ztunnel runs on every node': undefined })
    expect(checks(istiod('false'))).toMatchObject({ 'istiod serves ambient mode': false })
  })

  test('believes the Sail operator and charts part by part, and asks where they restrict the nodes', () => {
    const parts = ['istiod serves ambient mode', 'istio-cni-node runs on every node', 'ztunnel runs on every node']
    const says = (...texts: string[]) => parts.map((part) => checks(...texts)[part])
    const sail = (kind: string, spec: string) =>
      `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: {name: default}\nspec: {${spec}}\n`
    const ambient = 'namespace: istio-system, profile: ambient'
    expect(says(sail('Istio', ambient))).toEqual([true, undefined, undefined])
    expect(says(sail('IstioCNI', ambient), sail('ZTunnel', 'namespace: ztunnel'))).toEqual([undefined, true, true])
    const release = (chart: string, values: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${chart}, namespace: istio-system}\nspec: {interval: 1h, chart: {spec: {chart: ${chart}, sourceRef: {kind: HelmRepository, name: istio}}}, values: ${values}}\n`
    expect(says(release('istiod', '{profile: ambient}'), release('cni', '{ambient: {enabled: true}}'))).toEqual([true, true, undefined])
    expect(says(release('ztunnel', '{}'), release('cni', '{profile: ambient, nodeSelector: {a: b}}'))).toEqual([undefined, undefined, true])
    const application = (chart: string, helm: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${chart}, namespace: argocd}\nspec: {source: {chart: ${chart}, repoURL: r, targetRevision: 1.30.0, helm: ${helm}}, destination: {namespace: istio-system}}\n`
    expect(says(application('istiod', '{parameters: [{name: pilot.env.PILOT_ENABLE_AMBIENT, value: "true"}]}'))[0]).toBe(true)
    expect(says(application('cni', '{values: "profile: ambient"}'), application('ztunnel', '{valuesObject: {affinity: {}}}'))).toEqual([
      undefined,
      true,
      undefined,
    ])
  })

  test('says which object of the input shows that something is not so', () => {
    const pod = (labels: string, image: string, env: string, volumes: string) => `apiVersion: v1
kind: Pod
metadata: {name: toad, namespace: pond, labels: {app: toad${labels}}}
spec: {volumes: [${volumes}], containers: [{name: main, image: main}, {name: istio-proxy, image: "${image}", env: [${env}]}]}
`
    const refused = (...texts: string[]) => Object.entries(checks(...texts)).flatMap(([what, holds]) => (holds === false ? [what] : []))
    const [old, today] = ['docker.io/istio/proxyv2:1.20.3-distroless', 'registry:5000/istio/proxyv2:1.32.0@sha256:0a']
    const hbone = '{name: ISTIO_META_ENABLE_HBONE, value: "true"}'
    const spire = '{name: a, csi: {driver: csi.spiffe.io}}'
    const meshed = ', security.istio.io/tlsMode: istio'
    expect(refused(pod(meshed, today, hbone, ''))).toEqual([])
    expect(refused(pod(meshed, old, hbone, ''))).toEqual([expect.stringMatching(/^sidecars are of Istio 1\.24 or newer/)])
    expect(refused(pod(meshed, today, '', ''))).toEqual([expect.stringMatching(/^sidecars take HBONE/)])
    expect(refused(pod(meshed, today, hbone, spire))).toEqual([expect.stringMatching(/certificate from SPIRE/)])
    // Outside the mesh a pod may ask whom it likes.
    expect(refused(pod('', today, '', spire))).toEqual([])
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: east, namespace: istio-system, labels: {istio/multiCluster: "true"}}\n'
    expect(refused(secret)).toEqual(['istiod reads no other cluster, whose pods the input lacks'])
    const operator = (spec: string) => refused(installed(`ambient, ${spec}`))
    expect([operator('tag: 1.22.1'), operator('tag: 1.32.0-distroless'), operator('tag: latest')]).toEqual([
      ['istiod is of Istio 1.32 or newer'],
      [],
      [],
    ])
    const flux = (version: string) =>
      refused(
        `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: istiod, namespace: istio-system}\nspec: {interval: 1h, chart: {spec: {chart: istiod, version: ${version}, sourceRef: {kind: HelmRepository, name: istio}}}}\n`,
      )
    expect([flux('1.30.0'), flux("'1.32.x'"), flux("'>=1.2'")]).toEqual([['istiod is of Istio 1.32 or newer'], [], []])
    expect(refused(istiod('true').replace('image: pilot', 'image: "istio/pilot:1.19.0"'))).toEqual(['istiod is of Istio 1.32 or newer'])
  })

  test('asks for nothing where nothing moves, and for the plugin and the kernel where only policies do', () => {
    const still = translate([{ path: 'pond.yaml', text: mesh.replace('enabled', 'disabled') }], { target: 'ambient' })
    expect(preflight(still)).toEqual([])
    const byNamespace = mesh.replace('to: [{operation: {methods: [GET]}}]', 'from: [{source: {namespaces: [pond]}}]')
    const policies = preflight(translate([{ path: 'pond.yaml', text: byNamespace }], { target: 'cilium' }))
    expect(policies.map(({ what }) => what)).toEqual([
      'the network plugin is cilium',
      'cilium is of release 1.20 or newer',
      'every node has kernel 5.10 or newer',
    ])
  })
})
