import { describe, expect, test } from 'vitest'
import { isPlace } from '../../src/diagnostics/place.ts'
import { applyChanges } from '../../src/manifest/edit/apply.ts'
import { withoutServerFields } from '../../src/manifest/edit/live-objects.ts'
import type { Change } from '../../src/model/change.ts'
import { withAges } from '../../src/plan/ages.ts'
import { planOf } from '../../src/plan/plan.ts'
import { States } from '../../src/plan/states.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { compareOptionsOf, readBack, verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { goldenCases } from './cases.ts'
import { enrolledNamespace } from './enrolled-namespace.ts'

/** All that is said, with the places of the text that was read. */
function said(comparison: Comparison): string {
  return JSON.stringify(comparison, (_, value: unknown) => (isPlace(value) ? { ...value.span, path: value.path } : value))
}

/** A state compared by itself. */
function comparedAlone(translation: Translation, changes: readonly Change[]): Comparison {
  const chosen = translation.emission.changes.filter((change) => changes.includes(change))
  const output = applyChanges(translation.input, [...chosen, ...withoutServerFields(translation.input.objects)], {
    label: translation.target,
  })
  const between = withAges(readBack({ ...translation, output }), translation.mesh)
  return compareMeshes(translation.mesh, between, compareOptionsOf(translation))
}

function expectAsAlone(translation: Translation, runs: number): void {
  const states = new States(
    translation,
    verifyTranslation(translation),
    (one) => one,
    () => {},
  )
  fc.assert(
    fc.property(fc.subarray([...translation.emission.changes]), (some) => {
      expect(said(states.look(some).comparison)).toBe(said(comparedAlone(translation, some)))
    }),
    { numRuns: runs },
  )
}

/** Namespaces of two workloads each; where they are routed, each has policies that name the next one, and every other one a route to it. */
function neighbours(count: number, routed = true): Translation {
  const names = Array.from({ length: count }, (_, index) => `ward-${index}`)
  const texts = names.map((name, index) => {
    const next = names[index + 1]
    const policies = ['nurse', 'doctor'].map((app) => policy(name, app, routed ? (next ?? name) : name))
    const route = !routed || next === undefined || index % 2 === 1 ? [] : [routeTo(name, next)]
    return [enrolledNamespace(name), ...['nurse', 'doctor'].map((app) => workload(name, app)), ...policies, ...route].join('---\n')
  })
  return translate([{ path: 'wards.yaml', text: texts.join('---\n') }], { target: 'ambient' })
}

const workload = (at: string, app: string) => `apiVersion: v1
kind: Service
metadata: {name: ${app}, namespace: ${at}}
spec: {selector: {app: ${app}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${app}, namespace: ${at}}
spec:
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec: {containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]}
`
const policy = (at: string, app: string, client: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${app}, namespace: ${at}}
spec:
  selector: {matchLabels: {app: ${app}}}
  action: ${app === 'nurse' ? 'ALLOW' : 'DENY'}
  rules: [{from: [{source: {namespaces: [${client}]}}], to: [{operation: {methods: [GET]}}]}]
`
const guardAgainst = (at: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: not-the-mesh, namespace: ${at}}
spec:
  endpointSelector: {}
  enableDefaultDeny: {ingress: false}
  ingressDeny: [{fromEndpoints: [{matchLabels: {"k8s:io.cilium.k8s.namespace.labels.istio-injection": enabled}}]}]
`
const routeTo = (at: string, next: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: nurse, namespace: ${at}}
spec:
  hosts: [nurse.${at}.svc.cluster.local]
  http:
    - match: [{uri: {prefix: /on-call}}]
      route: [{destination: {host: nurse.${next}.svc.cluster.local}}]
    - route: [{destination: {host: nurse.${at}.svc.cluster.local}}]
`

describe('a state compared after others', () => {
  for (const golden of goldenCases)
    for (const target of golden.targets)
      test(`is what comparing it alone says, to the line: ${golden.name}, to ${target}`, () => {
        expectAsAlone(translate(golden.input, golden.request(target)), 8)
      })

  test('is what comparing it alone says, where policies and routes name other namespaces', () => {
    expectAsAlone(neighbours(4), 12)
  })

  // The label goes when a namespace moves: whom the policy means changes in another namespace than the one that it guards.
  test('is what comparing it alone says, where a policy of Cilium names a label of clients’ namespaces', () => {
    const wards = ['ward-0', 'ward-1', 'ward-2']
    const texts = [...wards.flatMap((name) => [enrolledNamespace(name), workload(name, 'nurse')]), guardAgainst('ward-0')]
    expectAsAlone(translate([{ path: 'wards.yaml', text: texts.join('---\n') }], { target: 'ambient' }), 12)
  })
})

describe('the work of a plan', () => {
  const workOf = (count: number) => {
    const translation = neighbours(count, false)
    const plan = planOf(translation, verifyTranslation(translation), { waves: 100 })
    return { waves: plan.waves.length, states: plan.search.states, destinations: plan.search.destinationsCompared }
  }

  // Were each destination compared in each state, twice as many namespaces would take four times as many comparisons.
  test('grows as the mesh does: a destination is compared for its own steps, not for those of others', () => {
    const [small, large] = [workOf(3), workOf(6)]
    expect([small.waves, large.waves]).toEqual([3, 6])
    expect(large.states).toBeLessThanOrEqual(2 * small.states)
    expect(large.destinations).toBeLessThanOrEqual(2.6 * small.destinations)
  })
})
