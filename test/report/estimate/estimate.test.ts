import { describe, expect, test } from 'vitest'
import { estimate, translate } from '../../../src/index.ts'

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: prod\n  labels:\n    istio-injection: enabled\n'
const object = (kind: string, name: string, spec: string): string =>
  `apiVersion: ${kind === 'EnvoyFilter' ? 'networking.istio.io/v1alpha3' : 'security.istio.io/v1'}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: prod\nspec: ${spec}\n`
const outcomes = (...documents: string[]) =>
  Object.fromEntries(
    estimate(translate([{ path: 'mesh.yaml', text: documents.join('---\n') }], { target: 'ambient' })).outcomes.map(({ ref, verdict }) => [
      `${ref.kind}/${ref.name}`,
      verdict,
    ]),
  )

test('what a translation carries whole is auto', () => {
  expect(outcomes(namespace, object('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}'))).toEqual({
    'Namespace/prod': 'auto',
    'PeerAuthentication/default': 'auto',
  })
})

test('what is refused is manual, and all else of its namespace keeps its sidecars', () => {
  const filter = object(
    'EnvoyFilter',
    'lua',
    '{configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]}',
  )
  expect(outcomes(namespace, filter, object('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}'))).toEqual({
    'Namespace/prod': 'keep-sidecar',
    'EnvoyFilter/lua': 'manual',
    'PeerAuthentication/default': 'keep-sidecar',
  })
})

test('what cannot be read is blocked, of whatever kind it is', () => {
  const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: broken\n  namespace: prod\nspec:\n  template: 5\n'
  expect(outcomes(namespace, object('PeerAuthentication', 'wrong', '{mtls: {mode: LAX}}'), deployment)).toMatchObject({
    'PeerAuthentication/wrong': 'blocked',
    'Deployment/broken': 'blocked',
  })
})

describe('without the Namespace', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: till\n  namespace: prod\nspec:\n  selector: {app: till}\n  ports: [{name: http, port: 80}]\n'
  const deployment =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: till\n  namespace: prod\nspec:\n  template:\n    metadata: {labels: {app: till}}\n    spec: {containers: [{name: till}]}\n'
  const held = { 'Service/till': 'keep-sidecar', 'Deployment/till': 'keep-sidecar', 'AuthorizationPolicy/till': 'keep-sidecar' }
  const policy = object('AuthorizationPolicy', 'till', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')
  const filter = object(
    'EnvoyFilter',
    'lua',
    '{configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]}',
  ).replace('namespace: prod', 'namespace: istio-system')

  test('what the mesh holds is held, as with it', () => {
    expect(outcomes(namespace, service, deployment, policy, filter)).toEqual({
      ...held,
      'Namespace/prod': 'keep-sidecar',
      'EnvoyFilter/lua': 'manual',
    })
    expect(outcomes(service, deployment, policy, filter)).toEqual({ ...held, 'EnvoyFilter/lua': 'manual' })
  })

  test('what nothing shows to be in the mesh is held, and does not need anything by itself', () => {
    expect(outcomes(service, policy)).toMatchObject({ 'Service/till': 'keep-sidecar', 'AuthorizationPolicy/till': 'keep-sidecar' })
    expect(outcomes(deployment, service, policy)).toMatchObject({
      'Service/till': 'keep-sidecar',
      'AuthorizationPolicy/till': 'keep-sidecar',
    })
  })
})
