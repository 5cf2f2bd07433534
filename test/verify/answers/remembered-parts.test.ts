import { expect, test } from 'vitest'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import { splitDocuments } from '../../../src/manifest/yaml/split.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { readManifests, translate } from '../../../src/translate.ts'
import type { KnownAnswer, KnownAnswers } from '../../../src/verify/answers/known-answers.ts'
import { findingWith } from '../../../src/verify/answers/remembered-parts.ts'
import { type CompareOptions, compareMeshes } from '../../../src/verify/compare.ts'
import { compareOptionsOf, readBack } from '../../../src/verify/verify.ts'
import type { TargetName } from '../../../translators/index.ts'
import fc from '../../fast-check.ts'
import { goldenCases } from '../../golden/golden-case.ts'
import { said } from '../../plan/as-alone.ts'
import { sidecarMesh } from '../../property/sidecar-mesh.ts'
import { routedMesh } from '../../property/sidecar-routes.ts'
import { meshFilesOf, spoken, wards } from '../reach/wards.ts'

/** Answers as files hold them, and how many were known. Whole texts are names here, so that a name that says too little shows. */
class Kept implements KnownAnswers {
  readonly bundles = new Map<string, string>()
  known = 0
  asked = 0

  name(text: string): string {
    return text
  }

  read(bundle: string): readonly KnownAnswer[] | undefined {
    const text = this.bundles.get(bundle)
    return text === undefined ? undefined : (JSON.parse(text) as readonly KnownAnswer[])
  }

  keep(bundle: string, answers: readonly KnownAnswer[]): void {
    this.bundles.set(bundle, JSON.stringify(answers))
  }

  count(known: number, of: number): void {
    this.known += known
    this.asked += of
  }
}

type Compared = readonly [before: Mesh, after: Mesh, options: CompareOptions]

function translated(files: readonly InputFile[], target: TargetName): Compared {
  const translation = translate(files, { target })
  return [translation.mesh, readBack(translation), compareOptionsOf(translation)]
}

function expectSame(kept: Kept, [before, after, options]: Compared): void {
  const whole = said(compareMeshes(before, after, options))
  expect(said(compareMeshes(before, after, { ...options, find: findingWith(kept) }))).toBe(whole)
}

/** Without a document, or with other words in it: a rule that matches something else, another mode, another label. */
function changed(files: readonly InputFile[], pick: number, way: number): readonly InputFile[] {
  const documents = files.flatMap((file) => splitDocuments(file.text).map((document) => ({ file, document })))
  if (documents.length === 0) return files
  const { file, document } = documents[pick % documents.length]!
  const text = file.text.slice(document.start, document.end)
  const words: readonly (readonly [string, string])[] = [
    ['GET', 'PATCH'],
    ['/admin', '/other'],
    ['/items', '/things'],
    ['ALLOW', 'DENY'],
    ['STRICT', 'PERMISSIVE'],
    ['prefix', 'exact'],
    ['shop', 'billing'],
    ['cart', 'ledger'],
    ['8080', '9090'],
  ]
  const [from, to] = words[way % words.length]!
  const other = way % 10 === 9 || !text.includes(from) ? '' : text.replace(from, to)
  return files.map((one) =>
    one === file ? { ...one, text: one.text.slice(0, document.start) + other + one.text.slice(document.end) } : one,
  )
}

const change = fc.record({ pick: fc.nat(1000), way: fc.nat(19) })

