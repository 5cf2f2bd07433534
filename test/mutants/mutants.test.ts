import { expect, test } from 'vitest'
import { corpora } from '../corpora/corpora.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { killTable } from './kill-table.ts'
import { mutantKinds } from './kinds.ts'
import { type MutantRun, tried } from './mutant-run.ts'
import { peopled } from './peopled.ts'
import { pick, type Random, randomFrom, seedOf } from './random.ts'
import { type Subject, subjectOf } from './subject.ts'

/*
 * Damages what the translator wrote, in every way that emitters and editors go wrong, and lets the comparison find it. `npm run mutants`
 * makes a mutant of every kind in every golden where there is something to damage, and some in each corpus; here it is a sample.
 */

const all = process.env.MUTANTS === 'all'
const seed = Number(process.env.SEED ?? 1)
/** Mutants of the sample. */
const sampleSize = 60
const onlyKind = process.env.MUTANT_KIND
const onlySubject = process.env.MUTANT_SUBJECT

test('names of kinds are unique, and there are more than 25 of them', () => {
  expect(new Set(mutantKinds.map(({ name }) => name)).size).toBe(mutantKinds.length)
  expect(mutantKinds.length).toBeGreaterThan(25)
})

test('whatever damage a request can tell, comparing tells', { timeout: 3_600_000 }, () => {
  const runs = [...(all ? everyMutant() : sample())]
  if (all) console.log(`seed ${seed}\n${killTable(runs)}`)
  expect(runs.length).toBeGreaterThan(all && onlyKind === undefined && onlySubject === undefined ? 1000 : 0)
  const named = ({ kind, subject, damaged }: MutantRun): string => `seed ${seed}: ${kind.name}, ${damaged} of ${subject}`
  const faults = runs.flatMap((one) => [
    ...(one.missed === undefined ? [] : [`${named(one)}: comparing the outputs misses\n    ${one.missed}`]),
    ...(one.survivor === undefined ? [] : [`${named(one)}: survived\n    ${one.survivor}`]),
  ])
  if (all && faults.length > 0) console.log(faults.join('\n'))
  expect(faults.slice(0, 10)).toEqual([])
  expect(runs.some(({ fate }) => fate === 'reported')).toBe(true)
})

function* goldenSubjects(): Generator<() => Subject | undefined> {
  for (const golden of goldenCases())
    for (const target of golden.targets) {
      if (onlySubject !== undefined && !`${golden.name} to ${target}`.includes(onlySubject)) continue
      const request = golden.request(target)
      yield () => subjectOf(`${golden.name} to ${target}`, peopled(golden.input, request.defaultNamespace), request)
    }
}

function* everyMutant(): Generator<MutantRun> {
  for (const make of goldenSubjects()) {
    const subject = make()
    if (subject === undefined) continue
    for (const kind of kinds()) yield* made(subject, kind, randomFrom(seedOf(`${kind.name} ${subject.name}`, seed)))
  }
  for (const [name, files] of corpora()) {
    if (onlySubject !== undefined && !name.includes(onlySubject)) continue
    const subject = subjectOf(name, files, { target: 'ambient' })
    if (subject === undefined) continue
    // Of those that take long only some: the deadline is looked at between mutants.
    const deadline = performance.now() + 60_000
    for (const kind of kinds())
      if (performance.now() < deadline) yield* made(subject, kind, randomFrom(seedOf(`${kind.name} ${name}`, seed)))
  }
}

/** Kinds in turn, each on a golden where it finds something. */
function* sample(): Generator<MutantRun> {
  const random = randomFrom(seedOf('sample', seed))
  const makers = [...goldenSubjects()]
  for (let left = sampleSize; left > 0; ) {
    const subject = pick(random, makers)!()
    if (subject === undefined) continue
    for (const kind of shuffled(kinds(), random).slice(0, 20))
      for (const run of made(subject, kind, random)) {
        yield run
        left -= 1
      }
  }
}

function kinds() {
  return mutantKinds.filter(({ name }) => onlyKind === undefined || name === onlyKind)
}

function* made(subject: Subject, kind: (typeof mutantKinds)[number], random: Random): Generator<MutantRun> {
  const run = tried(subject, kind, random)
  if (run !== undefined) yield run
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)
}
