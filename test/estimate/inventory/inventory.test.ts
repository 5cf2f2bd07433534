import { describe, expect, test } from 'vitest'
import { estimate, translate } from '../../../src/index.ts'
import { filesOf, istio, namespace, other, service, workload } from '../manifests.ts'

const of = (...texts: string[]) => estimate(translate(filesOf(...texts), { target: 'ambient' }))
const counts = (tallies: readonly { readonly what: string; readonly evidence: readonly unknown[] }[]) =>
  Object.fromEntries(tallies.map(({ what, evidence }) => [what, evidence.length]))
const reads = istio('AuthorizationPolicy', 'readers', 'bank', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')
const bank = [namespace('bank'), workload('Deployment', 'ledger', 'bank', { spec: '  replicas: 3\n' }), service('ledger', 'bank')]

test('resources by kind, version and namespace are as many as convert reads', () => {
  const broken = istio('PeerAuthentication', 'wrong', 'bank', '{mtls: {mode: LAX}}')
  const { inventory, account } = of(...bank, reads, broken)
  expect(inventory.resources.map(({ kind, apiVersion, namespace: within, total }) => [kind, apiVersion, within, total])).toEqual([
    ['AuthorizationPolicy', 'security.istio.io/v1', 'bank', 1],
    ['Deployment', 'apps/v1', 'bank', 1],
    ['Namespace', 'v1', '', 1],
    ['PeerAuthentication', 'security.istio.io/v1', 'bank', 1],
    ['Service', 'v1', 'bank', 1],
  ])
  expect(inventory.resources.reduce((sum, { total }) => sum + total, 0)).toBe(account.read)
})

describe('workloads', () => {
  test('each stands in one row, by how it takes part in the mesh', () => {
    const { inventory } = of(
      ...bank,
      namespace('batch', 'team: batch'),
      workload('Deployment', 'nightly', 'batch'),
      workload('Deployment', 'moved', 'batch', { metadata: '      annotations: {}\n' }).replace(
        'labels: {app: moved}\n',
        'labels: {app: moved, istio.io/dataplane-mode: ambient}\n',
      ),
      workload('Deployment', 'stray', 'elsewhere'),
      istio('WorkloadEntry', 'machine', 'bank', '{address: 10.0.0.1}'),
    )
    expect(counts(inventory.planes)).toEqual({
      'on sidecars': 1,
      'in ambient mode': 1,
      'out of the mesh': 1,
      'not known to have sidecars': 1,
      'machines outside of Kubernetes': 1,
    })
  })

  test('what has to be treated in another way is named, and opens to its place', () => {
    const { inventory } = of(
      ...bank,
      workload('StatefulSet', 'store', 'bank'),
      workload('DaemonSet', 'agent', 'bank', { pod: '      hostNetwork: true\n' }),
      service('peers', 'bank', '  clusterIP: None\n'),
      other('kafka.strimzi.io/v1beta2', 'Kafka', 'log', 'bank', 'spec: {}\n'),
    )
    expect(counts(inventory.shapes)).toEqual({
      StatefulSets: 1,
      DaemonSets: 1,
      'workloads on the host network': 1,
      'headless Services': 1,
      "operators' own kinds: Kafka (kafka.strimzi.io)": 1,
    })
    expect(inventory.shapes[0]!.evidence).toEqual([{ object: 'StatefulSet bank/store', file: '3.yaml', line: 1 }])
  })

  test('restarts count the pods of what moves, and say what they cannot count', () => {
    const { inventory } = of(...bank, workload('StatefulSet', 'store', 'bank'), workload('DaemonSet', 'agent', 'bank'))
    expect(inventory.restarts).toEqual({ workloads: 3, pods: 4, uncounted: 1 })
  })
})

describe('rules about HTTP', () => {
  test('name the Service, and the field that asks for a waypoint', () => {
    const { inventory } = of(...bank, reads)
    expect(inventory.waypoints).toEqual({ existing: 0, added: 1, afterDecisions: 1 })
    expect(inventory.http).toMatchObject([{ object: 'Service bank/ledger', cause: { file: '3.yaml' } }])
  })

  test('of a target that attaches them to pods name the policy', () => {
    const translation = translate(filesOf(...bank, reads), { target: 'cilium', options: { assume: ['sidecars-removed'] } })
    expect(estimate(translation).inventory.http.map(({ object }) => object)).toEqual(['AuthorizationPolicy bank/readers'])
  })

  test('are those that there are once decisions are taken', () => {
    const held = istio('Sidecar', 'default', 'bank', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}')
    const { inventory } = of(...bank, reads, held)
    expect(inventory.waypoints).toEqual({ existing: 0, added: 0, afterDecisions: 1 })
  })
})

describe('what is touched beside the mesh', () => {
  const rule = (expression: string) =>
    other(
      'monitoring.coreos.com/v1',
      'PrometheusRule',
      'alerts',
      'bank',
      `spec:\n  groups:\n    - name: mesh\n      rules:\n        - alert: Slow\n          expr: ${expression}\n`,
    )

  test('rules and dashboards count by what they ask, at the line that asks', () => {
    const asks = of(rule(`sum(istio_requests_total{reporter="source"})`)).inventory.beside
    expect(asks).toEqual([
      {
        what: 'rules of Prometheus that ask by reporter',
        evidence: [{ object: 'PrometheusRule bank/alerts', file: '0.yaml', line: 11 }],
      },
    ])
    expect(counts(of(rule('sum(istio_requests_total)')).inventory.beside)).toEqual({ 'other rules of Prometheus on metrics of Istio': 1 })
    expect(of(rule('sum(up{reporter="node"})')).inventory.beside).toEqual([])
    const board = other('v1', 'ConfigMap', 'board', 'bank', `data:\n  mesh.json: '{"expr": "istio_tcp_sent_bytes_total"}'\n`)
    expect(counts(of(board).inventory.beside)).toEqual({ 'dashboards on metrics of Istio': 1 })
  })

  test.each([
    ['Flagger', other('flagger.app/v1beta1', 'Canary', 'cart', 'bank', 'spec: {}\n')],
    ['Argo Rollouts', other('argoproj.io/v1alpha1', 'AnalysisTemplate', 'rate', 'bank', 'spec: {}\n')],
    ['Knative', other('serving.knative.dev/v1', 'Service', 'fn', 'bank', 'spec: {}\n')],
    ['KEDA', other('keda.sh/v1alpha1', 'ScaledObject', 'cart', 'bank', 'spec: {}\n')],
    ['NetworkPolicies', other('networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'bank', 'spec: {podSelector: {}}\n')],
    ['policies of other network plugins', other('projectcalico.org/v3', 'NetworkPolicy', 'deny', 'bank', 'spec: {}\n')],
    ['EnvoyFilters', istio('EnvoyFilter', 'lua', 'bank', '{configPatches: []}')],
    ['Wasm plugins', other('extensions.istio.io/v1alpha1', 'WasmPlugin', 'auth', 'bank', 'spec: {url: oci://r/auth}\n')],
    ['tracing by proxies', other('telemetry.istio.io/v1', 'Telemetry', 'spans', 'bank', 'spec: {tracing: [{}]}\n')],
    ['several clusters or networks', namespace('bank', 'topology.istio.io/network: west')],
    ['virtual machines', istio('WorkloadEntry', 'machine', 'bank', '{address: 10.0.0.1}')],
    ['identities of SPIRE', other('spire.spiffe.io/v1alpha1', 'ClusterSPIFFEID', 'bank', 'bank', 'spec: {}\n')],
  ])('%s', (what, text) => {
    expect(counts(of(text).inventory.beside)).toEqual({ [what]: 1 })
  })

  test('an Application of Argo CD is not a Rollout', () => {
    expect(of(other('argoproj.io/v1alpha1', 'Application', 'bank', 'argocd', 'spec: {}\n')).inventory.beside).toEqual([])
  })
})

test('fields are counted without positions in lists, and keys of the user stand for one field', () => {
  const labelled = (name: string) =>
    istio('AuthorizationPolicy', name, 'bank', `{selector: {matchLabels: {app: ledger, tier: ${name}}}, rules: [{}, {}]}`)
  const { fields } = of(...bank, labelled('one'), labelled('two')).inventory
  const selector = fields.find(({ field }) => field.startsWith('spec.selector'))
  expect(selector).toMatchObject({ kind: 'AuthorizationPolicy', field: 'spec.selector.matchLabels.*', objects: 2, values: 4 })
  expect(fields.map(({ values }) => values)).toEqual(fields.map(({ values }) => values).sort((a, b) => b - a))
})
