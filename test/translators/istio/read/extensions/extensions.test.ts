import { describe, expect, it } from 'vitest'
import { manifest, plain, read } from '../../../reading.ts'

const extensionOf = (apiVersion: string, kind: string, spec: string, metadata?: string) =>
  read(manifest(apiVersion, kind, spec, metadata)).mesh.extensions[0]

const envoyFilter = (spec: string, metadata?: string) => extensionOf('networking.istio.io/v1alpha3', 'EnvoyFilter', spec, metadata)
const wasm = (spec: string, metadata?: string) => extensionOf('extensions.istio.io/v1alpha1', 'WasmPlugin', spec, metadata)
const inRoot = '{name: web, namespace: istio-system}'

describe('an EnvoyFilter', () => {
  it.each([
    ['HTTP_FILTER', 'SIDECAR_INBOUND', ['inbound'], true],
    ['NETWORK_FILTER', 'ANY', ['any'], true],
    ['HTTP_ROUTE', 'SIDECAR_INBOUND', ['inbound'], true],
    ['HTTP_FILTER', 'SIDECAR_OUTBOUND', ['outbound'], false],
    ['HTTP_FILTER', 'GATEWAY', ['gateway'], false],
    ['CLUSTER', 'ANY', ['any'], false],
  ])('with %s patches for %s', (applyTo, context, contexts, mayDecideAccess) => {
    const filter = envoyFilter(`configPatches: [{applyTo: ${applyTo}, match: {context: ${context}}, patch: {operation: ADD}}]`)
    expect(filter).toMatchObject({ kind: 'envoy-filter', contexts, mayDecideAccess })
  })

  it('acts everywhere when a patch does not say where', () => {
    expect(envoyFilter('configPatches: [{applyTo: HTTP_FILTER}]')).toMatchObject({ contexts: ['any'], mayDecideAccess: true })
  })

  it('may decide access when one of its patches may', () => {
    const patches =
      '[{applyTo: CLUSTER}, {applyTo: HTTP_FILTER, match: {context: GATEWAY}}, {applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}}]'
    expect(envoyFilter(`configPatches: ${patches}`)).toMatchObject({ contexts: ['inbound', 'gateway', 'any'], mayDecideAccess: true })
  })

  it('without patches does nothing', () => {
    expect(envoyFilter('priority: 1')).toMatchObject({ contexts: [], mayDecideAccess: false })
  })
})

describe('where an extension applies', () => {
  const selector = 'workloadSelector: {labels: {app: a}}'

  it('is its namespace, or the mesh from the root namespace', () => {
    expect(envoyFilter('configPatches: []')?.attachment).toEqual({ scope: 'namespace', namespace: 'prod' })
    expect(envoyFilter('configPatches: []', inRoot)?.attachment).toEqual({ scope: 'mesh' })
    expect(envoyFilter('workloadSelector: {labels: {}}')?.attachment).toEqual({ scope: 'namespace', namespace: 'prod' })
  })

  it('are the pods that it selects, of every namespace from the root namespace', () => {
    const place = 'spec.workloadSelector.labels'
    expect(plain(envoyFilter(selector)?.attachment)).toEqual({ scope: 'workloads', namespace: 'prod', labels: { app: 'a' }, place })
    expect(plain(envoyFilter(selector, inRoot)?.attachment)).toEqual({ scope: 'workloads', labels: { app: 'a' }, place })
  })

  it('are pods of the root namespace alone for Telemetry and ProxyConfig', () => {
    const spec = 'selector: {matchLabels: {app: a}}'
    for (const [apiVersion, kind] of [
      ['telemetry.istio.io/v1', 'Telemetry'],
      ['networking.istio.io/v1beta1', 'ProxyConfig'],
    ] as const) {
      expect(extensionOf(apiVersion, kind, spec, inRoot)?.attachment).toMatchObject({ scope: 'workloads', namespace: 'istio-system' })
    }
  })

  it('are the targets that it names', () => {
    const targets =
      '[{kind: Service, group: "", name: a}, {kind: Gateway, group: gateway.networking.k8s.io, name: b}, {kind: Service, group: x.io, name: c}]'
    expect(plain(wasm(`targetRefs: ${targets}`)?.attachment)).toEqual({
      scope: 'targets',
      namespace: 'prod',
      targets: [
        { kind: 'Service', name: 'a', place: 'spec.targetRefs[0]' },
        { kind: 'Gateway', name: 'b', place: 'spec.targetRefs[1]' },
        { kind: 'other', name: 'c', place: 'spec.targetRefs[2]' },
      ],
    })
    expect(plain(wasm('targetRef: {kind: ServiceEntry, group: networking.istio.io, name: a}')?.attachment)).toMatchObject({
      targets: [{ kind: 'ServiceEntry', place: 'spec.targetRef' }],
    })
  })
})

describe('a WasmPlugin', () => {
  it.each([
    ['url: x', true],
    ['phase: UNSPECIFIED_PHASE', true],
    ['phase: AUTHN', true],
    ['phase: AUTHZ', true],
    ['phase: STATS', false],
  ])('with %s may decide access: %s', (spec, mayDecideAccess) => {
    expect(wasm(spec)).toMatchObject({ kind: 'wasm', mayDecideAccess, contexts: ['any'] })
  })

  it.each([
    ['[{mode: CLIENT}]', ['outbound']],
    ['[{mode: SERVER}, {mode: SERVER}]', ['inbound']],
    ['[{mode: CLIENT}, {mode: SERVER}]', ['inbound', 'outbound']],
    ['[{mode: CLIENT_AND_SERVER}]', ['any']],
    ['[{ports: [{number: 80}]}]', ['any']],
    ['[]', ['any']],
  ])('matches %s', (match, contexts) => {
    expect(wasm(`match: ${match}`)?.contexts).toEqual(contexts)
  })
})

describe('a TrafficExtension', () => {
  it.each([
    ['lua: {inlineCode: x}', 'lua', true],
    ['wasm: {url: x}\nphase: STATS', 'wasm', false],
    ['wasm: {url: x}\nphase: UNSPECIFIED', 'wasm', true],
  ])('%j', (spec, kind, mayDecideAccess) => {
    expect(extensionOf('extensions.istio.io/v1alpha1', 'TrafficExtension', spec)).toMatchObject({ kind, mayDecideAccess })
  })
})

it('never lets Telemetry or ProxyConfig decide access', () => {
  expect(extensionOf('telemetry.istio.io/v1', 'Telemetry', 'tracing: []')).toMatchObject({ kind: 'telemetry', mayDecideAccess: false })
  expect(extensionOf('networking.istio.io/v1beta1', 'ProxyConfig', 'concurrency: 1')).toMatchObject({
    kind: 'proxy-config',
    mayDecideAccess: false,
  })
})
