import { describe, expect, test } from 'vitest'
import { decidingScopeOf, kindsThatMayBe } from '../../src/model/deciding-kinds.ts'

describe('what an object of a kind may decide as', () => {
  test('is its kind in a group of ours, and in none that can be seen', () => {
    expect(kindsThatMayBe('security.istio.io', 'AuthorizationPolicy')).toEqual(['AuthorizationPolicy'])
    expect(kindsThatMayBe(undefined, 'AuthorizationPolicy')).toEqual(['AuthorizationPolicy'])
    expect(kindsThatMayBe('argoproj.io', 'Rollout')).toEqual(['Rollout'])
    expect(kindsThatMayBe('projectcalico.org', 'NetworkPolicy')).toEqual(['NetworkPolicy'])
  })

  test.each([
    ['policy.linkerd.io', 'AuthorizationPolicy'],
    ['appmesh.k8s.aws', 'VirtualService'],
    ['gateway.solo.io', 'Gateway'],
    ['serving.knative.dev', 'Service'],
    ['configuration.konghq.com', 'TCPRoute'],
  ])('is nothing in the group %s of another project, for a kind %s that ours have too', (group, kind) => {
    expect(kindsThatMayBe(group, kind)).toEqual([])
    expect(decidingScopeOf(group, kind)).toBeUndefined()
  })

  test.each([
    ['crd.antrea.io', 'NetworkPolicy'],
    ['crd.antrea.io', 'ClusterNetworkPolicy'],
    ['networking.k8s.aws', 'ApplicationNetworkPolicy'],
    ['crd.nsx.vmware.com', 'SecurityPolicy'],
    ['kubeovn.io', 'SecurityGroup'],
    ['k8s.cni.cncf.io', 'MultiNetworkPolicy'],
    ['network.example.com', 'EdgeNetworkPolicy'],
  ])('is a policy of the network in the group %s, for a kind %s of a network plugin', (group, kind) => {
    expect(kindsThatMayBe(group, kind)).toEqual(['ClusterNetworkPolicy'])
    expect(decidingScopeOf(group, kind)).toBe('mesh')
  })

  test.each(['securty.istio.io', 'security.istio.oi', 'cilum.io', 'project-calico.org'])('is its kind in %s, a misspelt group', (group) => {
    expect(kindsThatMayBe(group, 'AuthorizationPolicy')).toEqual(['AuthorizationPolicy'])
    expect(decidingScopeOf(group, 'AuthorizationPolicy')).toBe('policy')
  })

  test('is anything for a kind that a closed group does not have', () => {
    expect(kindsThatMayBe('security.istio.io', 'AuthorisationPolicy')).toBe('any')
    expect(kindsThatMayBe('cert-manager.io', 'Certificate')).toEqual([])
  })
})
