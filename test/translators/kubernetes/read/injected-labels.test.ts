import { describe, expect, test } from 'vitest'
import { injectedLabels } from '../../../../translators/kubernetes/read/injected-labels.ts'

const pods = (labels: Readonly<Record<string, string>>, more: Partial<Parameters<typeof injectedLabels>[0]> = {}) =>
  injectedLabels({ kind: 'Deployment', name: 'jam', labels, annotations: {}, owners: [], ...more })

const name = 'service.istio.io/canonical-name'
const revision = 'service.istio.io/canonical-revision'

describe('labels that the injector adds', () => {
  test('are those of its template', () => {
    expect(pods({}).labels).toEqual({ 'security.istio.io/tlsMode': 'istio', [name]: 'jam', [revision]: 'latest' })
    expect(pods({}).unknown).toEqual(['networking.istio.io/tunnel', 'topology.istio.io/network'])
  })

  test.each([
    [{ 'app.kubernetes.io/name': 'a', app: 'b' }, 'a'],
    [{ 'app.kubernetes.io/name': '', app: 'b' }, 'b'],
    [{ app: '' }, 'jam'],
    [{ app: `${'a'.repeat(62)}-b` }, 'a'.repeat(62)],
  ])('call pods with %j %s', (labels, called) => {
    expect(pods(labels).labels[name]).toBe(called)
  })

  test.each([
    [{ 'app.kubernetes.io/version': 'v1', version: 'v2' }, 'v1'],
    [{ version: 'v2' }, 'v2'],
  ])('give pods with %j the revision %s', (labels, called) => {
    expect(pods(labels).labels[revision]).toBe(called)
  })

  test('are none that the template of the pods has', () => {
    const own = { 'security.istio.io/tlsMode': 'disabled', [name]: 'a', [revision]: 'b', 'topology.istio.io/network': 'n' }
    expect(pods(own)).toEqual({ labels: {}, unknown: ['networking.istio.io/tunnel'] })
  })

  test('are not known of a template that pods choose, nor the name of what something makes', () => {
    expect(pods({ [revision]: 'b' }, { annotations: { 'inject.istio.io/templates': 'sidecar,own' } })).toEqual({
      labels: {},
      unknown: ['security.istio.io/tlsMode', name, 'networking.istio.io/tunnel', 'topology.istio.io/network'],
    })
    expect(pods({}, { kind: 'Job', owners: [{ kind: 'CronJob', name: 'jam' }] }).unknown).toContain(name)
    expect(pods({ app: 'b' }, { kind: 'Job', owners: [{ kind: 'CronJob', name: 'jam' }] }).labels[name]).toBe('b')
  })
})
