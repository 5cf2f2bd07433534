import { describe, expect, test } from 'vitest'
import { objectText } from '../../src/diagnostics/place.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { type Plan, planOf } from '../../src/plan/plan.ts'
import { readManifests, translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { compareOptionsOf, verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { readFolder } from '../golden/folder.ts'
import { sidecarMesh } from '../property/sidecar-mesh.ts'
import { goldenCases, outputFilesOf } from './cases.ts'
import { enrolledNamespace, plainDeployment } from './enrolled-namespace.ts'
import { afterStep, afterWave, objectsOf, stepsOf, takenBack } from './followed.ts'

const planned = (translation: Translation): Plan => planOf(translation, verifyTranslation(translation))

/** That a plan leads to exactly the conversion, and back to exactly the input. */
function expectWhole(translation: Translation, input: readonly InputFile[], plan: Plan): void {
  const steps = stepsOf(plan)
  const end = steps.reduce(afterStep, objectsOf(input, translation.defaultNamespace))
  expect(end).toEqual(objectsOf(outputFilesOf(translation), translation.defaultNamespace))
  expect([...steps].reverse().reduce(takenBack, end)).toEqual(objectsOf(input, translation.defaultNamespace))

  const sorted = [...input].sort((a, b) => (a.path < b.path ? -1 : 1))
  const files = plan.waves.reduce((before, { files: changed }) => afterWave(before, changed), sorted)
  const bytes = plan.waves.length === 0 ? sorted : outputFilesOf(translation)
  expect(files).toEqual(bytes)
  expect([...plan.waves].reverse().reduce((after, { files: changed }) => afterWave(after, changed, 'back'), files)).toEqual(sorted)
}

/** That every state was compared, and that none opens anything. */
function expectNeverWider(plan: Plan): void {
  const states = plan.waves.flatMap(({ steps }) => steps.flatMap((step) => step.states))
  expect(states.flatMap(({ wider }) => wider)).toEqual([])
  expect(new Set(states).size).toBeLessThanOrEqual(plan.search.states)
}

function expectHeldBackLeftOut(plan: Plan): void {
  const moving = new Set(plan.waves.flatMap(({ moves }) => moves.map(objectText)))
  expect(plan.held.map(({ object }) => objectText(object)).filter((name) => moving.has(name))).toEqual([])
}

describe('a plan', () => {
  for (const golden of goldenCases)
    for (const target of golden.targets)
      test(`${golden.name}, to ${target}: the waves end at what convert gives, and their way back at the input`, () => {
        const translation = translate(golden.input, golden.request(target))
        const plan = planned(translation)
        expectWhole(translation, golden.input, plan)
        expectNeverWider(plan)
        expectHeldBackLeftOut(plan)
        const moving = (translation.emission.leaves ?? translation.emission.moves?.objects ?? []).map(objectText)
        expect(plan.waves.flatMap(({ moves }) => moves.map(objectText)).sort()).toEqual([...moving].sort())
      })

  const shop = [...readFolder('examples/shop')].map(([path, text]) => ({ path, text }))

  test('the files of the shop are never wider between its waves, compared from their text', () => {
    const translation = translate(shop, { target: 'ambient' })
    const plan = planned(translation)
    expectWhole(translation, shop, plan)
    let files: readonly InputFile[] = [...shop].sort((a, b) => (a.path < b.path ? -1 : 1))
    for (const wave of plan.waves) {
      files = afterWave(files, wave.files)
      const state = readManifests(files, { cluster: translation.input.objects }).mesh
      const { differences } = compareMeshes(translation.mesh, state, compareOptionsOf(translation))
      expect(differences.filter(({ verdict }) => verdict === 'wider')).toEqual([])
    }
    expect(plan.waves.map(({ phase }) => phase)).toEqual(['pilot', 'hardening'])
  })

  test('of one input is the same whenever it is made, in whichever order its files come', () => {
    const shape = (files: readonly InputFile[]) => {
      const { waves, search, calls } = planned(translate(files, { target: 'ambient' }))
      return JSON.stringify([
        search,
        calls.map(({ client, server }) => [client, server]),
        waves.map(({ steps, ...wave }) => [wave.namespaces, wave.files, steps.map(({ kinds, contents }) => [kinds, contents])]),
      ])
    }
    const [case1] = goldenCases
    expect(shape([...case1!.input].reverse())).toBe(shape(case1!.input))
  })

  test('goes on where a mesh stands: after each wave, the waves that are left end at what convert gives', () => {
    const [first] = goldenCases
    const whole = planned(translate(first!.input, first!.request('ambient')))
    let files: readonly InputFile[] = first!.input
    for (const [index, wave] of whole.waves.entries()) {
      files = afterWave(files, wave.files)
      const translation = translate(files, first!.request('ambient'))
      const rest = planned(translation)
      expect(rest.moved).toEqual(expect.arrayContaining([...wave.namespaces]))
      expect(rest.waves.map(({ namespaces }) => namespaces)).toEqual(whole.waves.slice(index + 1).map(({ namespaces }) => namespaces))
      // After others have moved, none is a pilot.
      expect(rest.waves.map(({ phase }) => phase)).not.toContain('pilot')
      expectWhole(translation, files, rest)
    }
    const asConverted = outputFilesOf(translate(first!.input, first!.request('ambient')))
    expect(files).toEqual(asConverted)
  })

  test('to Cilium, names the namespaces whose policies an earlier conversion has written', () => {
    const strict = (name: string) => `${enrolledNamespace(name)}---
${plainDeployment(name, name)}---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: strict, namespace: ${name}}
spec: {mtls: {mode: STRICT}}
`
    const input = [{ path: 'mesh.yaml', text: `${strict('hall')}---\n${strict('lobby')}` }]
    const whole = planned(translate(input, { target: 'cilium' }))
    const [first] = whole.waves
    const rest = planned(translate(afterWave(input, first!.files), { target: 'cilium' }))
    expect([whole.moved, rest.moved]).toEqual([[], first!.namespaces])
    expect(rest.waves.map(({ namespaces }) => namespaces)).toEqual(whole.waves.slice(1).map(({ namespaces }) => namespaces))
    expect(rest.waves.map(({ phase }) => phase)).not.toContain('pilot')
  })

  test('of a random mesh leads to its conversion and back, and opens nothing on the way', () => {
    fc.assert(
      fc.property(sidecarMesh, ({ files }) => {
        const translation = translate(files, { target: 'ambient' })
        const plan = planned(translation)
        expectWhole(translation, files, plan)
        expectNeverWider(plan)
        expectHeldBackLeftOut(plan)
      }),
      { numRuns: Number(process.env.PLAN_RUNS ?? 6) },
    )
  }, 3_600_000)
})
