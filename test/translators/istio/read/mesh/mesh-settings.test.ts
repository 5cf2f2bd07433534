import { describe, expect, test } from 'vitest'
import { plainCheck } from '../../../../../src/model/authorizer-check.ts'
import { defaultSettings } from '../../../../../src/model/settings.ts'
import { meaning, plain, read, readFiles } from '../../../reading.ts'

const configMap = (mesh: string, name = 'istio', more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: istio-system}\ndata:\n  mesh: |-\n${mesh.replace(/^/gm, '    ')}\n${more}`

const operator = (spec: string) =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: op, namespace: istio-system}\nspec: ${spec}\n`

const sail = (spec: string) => `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {name: default}\nspec: ${spec}\n`

const maistra = (version: string, spec: string) =>
  `apiVersion: maistra.io/${version}\nkind: ServiceMeshControlPlane\nmetadata: {name: basic, namespace: istio-system}\nspec: ${spec}\n`

describe('the ConfigMap of istiod', () => {
  test('an empty one leaves the defaults', () => {
    expect(read(configMap('')).mesh.settings).toEqual(defaultSettings)
  })

  test('every modelled setting is read, with its place', () => {
    const { settings } = read(
      configMap(
        [
          'trustDomain: td1',
          'trustDomainAliases: [old]',
          'rootNamespace: root',
          'pathNormalization: {normalization: MERGE_SLASHES}',
          'outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
          'enableAutoMtls: false',
          'defaultHttpRetryPolicy: {attempts: 0}',
          'defaultVirtualServiceExportTo: ["."]',
          'defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}}',
        ].join('\n'),
      ),
    ).mesh
    expect(settings).toMatchObject({
      trustDomain: 'td1',
      trustDomainAliases: ['old'],
      rootNamespace: 'root',
      pathNormalization: 'merge-slashes',
      outboundPolicy: 'registry-only',
      autoMtls: false,
      defaultRetryAttempts: 0,
      defaultExportTo: { services: ['*'], routes: ['.'], backendPolicies: ['*'] },
      flags: { ISTIO_META_DNS_CAPTURE: 'true' },
      unmodelled: [],
    })
    expect(plain(settings.places)).toMatchObject({
      trustDomain: 'data.mesh.trustDomain',
      pathNormalization: 'data.mesh.pathNormalization.normalization',
      defaultExportTo: 'data.mesh.defaultVirtualServiceExportTo',
      flags: 'data.mesh.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE',
    })
    expect(settings.places.trustDomain?.span.line).toBe(5)
  })

  test.each([
    ['DEFAULT', 'base'],
    ['BASE', 'base'],
    ['NONE', 'none'],
    ['DECODE_AND_MERGE_SLASHES', 'decode-and-merge-slashes'],
  ])('path normalization %s', (written, expected) => {
    expect(read(configMap(`pathNormalization: {normalization: ${written}}`)).mesh.settings.pathNormalization).toBe(expected)
  })

  test('authorizers are read, other providers are listed as not modelled', () => {
    const { mesh, codes } = read(
      configMap(
        [
          'extensionProviders:',
          '- name: web',
          '  envoyExtAuthzHttp: {service: auth.prod.svc.cluster.local, port: "8000", failOpen: true}',
          '- name: rpc',
          '  envoyExtAuthzGrpc: {service: auth.prod.svc.cluster.local, port: 9000}',
          '- name: otel',
          '  opentelemetry: {service: o, port: 4317}',
        ].join('\n'),
      ),
    )
    expect(meaning(mesh.settings.externalAuthorizers)).toEqual([
      { name: 'rpc', protocol: 'grpc', service: 'auth.prod.svc.cluster.local', port: 9000, failOpen: false, check: plainCheck },
      { name: 'web', protocol: 'http', service: 'auth.prod.svc.cluster.local', port: 8000, failOpen: true, check: plainCheck },
    ])
    expect(plain(mesh.settings.unmodelled)).toEqual(['data.mesh.extensionProviders[2]'])
    expect(codes).toEqual([])
  })

  test('what the model does not carry is listed, unknown fields and parts of known ones too', () => {
    const mesh =
      'accessLogFile: /dev/stdout\nnewThing: 1\ndefaultHttpRetryPolicy: {retryOn: "5xx"}\ndefaultConfig: {concurrency: 2}\nnothing: null'
    expect(plain(read(configMap(mesh)).mesh.settings.unmodelled)).toEqual([
      'data.mesh.accessLogFile',
      'data.mesh.newThing',
      'data.mesh.defaultHttpRetryPolicy.retryOn',
      'data.mesh.defaultConfig.concurrency',
    ])
  })

  test('networks are listed when there are any', () => {
    expect(read(configMap('{}', 'istio', '  meshNetworks: "networks: {}"\n')).mesh.settings.unmodelled).toEqual([])
    expect(plain(read(configMap('{}', 'istio', '  meshNetworks: "networks: {a: {}}"\n')).mesh.settings.unmodelled)).toEqual([
      'data.meshNetworks',
    ])
  })

  test.each([
    [operator('{values: {global: {meshNetworks: {a: {}}}}}'), 'spec.values.global.meshNetworks'],
    [operator('{values: {global: {meshNetworks: {}}}}'), undefined],
    [sail('{values: {global: {meshNetworks: {a: {}}}}}'), 'spec.values.global.meshNetworks'],
    [maistra('v2', '{cluster: {multiCluster: {meshNetworks: {a: {}}}}}'), 'spec.cluster.multiCluster.meshNetworks'],
    [maistra('v2', '{techPreview: {global: {meshNetworks: {a: {}}}}}'), 'spec.techPreview.global.meshNetworks'],
    [maistra('v1', '{istio: {global: {meshNetworks: {a: {}}}}}'), 'spec.istio.global.meshNetworks'],
    [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata: {meshNetworks: "networks: {a: {}}"}\n',
      'data.meshNetworks',
    ],
  ])('networks are read wherever the mesh is configured: %s', (manifest, place) => {
    expect(plain(read(manifest).mesh.settings.unmodelled)).toEqual(place === undefined ? [] : [place])
  })

  test('other ConfigMaps are left alone', () => {
    expect(read('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-ca-root-cert}\ndata: {root-cert.pem: x}\n').untaken).toBe(1)
    expect(read(configMap('trustDomain: x', 'app')).mesh.settings.trustDomain).toBe('cluster.local')
    expect(read(configMap('trustDomain: x', 'istio-1-31')).mesh.settings.trustDomain).toBe('x')
  })

  test.each(['trustDomain: [', '- a'])('text that is no map is reported: %s', (mesh) => {
    const { codes, mesh: read_ } = read(configMap(mesh))
    expect(codes).toEqual(['US2002'])
    expect(read_.settings).toEqual(defaultSettings)
  })

  test.each([
    'trustDomain: 1',
    'trustDomainAliases: old',
    'enableAutoMtls: "no"',
    'pathNormalization: {normalization: MERGE}',
    'defaultHttpRetryPolicy: {attempts: many}',
    'extensionProviders: [{name: a, envoyExtAuthzHttp: {service: s, port: x}}]',
  ])('a value of the wrong type is reported and left at its default: %s', (mesh) => {
    const { codes, mesh: result } = read(configMap(mesh))
    expect(codes).toEqual(['US2003'])
    expect({ ...result.settings, unmodelled: [] }).toEqual(defaultSettings)
  })
})

