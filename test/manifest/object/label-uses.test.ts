import { describe, expect, test } from 'vitest'
import { loadManifests } from '../../../src/manifest/load.ts'
import { labelUsesOf, proxyLabelUse } from '../../../src/manifest/object/label-uses.ts'
import type { LabelUse } from '../../../src/model/label-use.ts'
import { Reads } from '../../reads.ts'

function usesIn(text: string): readonly LabelUse[] {
  return loadManifests([{ path: 'a.yaml', text }]).objects.flatMap((object) => labelUsesOf(object, 'istio-system'))
}

const object = (apiVersion: string, kind: string, spec: string, namespace = 'pantry') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: jam, namespace: ${namespace}, labels: {sidecar.istio.io/inject: "true"}}\nspec: ${spec}\n`

const inject = '{sidecar.istio.io/inject: "true"}'

describe('selectors that name a label of enrolment', () => {
  test.each([
    ['apps/v1', 'Deployment', `{selector: {matchLabels: ${inject}}, template: {metadata: {labels: ${inject}}}}`, 'spec.selector'],
    ['v1', 'Service', `{selector: ${inject}}`, 'spec.selector'],
    ['policy/v1', 'PodDisruptionBudget', '{selector: {matchExpressions: [{key: istio.io/rev, operator: Exists}]}}', 'spec.selector'],
    ['networking.k8s.io/v1', 'NetworkPolicy', `{podSelector: {matchLabels: ${inject}}}`, 'spec.podSelector'],
    ['networking.istio.io/v1', 'Sidecar', `{workloadSelector: {labels: ${inject}}}`, 'spec.workloadSelector.labels'],
    ['networking.istio.io/v1', 'DestinationRule', `{host: a, subsets: [{name: b, labels: ${inject}}]}`, 'spec.subsets.0.labels'],
    ['cilium.io/v2', 'CiliumNetworkPolicy', '{endpointSelector: {matchLabels: {k8s:istio.io/rev: a}}}', 'spec.endpointSelector'],
    [
      'apps/v1',
      'StatefulSet',
      `{template: {spec: {topologySpreadConstraints: [{labelSelector: {matchLabels: ${inject}}}]}}}`,
      'spec.template.spec.topologySpreadConstraints.0.labelSelector',
    ],
  ])('of %s %s', (apiVersion, kind, spec, path) => {
    const uses = usesIn(object(apiVersion, kind, spec))
    expect(uses.map(({ place, selects, anywhere }) => [place.path.join('.'), selects, anywhere])).toEqual([[path, 'pods', false]])
    expect(uses[0]?.ofOwnPods).toBe(kind === 'Deployment')
  })

  test('of the injector as well, and of clients that a route or a policy of Cilium asks for', () => {
    const tls = '{security.istio.io/tlsMode: istio}'
    const policy = usesIn(object('networking.k8s.io/v1', 'NetworkPolicy', `{podSelector: {matchLabels: ${tls}}}`))
    expect(policy.map(({ place, anywhere }) => [place.path.join('.'), anywhere])).toEqual([['spec.podSelector', false]])
    const route = usesIn(object('networking.istio.io/v1', 'VirtualService', `{hosts: [a], http: [{match: [{sourceLabels: ${tls}}]}]}`))
    expect(route.map(({ place, anywhere }) => [place.path.join('.'), anywhere])).toEqual([['spec.http.0.match.0.sourceLabels', true]])
    const from =
      '{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: a, k8s:security.istio.io/tlsMode: istio}}]}]}'
    const cilium = usesIn(object('cilium.io/v2', 'CiliumNetworkPolicy', from))
    expect(cilium.map(({ selector, anywhere }) => [selector.labels, anywhere])).toEqual([[{ 'security.istio.io/tlsMode': 'istio' }, true]])
  })

  test('are told apart from those by labels of proxies', () => {
    const zone = '{topology.kubernetes.io/zone: a}'
    const found = (kind: string, spec: string) =>
      loadManifests([{ path: 'a.yaml', text: object('networking.istio.io/v1', kind, spec) }]).objects.map(
        (one) => proxyLabelUse(one)?.label,
      )
    expect(found('Sidecar', `{workloadSelector: {labels: ${zone}}}`)).toEqual(['topology.kubernetes.io/zone'])
    expect(found('DestinationRule', `{host: a, workloadSelector: {matchLabels: ${zone}}}`)).toEqual(['topology.kubernetes.io/zone'])
    expect(found('DestinationRule', `{host: a, subsets: [{name: b, labels: ${zone}}]}`)).toEqual([undefined])
    expect(found('Gateway', `{selector: ${zone}}`)).toEqual([undefined])
    expect(usesIn(object('networking.istio.io/v1', 'Sidecar', `{workloadSelector: {labels: ${zone}}}`))).toEqual([])
  })

  test('are none of other labels, of metadata, or of the injector itself', () => {
    expect(usesIn(object('v1', 'Service', '{selector: {app: jam}}'))).toEqual([])
    expect(usesIn(object('apps/v1', 'Deployment', `{template: {metadata: {labels: ${inject}}}}`))).toEqual([])
    const webhook = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: injector}
webhooks: [{name: a, namespaceSelector: {matchLabels: {istio-injection: enabled}}}]
`
    expect(usesIn(webhook)).toEqual([])
  })

  test('select namespaces, and pods of others, where they say so', () => {
    const from = `{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {istio-injection: enabled}}, podSelector: {matchLabels: ${inject}}}]}]}`
    const uses = usesIn(object('networking.k8s.io/v1', 'NetworkPolicy', from))
    expect(uses.map(({ selects, anywhere }) => [selects, anywhere])).toEqual([
      ['namespaces', true],
      ['pods', true],
    ])
    const gateway =
      '{listeners: [{name: a, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {istio-injection: enabled}}}}}]}'
    expect(usesIn(object('gateway.networking.k8s.io/v1', 'Gateway', gateway)).map(({ selects }) => selects)).toEqual(['namespaces'])
    const root = usesIn(object('security.istio.io/v1', 'AuthorizationPolicy', `{selector: {matchLabels: ${inject}}}`, 'istio-system'))
    expect(root.map(({ anywhere }) => anywhere)).toEqual([true])
  })
})

test('a value that both sides of a review have is searched once', () => {
  const reads = new Reads()
  const [found] = loadManifests([{ path: 'a.yaml', text: object('v1', 'Service', '{selector: {app: jam}}') }]).objects
  const value = reads.of(found!.value)
  expect(labelUsesOf({ ...found!, value }, 'istio-system')).toEqual([])
  const once = reads.count
  expect(once).toBeGreaterThan(0)
  expect(labelUsesOf({ ...found!, value }, 'istio-system')).toEqual([])
  expect(reads.count).toBe(once)
})