test('with the answers of earlier comparisons the comparison of a changed mesh is the same', () => {
  const kept = new Kept()
  const choices = fc.array(fc.nat(3), { minLength: spoken.length, maxLength: spoken.length })
  const changes = fc.array(fc.record({ at: fc.nat(spoken.length - 1), to: fc.nat(3) }), { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(choices, changes, changes, (chosen, first, second) => {
      const after = (list: typeof first, of: readonly number[]) => of.map((way, index) => list.find(({ at }) => at === index)?.to ?? way)
      const steps = [chosen, after(first, chosen), after(second, after(first, chosen))].map(meshFilesOf)
      for (const step of steps) expectSame(kept, translated(step, 'ambient'))
      const [start, ...others] = steps.map((step) => readManifests(step).mesh)
      for (const other of others) expectSame(kept, [start!, other, {}])
    }),
    { numRuns: 12 },
  )
  expect(kept.known).toBeGreaterThan(kept.asked / 10)
  expect(kept.known).toBeLessThan(kept.asked)
}, 240_000)

test('with rules and routes of every kind', () => {
  const kept = new Kept()
  fc.assert(
    fc.property(fc.oneof(sidecarMesh, routedMesh), change, ({ files }, { pick, way }) => {
      const other = changed(files, pick, way)
      expectSame(kept, [readManifests(files).mesh, readManifests(other).mesh, {}])
      expectSame(kept, [readManifests(files).mesh, readManifests(changed(other, pick + 1, way + 1)).mesh, {}])
    }),
    { numRuns: 6 },
  )
}, 240_000)

test('and so is that of goldens, to both targets', () => {
  const kept = new Kept()
  fc.assert(
    fc.property(fc.constantFrom(...goldenCases()), fc.array(change, { minLength: 1, maxLength: 2 }), (golden, changes) => {
      const [target = 'ambient'] = golden.targets
      // The second time all of it is known: every kind of difference is read back.
      for (const compared of [translated(golden.input, target), translated(golden.input, target)]) expectSame(kept, compared)
      for (const { pick, way } of changes) expectSame(kept, translated(changed(golden.input, pick, way), target))
    }),
    { numRuns: 20 },
  )
  expect(kept.known).toBeGreaterThan(10)
}, 240_000)

const policy = (at: string, spec: string): InputFile => ({
  path: `policy-${at}.yaml`,
  text: `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: one, namespace: ${at}}\nspec: ${spec}\n`,
})
const nothing = spoken.map(() => 0)
const from = (path: string) => policy('ward-0', `{rules: [{to: [{operation: {paths: [${path}]}}]}]}`)

/** How many answers are known for a change when those of the mesh before it are kept. */
function knownAfter(start: readonly InputFile[], end: readonly InputFile[]): number {
  const kept = new Kept()
  const was = readManifests(meshFilesOf(nothing)).mesh
  for (const files of [start, end]) expectSame(kept, [was, readManifests(files).mesh, {}])
  return kept.known
}

test('a policy of one namespace leaves the answers of all others known', () => {
  const mesh = meshFilesOf(nothing)
  const services = 3
  expect(knownAfter([...mesh, from('/a')], [...mesh, from('/b')])).toBe((wards.length - 1) * services)
  expect(knownAfter([...mesh, from('/a')], [...mesh, from('/a')])).toBeGreaterThan(wards.length * services)
})

test('what decides about clients everywhere leaves none known', () => {
  const mesh = [...meshFilesOf(nothing), from('/a')]
  // Witnesses say then what external authorizers answer.
  expect(knownAfter(mesh, [...mesh, policy('ward-1', '{action: CUSTOM, provider: {name: own}, rules: [{}]}')])).toBe(0)
  expect(knownAfter(mesh, [...mesh, policy('istio-system', '{action: DENY, rules: [{to: [{operation: {methods: [PUT]}}]}]}')])).toBe(0)
})

test('an answer that is not one is compared again', () => {
  const kept = new Kept()
  const compared: Compared = [readManifests(meshFilesOf(nothing)).mesh, readManifests([...meshFilesOf(nothing), from('/a')]).mesh, {}]
  expectSame(kept, compared)
  for (const [bundle, text] of kept.bundles) kept.bundles.set(bundle, text.replaceAll('"parts":[', '"parts":[null,'))
  expectSame(kept, compared)
  expect(kept.known).toBe(0)
})

test('what both meshes decided about a witness is kept with it, and decided again where its rules are no longer there', () => {
  const kept = new Kept()
  const compared: Compared = [readManifests(meshFilesOf(nothing)).mesh, readManifests([...meshFilesOf(nothing), from('/a')]).mesh, {}]
  expectSame(kept, compared)
  const differences = [...kept.bundles.values()].flatMap((text) => (JSON.parse(text) as KnownAnswer[]).flatMap(({ parts }) => parts.flat()))
  const asked = differences.filter((difference) => difference.asked !== undefined)
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter(({ decided }) => decided === undefined)).toEqual([])
  const whole = new Map(kept.bundles)
  const edited = (from: string, to: string) => {
    for (const [bundle, text] of whole) kept.bundles.set(bundle, text.replaceAll(from, to))
  }
  // Rules that are somewhere else in the manifests than they were.
  edited('policy-ward-0.yaml', 'elsewhere.yaml')
  const known = kept.known
  expectSame(kept, compared)
  expect(kept.known).toBeGreaterThan(known)
  // Nothing decides again what is kept: other words in it are words of the report.
  edited('no ALLOW rule matches', 'it was kept so')
  expect(said(compareMeshes(compared[0], compared[1], { find: findingWith(kept) }))).toContain('it was kept so')
})