describe('IstioOperator', () => {
  test('mesh configuration, chart values and environment are read', () => {
    const { settings } = read(
      operator(
        '{meshConfig: {trustDomain: td1}, values: {meshConfig: {trustDomain: td0, enableAutoMtls: false}, global: {istioNamespace: istio-root, proxy: {clusterDomain: corp.local}}, pilot: {env: {PILOT_A: true}}}, components: {pilot: {k8s: {env: [{name: PILOT_B, value: "1"}, {name: POD, valueFrom: {}}]}}}}',
      ),
    ).mesh
    expect(settings).toMatchObject({
      trustDomain: 'td1',
      autoMtls: false,
      rootNamespace: 'istio-root',
      clusterDomain: 'corp.local',
      flags: { PILOT_A: 'true', PILOT_B: '1' },
    })
    expect(plain(settings.places.rootNamespace)).toBe('spec.values.global.istioNamespace')
  })

  test('one without configuration changes nothing', () => {
    expect(read(operator('{profile: default}')).mesh.settings).toEqual(defaultSettings)
  })
})

describe('two mesh configurations', () => {
  test('that agree are one', () => {
    expect(read(`${configMap('trustDomain: a')}---\n${operator('{meshConfig: {trustDomain: a}}')}`).codes).toEqual([])
  })

  test('that disagree are reported, and the ConfigMap istio is read, whichever comes first', () => {
    const files = [configMap('trustDomain: a'), configMap('trustDomain: b', 'istio-b'), operator('{meshConfig: {trustDomain: c}}')]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const { mesh, codes } = readFiles(order.map((file, position) => ({ path: `${position}.yaml`, text: files[file]! })))
      expect(mesh.settings.trustDomain).toBe('a')
      expect(codes).toEqual(['US2001', 'US2001'])
    }
  })

  test('that disagree on a flag or an authorizer are reported too', () => {
    const provider = (port: number) =>
      `extensionProviders: [{name: x, envoyExtAuthzHttp: {service: s, port: ${port}}}]\ndefaultConfig: {proxyMetadata: {A: "${port}"}}`
    const { mesh, diagnostics } = read(`${configMap(provider(1), 'istio-b')}---\n${configMap(provider(2))}`)
    expect(diagnostics.map(({ code }) => code)).toEqual(['US2001', 'US2001'])
    expect(diagnostics[0]?.place?.object.name).toBe('istio-b')
    expect(mesh.settings).toMatchObject({ flags: { A: '2' }, externalAuthorizers: [{ port: 2 }] })
  })
})
