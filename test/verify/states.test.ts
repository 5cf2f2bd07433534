import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../src/model/mesh.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { compareStates } from '../../src/verify/states.ts'
import { comparisonOf } from '../report/verify/comparison-fixture.ts'

const namespace = (name: string) => `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}}
`
const app = (name: string) => `apiVersion: v1
kind: Service
metadata: {name: app, namespace: ${name}}
spec:
  selector: {app: app}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: app, namespace: ${name}}
spec:
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec: {containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]}
`
const policy = (name: string, where: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: ${where}}
spec:
  selector: {matchLabels: {app: app}}
  rules:
  - to: [{operation: {methods: [GET]}}]
`

const files = (texts: readonly string[]) => [{ path: 'mesh.yaml', text: texts.join('---\n') }]
const whole = translate(
  files([namespace('a'), namespace('b'), namespace('plain').replace('enabled', 'disabled'), app('a'), app('b'), policy('read', 'a')]),
  {
    target: 'ambient',
  },
)

/** The meshes of all states, in order. */
function meshes(translation: Translation, order: readonly string[]): { readonly label: string; readonly mesh: Mesh }[] {
  const seen: Mesh[] = []
  const walk = compareStates(translation, order, (before, after) => {
    if (before === translation.mesh) seen.push(after)
    return comparisonOf()
  })
  return [...walk].map(({ k, namespaces }, index) => ({ label: `${k} ${namespaces.join(',')}`, mesh: seen[index]! }))
}

/** What each state looks like: the namespaces that moved so far, and the planes that the mesh after has. */
function states(translation: Translation, order: readonly string[]): string[] {
  return meshes(translation, order).map(
    ({ label, mesh }) => `${label}: ${mesh.namespaces.map(({ name, dataPlane }) => `${name}=${dataPlane}`).join(' ')}`,
  )
}

describe('states', () => {
  test('the first namespaces of the order are moved and the rest stays as it was', () => {
    expect(states(whole, ['b', 'a'])).toEqual(['1 b: a=sidecar b=ambient plain=none', '2 b,a: a=ambient b=ambient plain=none'])
    expect(states(whole, ['a', 'b'])[0]).toBe('1 a: a=ambient b=sidecar plain=none')
  })

  test('namespaces that nothing changes are left out, and those that the order forgets follow by name', () => {
    expect(states(whole, ['plain', 'unknown', 'b', 'b']).map((line) => line.split(':')[0])).toEqual(['1 b', '2 b,a'])
    expect(states(whole, []).map((line) => line.split(':')[0])).toEqual(['1 a', '2 a,b'])
  })

  test('what stands in a namespace moves with it: its waypoint, its policies and the labels of its Services', () => {
    const [first, last] = meshes(whole, ['b', 'a']).map(({ mesh }) => mesh)
    expect([first!.waypoints.length, last!.waypoints.length]).toEqual([0, 1])
    expect(first!.authorization).toHaveLength(1)
    expect(last!.authorization.length).toBeGreaterThan(1)
    expect(last!.services.find((service) => service.namespace === 'a')?.waypoint?.name).toBe('waypoint')
    expect(first!.services.find((service) => service.namespace === 'a')?.waypoint).toBeUndefined()
  })

  test('a state is made when it is asked for', () => {
    let asked = 0
    const walk = compareStates(whole, [], () => {
      asked += 1
      return comparisonOf()
    })
    expect(walk.next().value).toMatchObject({ k: 1, namespaces: ['a'] })
    // With the start, and with the end.
    expect(asked).toBe(2)
  })

  test('what waits for another namespace is refused for the time being: its clients go round the waypoint', () => {
    const orders = [
      ['a', 'b'],
      ['b', 'a'],
    ].map((order) => [...compareStates(whole, order)].map(({ interim }) => interim.map(({ verdict, clients }) => [verdict, ...clients])))
    expect(orders).toEqual([
      [[['narrower', 'pods still on sidecars']], []],
      [[], []],
    ])
  })

  test('nothing to change has no states', () => {
    expect(states(translate(files([namespace('a').replace('enabled', 'disabled'), app('a')]), { target: 'ambient' }), [])).toEqual([])
  })
})

test('what holds for all namespaces is added and edited first and removed last', () => {
  const guard = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'guard', namespace: 'istio-system' },
    spec: { action: 'DENY', rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] },
  }
  const rooted = translate(files([namespace('a'), namespace('b'), app('a'), app('b'), policy('read', 'istio-system')]), {
    target: 'ambient',
  })
  const target = rooted.mesh.authorization[0]!.place.object
  const [enrolA, enrolB] = ['a', 'b'].map((name) => {
    const place = rooted.mesh.namespaces.find((one) => one.name === name)!.place!
    const edits = [{ op: 'delete' as const, path: ['metadata', 'labels', 'istio-injection'] }]
    return { kind: 'edit' as const, target: place.object, edits, causes: [place], why: 'enrolled' }
  })
  const translation: Translation = {
    ...rooted,
    emission: {
      ...rooted.emission,
      changes: [
        { kind: 'remove', target, causes: [], why: 'replaced' },
        { kind: 'add', object: guard, causes: [], why: 'guards' },
        enrolA!,
        enrolB!,
      ],
    },
  }
  const policies = meshes(translation, ['a', 'b']).map(({ mesh }) => mesh.authorization.map(({ name }) => name))
  expect(policies).toEqual([['guard', 'read'], ['guard']])
})
