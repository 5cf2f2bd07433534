import { describe, expect, test } from 'vitest'
import { loadManifests } from '../../src/manifest/load.ts'

const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`
const kustomization = (more: string) => `kind: Kustomization\n${more}`
const namespaces = (files: Record<string, string>, defaultNamespace?: string) => {
  const set = loadManifests(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    defaultNamespace === undefined ? {} : { defaultNamespace },
  )
  return { found: Object.fromEntries(set.objects.map(({ ref }) => [ref.name, ref.namespace])), set }
}

describe('the namespace of objects that name none', () => {
  test('`default` is assumed, and said once for all of them', () => {
    const { found, set } = namespaces({ 'a.yaml': service('a'), 'b.yaml': service('b') })
    expect(found).toEqual({ a: 'default', b: 'default' })
    expect(set.diagnostics).toMatchObject([{ code: 'US0009', severity: 'info', message: expect.stringMatching(/^2 objects/) }])
  })

  test('the option comes before kustomizations, an explicit namespace before both', () => {
    const files = {
      'kustomization.yaml': kustomization('namespace: k\n'),
      'a.yaml': `${service('a')}---\napiVersion: v1\nkind: Service\nmetadata: {name: b, namespace: own}\n`,
    }
    expect(namespaces(files, 'option').found).toEqual({ a: 'option', b: 'own' })
    expect(namespaces(files)).toMatchObject({ found: { a: 'k', b: 'own' }, set: { diagnostics: [] } })
  })

  test('cluster-scoped kinds have none', () => {
    const texts = ['v1 Namespace', 'gateway.networking.k8s.io/v1 GatewayClass', 'cilium.io/v2 CiliumClusterwideNetworkPolicy'].map(
      (type, index) => {
        const [apiVersion, kind] = type.split(' ')
        return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: n${index}}\n`
      },
    )
    expect(namespaces({ 'a.yaml': texts.join('---\n') }, 'x').found).toEqual({ n0: '', n1: '', n2: '' })
  })

  test('an overlay gives its namespace to the base that it lists, directly or through another kustomization', () => {
    const files = {
      'base/kustomization.yaml': kustomization('resources: [a.yaml, ../more]\n'),
      'base/a.yaml': service('a'),
      'more/kustomization.yaml': kustomization('resources:\n- b.yaml\n'),
      'more/b.yaml': service('b'),
      'prod/kustomization.yaml': kustomization('namespace: prod\nresources: [../base]\n'),
      'alone/c.yaml': service('c'),
    }
    expect(namespaces(files).found).toEqual({ a: 'prod', b: 'prod', c: 'default' })
  })

  test('overlays that disagree are named', () => {
    const files = {
      'base/a.yaml': service('a'),
      'dev/kustomization.yaml': kustomization('namespace: dev\nresources: [../base]\n'),
      'prod/kustomization.yaml': kustomization('namespace: prod\nresources: [../base/a.yaml]\n'),
    }
    const { found, set } = namespaces(files)
    expect(found).toEqual({ a: 'default' })
    expect(set.diagnostics).toMatchObject([{ code: 'US0010', message: expect.stringContaining('`dev`, `prod`') }])
  })
})

describe('kustomizations', () => {
  test('are skipped, with the files that they use as patches', () => {
    const { found, set } = namespaces({
      'kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n- path: p.yaml\n- patch: |\n    a: b\n',
      'p.yaml': service('a'),
      'q.yaml': service('a'),
    })
    expect(found).toEqual({ a: 'default' })
    expect(set.objects[0]?.ref.file).toBe('q.yaml')
    expect(set.skipped.map(({ reason }) => reason)).toEqual(['kustomization', 'patch'])
  })
})
