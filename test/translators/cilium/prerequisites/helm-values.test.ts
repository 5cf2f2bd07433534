import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Change } from '../../../../src/model/change.ts'
import { defaultOptions, type EmitOptions } from '../../../../src/model/dialect.ts'
import type { KubernetesObject } from '../../../../src/model/object.ts'
import type { Prerequisites } from '../../../../src/model/prerequisites.ts'
import { chartValuesText } from '../../../../src/rollout/chart-values.ts'
import { prepareCommands } from '../../../../src/rollout/prepare.ts'
import { prerequisitesOf } from '../../../../translators/cilium/prerequisites/prerequisites.ts'

const adds = (...objects: readonly Omit<KubernetesObject, 'metadata'>[]): Change[] =>
  objects.map((object) => ({ kind: 'add', object: { metadata: { name: 'x' }, ...object } as KubernetesObject, causes: [], why: '' }))

const inCilium = (cilium: string, rest: Partial<EmitOptions> = {}): EmitOptions => ({
  ...defaultOptions,
  ...rest,
  versions: { ...defaultOptions.versions, cilium },
})

const needs = (changes: readonly Change[], options = inCilium('1.20')): Prerequisites | undefined =>
  prerequisitesOf({ changes, diagnostics: [] }, options)

const valuesOf = (changes: readonly Change[], options?: EmitOptions): unknown => parse(chartValuesText(needs(changes, options)) ?? '{}')

const connections = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', spec: { ingress: [{ toPorts: [{ ports: [] }] }] } }
const lookups = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', spec: { egress: [{ toPorts: [{ rules: { dns: [] } }] }] } }
const requests = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', spec: { ingress: [{ toPorts: [{ rules: { http: [{}] } }] }] } }
const envoyConfig = { apiVersion: 'cilium.io/v2', kind: 'CiliumEnvoyConfig', spec: {} }
const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: {} }

const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', spec: { listeners: [{ name: 'http-80' }] } }
const tlsGateway = { ...gateway, spec: { listeners: [{ name: 'http-80' }, { name: 'https-443', tls: { mode: 'Terminate' } }] } }

const policies = { clustermesh: { policyDefaultLocalCluster: true }, labels: '', policyEnforcementMode: 'default' }
const routes = { kubeProxyReplacement: true, l7Proxy: true, socketLB: { hostNamespaceOnly: true } }

describe('the values of the chart', () => {
  test.each([
    ['policies of connections', [connections], policies],
    ['rules about DNS names', [lookups], { ...policies, l7Proxy: true }],
    ['rules about HTTP requests', [requests], { ...policies, l7Proxy: true, envoy: { httpRetryCount: 0 } }],
    ['CiliumEnvoyConfigs', [envoyConfig], { ...routes, envoyConfig: { enabled: true } }],
    ['routes of the Gateway API', [route], { ...routes, gatewayAPI: { enabled: true } }],
    ['Gateways', [gateway], { ...routes, gatewayAPI: { enabled: true, gatewayClass: { create: 'true' } } }],
    ['Gateways with TLS', [tlsGateway], { ...routes, gatewayAPI: { enableAlpn: true, enabled: true, gatewayClass: { create: 'true' } } }],
  ])('are those that %s need', (_, objects, expected) => {
    expect(valuesOf(adds(...objects))).toEqual(expected)
  })

  test('are those that the chart of the release has', () => {
    const { clustermesh, ...others } = policies
    expect(valuesOf(adds(connections), inCilium('1.17'))).toEqual(others)
    expect(valuesOf(adds(connections), inCilium('1.18'))).toEqual({ ...others, clustermesh })
  })

  test('have requests behind HTTP rules sent once, in the settings of the agent where the chart has no value for it', () => {
    expect(valuesOf(adds(requests), inCilium('1.16'))).toMatchObject({ extraConfig: { 'http-retry-count': '0' } })
    expect(valuesOf(adds(requests), inCilium('1.16'))).not.toHaveProperty('envoy')
    expect(valuesOf(adds(requests), inCilium('1.17'))).toMatchObject({ envoy: { httpRetryCount: 0 } })
    expect(valuesOf(adds(requests), inCilium('1.17'))).not.toHaveProperty('extraConfig')
    expect(prepareCommands(needs(adds(requests))!, { folder: 'out', version: '1.20' })[1]).not.toContain('cilium-envoy')
  })

  test('raise the limit of patterns only where there are patterns, to a value that Envoy reads as YAML', () => {
    const larger = inCilium('1.20', { regexSize: 2000 })
    expect(valuesOf(adds(connections), larger)).toEqual(policies)
    const { envoy } = valuesOf(adds(lookups), larger) as { envoy: { enabled: boolean; extraArgs: readonly string[] } }
    expect(envoy.enabled).toBe(true)
    expect(envoy.extraArgs[0]).toBe('--config-yaml')
    expect(parse(envoy.extraArgs[1]!)).toEqual({
      layered_runtime: { layers: [{ name: 'unsidecar', static_layer: { 're2.max_program_size.error_level': 2000 } }] },
    })
    expect(valuesOf(adds(lookups), inCilium('1.20', { regexSize: 100 }))).not.toHaveProperty('envoy')
  })

  test('are none where nothing is added', () => {
    expect(needs([])).toBeUndefined()
    expect(chartValuesText(undefined)).toBeUndefined()
  })
})

describe('the resources of the Gateway API', () => {
  test.each([
    ['1.16', '1.1.0'],
    ['1.17', '1.2.0'],
    ['1.18', '1.2.0'],
    ['1.19', '1.4.1'],
    ['1.20', '1.6.1'],
  ])('of Cilium %s are those of %s', (cilium, version) => {
    expect(needs(adds(route), inCilium(cilium))?.crds.map((crds) => crds.version)).toEqual([version])
  })

  test('come before the chart, which makes its class only where they are', () => {
    const prerequisites = needs(adds(route))!
    expect(prepareCommands(prerequisites, { folder: 'out/', version: '1.20' })).toEqual([
      'kubectl get crd httproutes.gateway.networking.k8s.io || kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml',
      'helm upgrade cilium cilium/cilium -n kube-system --version 1.20.x --reuse-values -f out/unsidecar.values',
      'kubectl -n kube-system rollout restart daemonset/cilium deployment/cilium-operator',
      'kubectl -n kube-system rollout status daemonset/cilium',
    ])
  })
})

test('where no folder is written the command has the values, and a release that is named is kept', () => {
  expect(prepareCommands(needs(adds(connections))!, { folder: undefined, version: '1.20.2' })[0]).toBe(
    `helm upgrade cilium cilium/cilium -n kube-system --version 1.20.2 --reuse-values --set-json clustermesh.policyDefaultLocalCluster=true --set-json 'labels=""' --set-json 'policyEnforcementMode="default"'`,
  )
})
