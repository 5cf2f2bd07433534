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
