import { expect, test } from 'vitest'
import { readManifests } from '../../../../../src/translate.ts'

function settingsOf(apiVersion: string, spec: string) {
  const text = `apiVersion: ${apiVersion}\nkind: ServiceMeshControlPlane\nmetadata: {name: basic, namespace: mesh-root}\nspec: ${spec}\n`
  return readManifests([{ path: 'control-plane.yaml', text }]).mesh.settings
}

test('fields of a ServiceMeshControlPlane are settings of the mesh', () => {
  const settings = settingsOf(
    'maistra.io/v2',
    `{security: {trust: {domain: td2, additionalDomains: [td1]}, dataPlane: {automtls: false}},
      proxy: {networking: {trafficControl: {inbound: {includedPorts: ["80", "90"], interceptionMode: TPROXY},
        outbound: {policy: REGISTRY_ONLY, excludedPorts: [3306, 3307], excludedIPRanges: [10.0.0.0/8]}}}},
      techPreview: {global: {proxy: {includeIPRanges: 10.1.0.0/16}}}, meshConfig: {pathNormalization: {normalization: NONE}},
      runtime: {components: {pilot: {container: {env: {PILOT_X: "1"}}}}}}`,
  )
  expect(settings).toMatchObject({
    rootNamespace: 'mesh-root',
    trustDomain: 'td2',
    trustDomainAliases: ['td1'],
    autoMtls: false,
    outboundPolicy: 'registry-only',
    pathNormalization: 'none',
    flags: { PILOT_X: '1' },
    given: true,
  })
  expect(Object.fromEntries(Object.entries(settings.capture).map(([name, entry]) => [name, entry?.value]))).toEqual({
    includeInboundPorts: '80,90',
    interceptionMode: 'TPROXY',
    excludeOutboundPorts: '3306,3307',
    excludeOutboundIPRanges: '10.0.0.0/8',
    includeOutboundIPRanges: '10.1.0.0/16',
  })
})

test('the first version has them as values of the charts', () => {
  const settings = settingsOf('maistra.io/v1', '{istio: {global: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}, mtls: {auto: false}}}}')
  expect(settings).toMatchObject({ rootNamespace: 'mesh-root', outboundPolicy: 'registry-only', autoMtls: false })
})
