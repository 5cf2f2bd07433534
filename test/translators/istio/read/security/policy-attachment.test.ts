import { describe, expect, test } from 'vitest'
import type { MeshSettings } from '../../../../../src/model/settings.ts'
import { policiesOf } from '../../../../../src/resolve/attachment.ts'
import { portsWithOwnMode, resolvePeerAuthentication } from '../../../../../src/resolve/peer-authentication.ts'
import { plain, read } from '../../../reading.ts'

const pod = (labels = '{app: x}', namespace = 'prod') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: pod, namespace: ${namespace}, labels: ${labels}}\nspec: {containers: []}\n`

const policy = (name: string, namespace: string, spec: string) =>
  `---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`

function policyNames(text: string, settings: Partial<MeshSettings> = {}) {
  const { mesh } = read(text, settings)
  return policiesOf(mesh, mesh.workloads[0]!).authorization.map(({ name }) => name)
}

describe('what a sidecar enforces', () => {
  const policies = [
    policy('root', 'istio-system', '{}'),
    policy('root-x', 'istio-system', '{selector: {matchLabels: {app: x}}}'),
    policy('root-y', 'istio-system', '{selector: {matchLabels: {app: y}}}'),
    policy('own', 'prod', '{selector: {}}'),
    policy('own-x', 'prod', '{selector: {matchLabels: {app: x}}}'),
    policy('own-y', 'prod', '{selector: {matchLabels: {app: y}}}'),
    policy('other-x', 'dev', '{selector: {matchLabels: {app: x}}}'),
    policy('gateway', 'prod', '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: g}]}'),
    policy('service', 'prod', '{targetRefs: [{kind: Service, name: g}]}'),
  ].join('')

  test('the root namespace, its own namespace and selectors that fit, but no target references', () => {
    expect(policyNames(pod() + policies)).toEqual(['root', 'root-x', 'own', 'own-x'])
  })

  test('pods of a Gateway also follow what targets it', () => {
    expect(policyNames(pod('{gateway.networking.k8s.io/gateway-name: g}') + policies)).toEqual(['root', 'gateway', 'own'])
    expect(
      policyNames(pod('{gateway.networking.k8s.io/gateway-name: g}') + policies, {
        flags: { ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: 'false' },
      }),
    ).toEqual(['gateway'])
  })

  test('waypoints follow nothing but what targets them', () => {
    const labels = '{gateway.networking.k8s.io/gateway-name: g, gateway.istio.io/managed: istio.io-mesh-controller}'
    expect(policyNames(pod(labels) + policies)).toEqual(['gateway'])
  })

  test('request authentication attaches alike', () => {
    const { mesh } = read(pod() + policies.replaceAll('AuthorizationPolicy', 'RequestAuthentication'))
    expect(policiesOf(mesh, mesh.workloads[0]!).requestAuthentication.map(({ name }) => name)).toEqual(['root', 'root-x', 'own', 'own-x'])
  })
})

describe('mutual TLS of a workload', () => {
  const mtls = (name: string, namespace: string, spec: string, created?: string) =>
    `---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: ${name}, namespace: ${namespace}${created === undefined ? '' : `, creationTimestamp: "${created}"`}}\nspec: ${spec}\n`
  const resolve = (text: string, port?: number) => {
    const { mesh } = read(pod() + text)
    const { mode, decidedBy, contested } = resolvePeerAuthentication(mesh, mesh.workloads[0]!, port)
    return {
      mode,
      decidedBy: plain(decidedBy),
      by: decidedBy.map(({ object }) => object.name),
      contested: contested.map(({ object }) => object.name),
    }
  }
  const mesh = (mode: string) => mtls('mesh', 'istio-system', `{mtls: {mode: ${mode}}}`)
  const own = (mode: string, ports = '') => mtls('own', 'prod', `{selector: {matchLabels: {app: x}}, mtls: {mode: ${mode}}${ports}}`)

  test('nothing configured is permissive, by nobody', () => {
    expect(resolve('')).toMatchObject({ mode: 'permissive', decidedBy: [] })
  })

  test('the workload beats the namespace, which beats the mesh', () => {
    const namespace = mtls('ns', 'prod', '{mtls: {mode: PERMISSIVE}}')
    expect(resolve(mesh('STRICT'))).toMatchObject({ mode: 'strict', by: ['mesh'], decidedBy: ['spec.mtls.mode'] })
    expect(resolve(mesh('STRICT') + namespace)).toMatchObject({ mode: 'permissive', by: ['ns'] })
    expect(resolve(mesh('STRICT') + namespace + own('DISABLE'))).toMatchObject({ mode: 'disable', by: ['own'] })
  })

  test('unset inherits at every level', () => {
    expect(resolve(mesh('STRICT') + mtls('ns', 'prod', '{}') + own('UNSET'))).toMatchObject({ mode: 'strict', by: ['mesh'] })
    expect(resolve(mesh('UNSET'))).toMatchObject({ mode: 'permissive', decidedBy: [] })
  })

  test('an empty selector in the root namespace is the mesh, any other counts for nothing', () => {
    expect(resolve(mtls('m', 'istio-system', '{selector: {}, mtls: {mode: STRICT}}'))).toMatchObject({ mode: 'strict' })
    expect(resolve(mtls('m', 'istio-system', '{selector: {matchLabels: {app: x}}, mtls: {mode: STRICT}}'))).toMatchObject({
      mode: 'permissive',
    })
  })

  test('ports override, and an unset port has what the workload has', () => {
    const ports = ', portLevelMtls: {8080: {mode: STRICT}, 9090: {mode: UNSET}}'
    expect(resolve(mesh('STRICT') + own('PERMISSIVE', ports), 8080)).toMatchObject({
      mode: 'strict',
      decidedBy: ['spec.portLevelMtls["8080"]'],
    })
    expect(resolve(mesh('STRICT') + own('PERMISSIVE', ports), 9090)).toMatchObject({ mode: 'permissive' })
    expect(resolve(mesh('STRICT') + own('UNSET', ', portLevelMtls: {8080: {mode: PERMISSIVE}}'), 80)).toMatchObject({
      mode: 'strict',
      by: ['mesh'],
    })
    const { mesh: built } = read(pod() + own('STRICT', ports))
    expect(portsWithOwnMode(built, built.workloads[0]!)).toEqual([8080, 9090])
  })

  test('the oldest of a level decides', () => {
    const strict = mtls('a', 'prod', '{mtls: {mode: STRICT}}', '2024-02-01T00:00:00Z')
    const permissive = mtls('b', 'prod', '{mtls: {mode: PERMISSIVE}}', '2024-01-01T00:00:00Z')
    expect(resolve(strict + permissive)).toMatchObject({ mode: 'permissive', by: ['b'], contested: [] })
  })

  test('without a time of creation the first by name is taken, and the others are named', () => {
    const undated = mtls('a', 'prod', '{mtls: {mode: STRICT}}') + mtls('b', 'prod', '{mtls: {mode: PERMISSIVE}}')
    expect(resolve(undated)).toMatchObject({ mode: 'strict', by: ['a'], contested: ['b'] })
    const agreeing = mtls('a', 'prod', '{mtls: {mode: STRICT}}') + mtls('b', 'prod', '{mtls: {mode: STRICT}}')
    expect(resolve(agreeing)).toMatchObject({ contested: [] })
  })
})
