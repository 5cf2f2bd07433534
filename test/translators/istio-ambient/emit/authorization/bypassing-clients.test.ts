import { expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../../src/model/object.ts'
import { ambientOf, deployment, namespace, policy, service } from '../../translating.ts'

const base = [namespace('prod'), deployment('reviews'), service('reviews')]
const selector = { matchLabels: { app: 'reviews' } }

function added(objects: readonly object[], kind: string, options = {}): KubernetesObject[] {
  return ambientOf(objects, options).emission.changes.flatMap((change) =>
    change.kind === 'add' && change.object.kind === kind ? [change.object] : [],
  )
}

test('a denial that only Envoy can enforce never leaves its pods without a denial at ztunnel', () => {
  for (const operation of [{ methods: ['GET'] }, { paths: ['/x'] }, { hosts: ['a'] }, { notMethods: ['GET'], ports: ['8080'] }]) {
    const objects = [...base, policy('p', { selector, action: 'DENY', rules: [{ to: [{ operation }] }] })]
    const direct = added(objects, 'AuthorizationPolicy').filter((object) => object.metadata.name === 'p-direct')
    expect(direct).toHaveLength(1)
    expect(direct[0]).toMatchObject({ spec: { selector, action: 'DENY' } })
    const rule = (direct[0] as unknown as { spec: { rules: readonly { from: unknown; to?: unknown }[] } }).spec.rules[0]
    expect(rule?.from).toEqual([{ source: { notServiceAccounts: ['prod/waypoint'] } }])
    expect(rule?.to).toEqual('ports' in operation ? [{ operation: { ports: ['8080'] } }] : undefined)
  }
})

test('an alternative without anything that ztunnel sees makes the whole clause true, not false', () => {
  const rules = [{ to: [{ operation: { methods: ['GET'] } }, { operation: { ports: ['8080'] } }] }]
  const [direct] = added([...base, policy('p', { selector, action: 'DENY', rules })], 'AuthorizationPolicy')
  expect(direct).toMatchObject({ spec: { rules: [{ from: [{ source: { notServiceAccounts: ['prod/waypoint'] } }] }] } })
  expect(JSON.stringify(direct)).not.toContain('8080')
})

test('every Gateway of a namespace-wide policy is named when Services have waypoints of their own', () => {
  const objects = [
    ...base,
    deployment('ratings'),
    service('ratings'),
    policy('p', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }),
  ]
  const edits = ambientOf(objects, { waypoints: 'service' }).emission.changes.flatMap((change) =>
    change.kind === 'edit' ? change.edits : [],
  )
  const refs = edits.find((edit) => edit.op === 'set' && edit.path.at(-1) === 'targetRefs')
  expect(JSON.stringify(refs)).toContain('ratings-waypoint')
  expect(JSON.stringify(refs)).toContain('reviews-waypoint')
})

test('pods that leave nothing behind but a held workload take their Services along', () => {
  const objects = [
    namespace('prod'),
    deployment('a', { app: 'a', group: 'x' }),
    deployment('b', { app: 'b', group: 'x', pair: 'bc' }),
    deployment('c', { app: 'c', pair: 'bc' }),
    service('x', { group: 'x' }),
    service('bc', { pair: 'bc' }),
    policy('p', {
      selector: { matchLabels: { app: 'a' } },
      rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }], to: [{ operation: { methods: ['GET'] } }] }],
    }),
  ]
  const { emission, diagnostics } = ambientOf(objects)
  expect(diagnostics.map(({ code }) => code)).toContain('US3019')
  expect(emission.heldBack?.map(({ object }) => object.name).sort()).toEqual(['a', 'b', 'c'])
  expect(emission.changes).toEqual([])
})

test('a name that is taken is not taken again, and a long one is shortened', () => {
  const long = 'p'.repeat(63)
  const rules = [{ to: [{ operation: { methods: ['GET'] } }] }]
  const objects = [
    ...base,
    policy('p', { selector, action: 'DENY', rules }),
    policy('p-direct', { selector, rules: [{ from: [{ source: { namespaces: ['a'] } }] }] }),
    policy(long, { selector, action: 'DENY', rules }),
  ]
  const names = added(objects, 'AuthorizationPolicy').map((object) => object.metadata.name)
  expect(names).toContain('p-direct-2')
  expect(names.every((name) => name.length <= 63)).toBe(true)
  expect(new Set(names).size).toBe(names.length)
})

test('nothing changes where no sidecars run', () => {
  const objects = [
    namespace('prod', {}),
    deployment('reviews'),
    service('reviews'),
    policy('p', { selector, rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }),
  ]
  expect(ambientOf(objects).emission.changes).toEqual([])
})

test('a waypoint is not exempted from a denial that cannot match it', () => {
  const rules = [{ from: [{ source: { principals: ['cluster.local/ns/dev/sa/x'] } }], to: [{ operation: { methods: ['GET'] } }] }]
  const [direct] = added([...base, policy('p', { selector, action: 'DENY', rules })], 'AuthorizationPolicy')
  expect(direct).toMatchObject({ spec: { rules: [{ from: [{ source: { principals: ['cluster.local/ns/dev/sa/x'] } }] }] } })
})
