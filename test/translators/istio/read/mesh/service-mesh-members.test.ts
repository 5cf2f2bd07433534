import { expect, test } from 'vitest'
import { decide, readManifests } from '../../../../../src/index.ts'

const roll = (spec: string, namespace = 'mesh-control') =>
  `apiVersion: maistra.io/v1\nkind: ServiceMeshMemberRoll\nmetadata: {name: default, namespace: ${namespace}}\nspec: ${spec}`
const member = (namespace: string) =>
  `apiVersion: maistra.io/v1\nkind: ServiceMeshMember\nmetadata: {name: default, namespace: ${namespace}}\nspec: {controlPlaneRef: {name: basic, namespace: mesh-control}}`
const home = (name: string, labels = '{}') => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}`
const pod = (namespace: string, metadata = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${namespace}, namespace: ${namespace}${metadata}}\nspec: {containers: [{name: app}]}`
const asking = ', annotations: {sidecar.istio.io/inject: "true"}'

const read = (...documents: readonly string[]) => readManifests([{ path: 'mesh.yaml', text: documents.join('\n---\n') }])
const planes = (...documents: readonly string[]) =>
  Object.fromEntries(read(...documents).mesh.workloads.map(({ namespace, dataPlane }) => [namespace, dataPlane]))

test('pods of members have a sidecar where their own annotation asks for one', () => {
  expect(
    planes(
      roll('{members: [dock], memberSelectors: [{matchLabels: {team: cranes}}]}'),
      ...[home('dock'), home('yard', '{team: cranes}'), home('pier'), home('beach', '{istio-injection: enabled}')],
      member('pier'),
      ...['dock', 'yard', 'pier', 'beach', 'cliff'].map((name) => pod(name, asking)),
    ),
  ).toEqual({ dock: 'sidecar', yard: 'sidecar', pier: 'sidecar', beach: 'none', cliff: 'unknown' })
})

test('labels of a Namespace bring no sidecar to a member, and `*` makes all members', () => {
  expect(planes(roll('{members: ["*"]}'), home('dock', '{istio-injection: enabled}'), pod('dock'))).toEqual({ dock: 'none' })
  expect(planes(roll('{members: ["*"]}'), home('dock'), pod('dock', asking))).toEqual({ dock: 'sidecar' })
})

test('policies outside of the roll deny nothing', () => {
  const deny = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: none, namespace: beach}\nspec: {}'
  const { mesh, diagnostics } = read(roll('{members: [dock]}'), home('dock'), home('beach'), pod('beach', asking), deny)
  expect(mesh.authorization).toEqual([])
  expect(diagnostics.map(({ code }) => code)).toContain('US0034')
  const to = { kind: 'pod', namespace: 'beach', workload: 'beach', port: 8080 } as const
  const request = { client: { kind: 'unmeshed' }, address: to, protocol: 'tcp' } as const
  expect(decide(mesh, request).verdict).toBe('allowed')
})

test('two rolls are two meshes', () => {
  expect(read(roll('{members: [dock]}'), roll('{members: [pier]}', 'other-control')).diagnostics.map(({ code }) => code)).toContain(
    'US0036',
  )
})
