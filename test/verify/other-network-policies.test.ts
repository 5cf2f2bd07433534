import { expect, test } from 'vitest'
import { compareManifests } from '../../src/verify/verify.ts'

const policy = (apiVersion: string, kind: string, action: string): string =>
  `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: guests${kind === 'NetworkPolicy' ? ', namespace: store' : ''}}
spec: {ingress: [{action: ${action}}]}
`

const kinds = [
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
  ['projectcalico.org/v3', 'NetworkPolicy'],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy'],
  ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
] as const

for (const [apiVersion, kind] of kinds)
  test(`${apiVersion} ${kind} is outside of the model, and complete input`, () => {
    for (const action of ['Allow', 'Deny']) {
      const files = [{ path: 'mesh.yaml', text: policy(apiVersion, kind, action) }]
      const { comparison } = compareManifests(files, files)
      expect(comparison.unread).toEqual([])
      expect(comparison.outside.map(({ what }) => what)).toEqual([
        `what ${kind} ${kind === 'NetworkPolicy' ? 'store/' : ''}guests decides is not modelled`,
      ])
    }
  })

test('one that only one side has is named with its side', () => {
  const text = policy('projectcalico.org/v3', 'GlobalNetworkPolicy', 'Deny')
  const space = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: store}\n'
  const outside = (before: string, after: string): string[] =>
    compareManifests([{ path: 'mesh.yaml', text: before }], [{ path: 'mesh.yaml', text: after }]).comparison.outside.map(({ what }) => what)
  expect(outside(`${space}---\n${text}`, space)).toEqual([
    'what GlobalNetworkPolicy guests decides is not modelled, and it is in the mesh before only',
  ])
  expect(outside(space, `${space}---\n${text}`)).toEqual([
    'what GlobalNetworkPolicy guests decides is not modelled, and it is in the mesh after only',
  ])
})

for (const [apiVersion, kind] of kinds)
  test(`${apiVersion} ${kind} with other contents is named as such`, () => {
    const [deny, allow] = ['Deny', 'Allow'].map((action) => [{ path: 'mesh.yaml', text: policy(apiVersion, kind, action) }]) as [
      { path: string; text: string }[],
      { path: string; text: string }[],
    ]
    const outside = compareManifests(deny, allow).comparison.outside.map(({ what }) => what)
    expect(outside).toEqual([
      `what ${kind} ${kind === 'NetworkPolicy' ? 'store/' : ''}guests decides is not modelled, and it says something else after`,
    ])
  })

test('the order of fields says nothing', () => {
  const text = (spec: string) => `apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: guests}\nspec: ${spec}\n`
  const [was, is] = ['{selector: all(), order: 1}', '{order: 1, selector: all()}'].map((spec) => [{ path: 'mesh.yaml', text: text(spec) }])
  expect(compareManifests(was!, is!).comparison.outside.map(({ what }) => what)).toEqual([
    'what GlobalNetworkPolicy guests decides is not modelled',
  ])
})
