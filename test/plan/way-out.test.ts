import { describe, expect, test } from 'vitest'
import { applyChanges } from '../../src/manifest/edit/apply.ts'
import type { Change } from '../../src/model/change.ts'
import { States } from '../../src/plan/states.ts'
import { type Unit, unitsOf } from '../../src/plan/unit.ts'
import { authorizationPolicyNames, type OpeningWave, waysOut } from '../../src/plan/way-out.ts'
import { waysOutLines } from '../../src/report/plan/way-out-text.ts'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'

const policy = (namespace: string, action: string, method: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${action.toLowerCase()}, namespace: ${namespace}}
spec: {action: ${action}, rules: [{to: [{operation: {methods: [${method}]}}]}]}
`
const workload = (namespace: string, labels: string) => `---
apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}, labels: {${labels}}}
---
apiVersion: v1
kind: Service
metadata: {name: flour, namespace: ${namespace}}
spec: {selector: {app: flour}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: flour, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: flour}}
  template:
    metadata: {labels: {app: flour}}
    spec: {containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]}
`
const crossed = (namespace: string) => policy(namespace, 'ALLOW', 'GET') + policy(namespace, 'DENY', 'GET')

/** A wave in which policies change their methods: `bake/allow: POST`. Its steps are its units, and each is taken for one that opens something. */
function waveOf(input: string, end: Readonly<Record<string, string>>): OpeningWave {
  const made = translate([{ path: 'mesh.yaml', text: input }], { target: 'ambient' })
  const changes = Object.entries(end).map(([policy, method]): Change => {
    const { place } = made.mesh.authorization.find(({ namespace, name }) => `${namespace}/${name}` === policy)!
    const edits = [{ op: 'set' as const, path: ['spec', 'rules', 0, 'to', 0, 'operation', 'methods'], value: [method] }]
    return { kind: 'edit', target: place.object, edits, causes: [place], why: 'another method' }
  })
  const translation = { ...made, emission: { changes, diagnostics: [] }, output: applyChanges(made.input, changes) }
  const atEnd = verifyTranslation(translation)
  const states = new States(
    translation,
    atEnd,
    (one) => one,
    () => {},
  )
  const units = unitsOf(translation, [], 12)
  const opened = states.look(changes.slice(0, 1)).wider
  expect(opened).not.toEqual([])
  const steps = units.map((unit) => ({ changes: unit.changes, between: opened }))
  return { states, done: [], units, steps, between: [], after: [], policyNames: authorizationPolicyNames(translation) }
}

const sidecars = 'istio-injection: enabled'

describe('a policy that denies everything meanwhile', () => {
  test('helps in the namespace whose policies change, and not in another one: the states with it are compared', () => {
    const wave = waveOf(workload('mill', sidecars) + workload('bake', sidecars) + crossed('bake'), {
      'bake/allow': 'POST',
      'bake/deny': 'POST',
    })
    const [unit] = wave.units as [Unit]
    expect(waysOut(wave)).toEqual([{ kind: 'deny-meanwhile', namespaces: ['bake'], helps: true, policy: 'deny-meanwhile' }])
    const elsewhere = waysOut({ ...wave, units: [{ ...unit, namespaces: ['mill'] }] })
    expect(elsewhere).toEqual([{ kind: 'deny-meanwhile', namespaces: ['mill'], helps: false, policy: 'deny-meanwhile' }])
    expect(waysOutLines({ waysOut: elsewhere })).toEqual([
      expect.stringMatching(
        /^what would not help: an AuthorizationPolicy deny-meanwhile in mill .* some state allows what the start denies$/,
      ),
    ])
  })

  test('has a name that no policy of the input has: applying and deleting it would change that one', () => {
    const named = policy('bake', 'ALLOW', 'PUT').replace('name: allow', 'name: deny-meanwhile')
    const input = workload('mill', sidecars) + workload('bake', sidecars) + crossed('bake') + named
    const wave = waveOf(input, { 'bake/allow': 'POST', 'bake/deny': 'POST' })
    const found = [{ kind: 'deny-meanwhile', namespaces: ['bake'], helps: true, policy: 'deny-meanwhile-2' }]
    expect(waysOut(wave)).toEqual(found)
    expect(waysOutLines({ waysOut: waysOut(wave) })[0]).toContain(
      'an AuthorizationPolicy deny-meanwhile-2 in bake that denies every request',
    )
  })

  test('is not offered in the root namespace, where it would deny in the whole mesh', () => {
    const input = workload('mill', sidecars) + crossed('istio-system')
    const wave = waveOf(input, { 'istio-system/allow': 'POST', 'istio-system/deny': 'POST' })
    expect(wave.units.map(({ of }) => of)).toContain('mesh')
    expect(waysOut({ ...wave, units: wave.units.filter(({ of }) => of === 'mesh') })).toEqual([])
  })

  test('is not offered in several namespaces, of which one would have it before the others', () => {
    const input = workload('mill', sidecars) + workload('bake', sidecars) + crossed('mill') + crossed('bake')
    const wave = waveOf(input, { 'mill/allow': 'POST', 'mill/deny': 'POST', 'bake/allow': 'POST', 'bake/deny': 'POST' })
    const [first, second] = wave.units as [Unit, Unit]
    const together = { ...first, namespaces: ['bake', 'mill'], changes: [...first.changes, ...second.changes] }
    expect(waysOut({ ...wave, units: [together] })).toEqual([])
    expect(waysOut(wave).map(({ kind }) => kind)).toEqual(['stays', 'stays'])
  })
})

describe('a namespace that keeps its sidecars', () => {
  const input = workload('mill', sidecars) + workload('bake', sidecars) + crossed('mill') + crossed('bake')

  test('helps where the others open nothing without it, and not where they do', () => {
    // The new ALLOW of bake opens POST there, whatever mill does.
    const tried = waysOut(waveOf(input, { 'bake/allow': 'POST', 'mill/allow': 'POST', 'mill/deny': 'POST' }))
    expect(tried.map(({ namespaces, helps }) => [...namespaces, helps]).sort()).toEqual([
      ['bake', true],
      ['mill', false],
    ])
    const lines = waysOutLines({ waysOut: tried })
    expect(lines[0]).toMatch(
      /^what would help: keeping bake on sidecars.* compared in one order after each of them, and not between their steps$/,
    )
    expect(lines[1]).toMatch(/^what would not help: keeping mill on sidecars/)
  })

  test('is not offered where nothing else of the wave changes, whatever comes after it', () => {
    const wave = waveOf(input, { 'mill/allow': 'POST', 'mill/deny': 'POST', 'bake/allow': 'POST', 'bake/deny': 'POST' })
    const [first, second] = wave.units as [Unit, Unit]
    const kinds = (units: readonly Unit[], after: readonly Unit[]) => waysOut({ ...wave, units, after }).map(({ kind }) => kind)
    expect(kinds([first], [second])).not.toContain('stays')
    expect(kinds([first, { ...second, changes: [] }], [])).toEqual(['stays'])
  })
})
