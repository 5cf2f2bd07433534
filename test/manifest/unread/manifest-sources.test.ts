import { describe, expect, test } from 'vitest'
import { isManifestSource, unreadSources } from '../../../src/manifest/unread/manifest-sources.ts'

function reachesOf(path: string, text: string) {
  return unreadSources({ path, text }).map(({ reach }) => reach)
}

describe('sources of manifests', () => {
  test.each([
    ['main.tf', true],
    ['main.tf.json', true],
    ['policies.cue', true],
    ['mesh.libsonnet', true],
    ['templates/_helpers.tpl', true],
    ['callers.yaml.tmpl', true],
    ['callers.yml.J2', true],
    ['callers.yaml.tftpl', true],
    ['callers.yaml.in', true],
    ['policies.tftpl', true],
    ['callers.yaml', false],
    ['callers.yaml.bak', false],
    ['app.ts', false],
  ])('%s: %s', (path, expected) => {
    expect(isManifestSource(path)).toBe(expected)
  })

  test.each([
    ['a.tf', 'manifest = { kind = "VirtualService" }', ['VirtualService']],
    ['a.tf', 'resource "kubernetes_network_policy_v1" "p" {}', ['NetworkPolicy']],
    ['a.tf', 'network_policy { enabled = true }', []],
    ['a.tf', 'set { name = "networkPolicy.enabled" }', []],
    ['a.tf', 'resource "helm_release" "m" {\n chart = "istiod"\n set { name = "global.proxy.logLevel" }\n}', ['IstioOperator']],
    ['a.tf', 'resource "kubernetes_deployment" "d" {}', []],
    ['a.jsonnet', 'istio.security.authorizationPolicy.new("callers")', ['AuthorizationPolicy']],
    ['a.jsonnet', '// kind: "AuthorizationPolicy"\n{}', []],
    ['a.cue', 'apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway"', ['Gateway']],
    ['a.cue', '#Gateway: { name: string }', []],
    ['a.cue', 'kind: "AuthorizationPolicyList"', ['AuthorizationPolicy']],
  ])('%s with %s', (path, text, kinds) => {
    expect(reachesOf(path, text)).toEqual(kinds.length === 0 ? [] : [{ kinds, namespaces: 'any' }])
  })

  test('a manifest with gaps reaches as far as its text shows, document by document', () => {
    const policy =
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: callers\n  namespace: bank\nspec: {{ spec }}\n'
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ name }}\n'
    expect(reachesOf('a.yaml.j2', `${secret}---\n${policy}`)).toEqual([
      { kinds: ['AuthorizationPolicy'], namespaces: ['bank'], name: 'callers' },
    ])
  })

  test('values of a chart reach nothing but the settings of the mesh', () => {
    expect(reachesOf('values.yaml.gotmpl', 'replicas: {{ .Values.replicas }}\n')).toEqual([])
    expect(reachesOf('values.yaml.gotmpl', 'meshConfig:\n  trustDomain: {{ .Values.domain }}\n')).toEqual([
      { kinds: ['IstioOperator'], namespaces: 'any' },
    ])
    expect(reachesOf('mesh.yaml.gotmpl', '{{ include "mesh.policies" . }}\n')).toEqual([{ kinds: 'any', namespaces: 'any' }])
  })
})
