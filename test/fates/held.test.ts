import { expect, test } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.ts'
import type { DiagnosticDefinition } from '../../src/diagnostics/diagnostic.ts'
import type { Translation } from '../../src/translation.ts'
import { targets } from '../../translators/index.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { comparisonOf, goldenTranslations } from '../golden/remembered.ts'

/*
 * Refused means held back: what a refusal is about goes on being enforced and routed where it was, on sidecars. Every such code of the
 * catalogue has a golden that shows it.
 */

/** Refusals that hold nothing back, with the reason. */
const holdsNothing: Readonly<Record<string, string>> = {
  ...each(
    ['US1002', 'US1004', 'US1005', 'US1006', 'US1009'],
    'the object is unread as with US1001, and US3018 holds what it may decide about',
  ),
  ...each(['US2008'], 'Istio takes the value for no condition either, and the rest of the policy is translated'),
  US2101: 'the schema refuses such a duration first (US1005)',
  US3019: 'it says itself that the workload stays, for the reason of another one',
  US3052: 'only a build of kustomize shows it, which goldens do not run; test/verify/kustomize/translate-built.test.ts shows what it holds',
  US3332: 'no request depends on it: Telemetry, plugins that decide nothing, or what --assume extensions-reviewed vouches for',
  US9002: 'everything is withheld',
  US9003: 'a fault of ours by definition; test/fates shows that no field is without a fate',
}

/** Refusals of what another finding holds back. */
const heldBy: Readonly<Record<string, string>> = {
  US0014: 'US3018',
  US0031: 'US3018',
  US0032: 'US3018',
  US0035: 'US3018',
  US0036: 'US3018',
  US1001: 'US3018',
  US1010: 'US3018',
  US1012: 'US3018',
  US2001: 'US3018',
  US2002: 'US3018',
  US2003: 'US3018',
  US3260: 'US3018',
  US3261: 'US3018',
  US3440: 'US3018',
  US2006: 'US3090',
  US2007: 'US3090',
  US2009: 'US3090',
}

function each(codes: readonly string[], reason: string): Record<string, string> {
  return Object.fromEntries(codes.map((code) => [code, reason]))
}

const refusals = Object.values(catalogue as Record<string, DiagnosticDefinition<never>>).filter(({ fate }) => fate === 'refused')

/**
 * Translations for which the user vouches for nothing that a comparison leaves out, by the refusals that they report. Where sidecars are removed
 * it leaves out nothing: it asks the mesh after without them.
 */
const shown = new Map<string, { readonly name: string; readonly translation: Translation }[]>()
for (const { golden, translation } of goldenTranslations(goldenCases())) {
  if (translation.options.assume.some((fact) => fact !== 'sidecars-removed')) continue
  for (const code of new Set(translation.diagnostics.filter(({ fate }) => fate === 'refused').map((diagnostic) => diagnostic.code)))
    shown.set(code, [...(shown.get(code) ?? []), { name: `${golden.name} (${translation.target})`, translation }])
}

const toHold = refusals.filter((definition) => holdsNothing[definition.code] === undefined)

/** What one target holds says nothing of another one: each that refuses by a code in any golden has one that shows it. */
for (const { code, title } of toHold)
  test(`${code} is held back, for each target that reports it: ${title}`, () => {
    const all = shown.get(code) ?? []
    const reporting = [...new Set(all.map(({ translation }) => translation.target))]
    expect(reporting.length, `targets of which a golden shows ${code}`).toBeGreaterThan(0)
    for (const target of reporting) {
      const own = all.filter(({ translation }) => translation.target === target)
      const holding = own.filter(({ translation }) => isHeld(translation, code))
      expect(holding.length, `goldens that hold back what ${code} refuses, of ${own.map(({ name }) => name)}`).toBeGreaterThan(0)
    }
  })

/** What is refused there decides about no request, a Widget. */
const decidesNothing = 'reading/namespace-name-with-dot (ambient)'

/** In each golden, and not in one of them only: another finding may hold the same, and is the cause that is printed. */
test('nothing is refused beside workloads that all move', () => {
  const moving = toHold.flatMap(({ code }) =>
    (shown.get(code) ?? [])
      .filter(({ translation: { target } }) => targets[target].moves === 'workloads')
      .filter(({ translation: { emission } }) => (emission.heldBack ?? []).length === 0)
      .filter(({ translation: { emission } }) => emission.changes.length > 0)
      .filter(({ name }) => name !== decidesNothing)
      .map(({ name }) => `${code} in ${name}`),
  )
  expect(moving).toEqual([])
})

test('nothing that is refused is wider or goes elsewhere', { timeout: 600_000 }, () => {
  const translations = new Set([...shown.values()].flat().map(({ translation }) => translation))
  const codes = new Set(refusals.map(({ code }) => code))
  const lost = [...translations].flatMap((translation) =>
    comparisonOf(translation)
      .differences.filter(
        ({ verdict, announcedBy, assumedAway, failsOpen }) =>
          (verdict === 'wider' && assumedAway === undefined && failsOpen !== true) ||
          (verdict === 'rerouted' && announcedBy !== undefined && codes.has(announcedBy.code as `US${number}`)),
      )
      .map(({ verdict, destinations, announcedBy }) => `${verdict} at ${destinations.join(', ')} (${announcedBy?.code})`),
  )
  expect(lost).toEqual([])
})

test('whoever is excused from holding something back is a refusal', () => {
  const codes: readonly string[] = refusals.map(({ code }) => code)
  expect(Object.keys(holdsNothing).filter((code) => !codes.includes(code))).toEqual([])
})

/**
 * Where workloads move, some or their Namespaces stay because of it. Where only policies move, nothing leaves its sidecar by itself: the object
 * that is refused stays as it was, for the sidecars.
 */
function isHeld({ target, emission, diagnostics }: Translation, code: string): boolean {
  if (targets[target].moves === 'workloads') return emission.heldBack?.some(({ cause }) => cause.code === (heldBy[code] ?? code)) ?? false
  const own = diagnostics
    .filter((diagnostic) => diagnostic.code === code)
    .flatMap(({ place }) => (place === undefined ? [] : [place.object]))
  const changed = emission.changes.flatMap((change) => ('target' in change ? [change.target] : []))
  return own.length > 0 && own.every((object) => !changed.some(({ file, document, item }) => same(object, { file, document, item })))
}

function same(
  object: { readonly file: string; readonly document: number; readonly item?: number },
  other: { file: string; document: number; item: number | undefined },
): boolean {
  return object.file === other.file && object.document === other.document && object.item === other.item
}
