import { expect, test } from 'vitest'
import { estimate, translate } from '../../src/index.ts'

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: prod\n  labels:\n    istio-injection: enabled\n'
const object = (kind: string, name: string, spec: string): string =>
  `apiVersion: ${kind === 'EnvoyFilter' ? 'networking.istio.io/v1alpha3' : 'security.istio.io/v1'}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: prod\nspec: ${spec}\n`
const judged = (...documents: string[]) =>
  Object.fromEntries(
    estimate(translate([{ path: 'mesh.yaml', text: documents.join('---\n') }], { target: 'ambient' })).judged.map(({ ref, verdict }) => [
      `${ref.kind}/${ref.name}`,
      verdict,
    ]),
  )

test('what a translation carries whole is auto', () => {
  expect(judged(namespace, object('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}'))).toEqual({
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
  expect(judged(namespace, filter, object('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}'))).toEqual({
    'Namespace/prod': 'keep-sidecar',
    'EnvoyFilter/lua': 'manual',
    'PeerAuthentication/default': 'keep-sidecar',
  })
})

test('what cannot be read is blocked, of whatever kind it is', () => {
  const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: broken\n  namespace: prod\nspec:\n  template: 5\n'
  expect(judged(namespace, object('PeerAuthentication', 'wrong', '{mtls: {mode: LAX}}'), deployment)).toMatchObject({
    'PeerAuthentication/wrong': 'blocked',
    'Deployment/broken': 'blocked',
  })
})
