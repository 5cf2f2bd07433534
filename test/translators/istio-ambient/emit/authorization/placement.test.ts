import { describe, expect, test } from 'vitest'
import { type Placement, placementOf, type Situation } from '../../../../../translators/istio-ambient/emit/authorization/placement.ts'

const effects = ['allow', 'deny', 'audit', 'external'] as const
const facts = ['dryRun', 'needsEnvoy', 'stays', 'bound', 'lostAtWaypoint', 'misread', 'rehomed', 'seen', 'behindWaypoint'] as const

function situation(effect: Situation['effect'], ...holds: readonly (typeof facts)[number][]): Situation {
  return { effect, ...(Object.fromEntries(facts.map((fact) => [fact, holds.includes(fact)])) as Record<(typeof facts)[number], boolean>) }
}

const every: readonly Situation[] = effects.flatMap((effect) =>
  Array.from({ length: 2 ** facts.length }, (_, bits) => situation(effect, ...facts.filter((_, index) => (bits >> index) % 2 === 1))),
)

function where(placement: Placement): string {
  const { original, atWaypoint, direct } = placement
  return [original, ...(atWaypoint ? ['waypoint'] : []), ...(direct === 'nothing' ? [] : [`direct ${direct}`])].join(', ')
}

const rows: readonly (readonly [string, Situation, string])[] = [
  ['ztunnel can do it all', situation('allow'), 'respelled'],
  ['and what comes through a waypoint is decided there', situation('allow', 'bound', 'rehomed'), 'respelled, waypoint'],
  ['a denial that does not ask who the client is holds behind a waypoint too', situation('deny', 'bound'), 'respelled'],
  [
    'a waypoint decides, ztunnel keeps the rules that it sees',
    situation('allow', 'needsEnvoy', 'bound', 'seen'),
    'moved, waypoint, direct allows',
  ],
  ['without such rules it closes the pods to direct callers', situation('allow', 'needsEnvoy', 'bound'), 'moved, waypoint, direct allows'],
  ['unless they are closed already', situation('allow', 'needsEnvoy', 'bound', 'behindWaypoint'), 'moved, waypoint'],
  [
    'closed pods are no reason to drop a rule',
    situation('allow', 'needsEnvoy', 'bound', 'behindWaypoint', 'seen'),
    'moved, waypoint, direct allows',
  ],
  ['a document that stays closes them itself', situation('allow', 'needsEnvoy', 'bound', 'stays', 'seen'), 'respelled, waypoint'],
  ['a denial is rounded up for direct callers', situation('deny', 'needsEnvoy', 'bound', 'seen'), 'moved, waypoint, direct denies'],
  ['also beside a document that stays', situation('deny', 'needsEnvoy', 'bound', 'stays', 'seen'), 'respelled, waypoint, direct denies'],
  ['a denial that can never match has no object', situation('deny', 'needsEnvoy', 'bound'), 'moved, waypoint'],
  ['an external authorizer is a denial at ztunnel', situation('external', 'needsEnvoy', 'bound', 'seen'), 'moved, waypoint, direct denies'],
  ['without a waypoint a denial is rounded up in place', situation('deny', 'needsEnvoy', 'seen'), 'denies'],
  ['or beside a document that stays', situation('deny', 'needsEnvoy', 'stays', 'seen'), 'untouched, direct denies'],
  ['where it can match anything', situation('external', 'needsEnvoy', 'stays'), 'untouched'],
  ['without a waypoint ALLOW rules that ztunnel does not see are gone', situation('allow', 'needsEnvoy', 'seen'), 'respelled'],
  ['and are taken out where ztunnel would drop a value only', situation('allow', 'needsEnvoy', 'misread', 'seen'), 'denies'],
  ['a document that stays is not rewritten', situation('allow', 'needsEnvoy', 'misread', 'stays'), 'respelled'],
  ['waypoints log', situation('audit', 'needsEnvoy', 'bound'), 'moved, waypoint'],
  ['beside a document that stays', situation('audit', 'needsEnvoy', 'bound', 'stays'), 'untouched, waypoint'],
  ['a dry run is no policy at ztunnel', situation('allow', 'dryRun', 'bound', 'seen'), 'moved, waypoint'],
  ['nothing logs without a waypoint', situation('deny', 'dryRun', 'seen'), 'untouched'],
  ['nothing logs what a waypoint sees otherwise', situation('audit', 'bound', 'lostAtWaypoint'), 'untouched'],
]

describe('where a policy is enforced', () => {
  for (const [rule, given, expected] of rows)
    test(`${given.effect}: ${rule}`, () => {
      expect(where(placementOf(given))).toBe(expected)
    })

  test('a document that gateways or sidecars go on enforcing never changes its meaning', () => {
    const originals = every.filter(({ stays }) => stays).map((given) => placementOf(given).original)
    expect(new Set(originals)).toEqual(new Set(['untouched', 'respelled']))
  })

  test('ztunnel never gets a denial that it cannot read without one that covers it', () => {
    const denials = every.filter(
      ({ effect, dryRun, needsEnvoy, seen }) => !dryRun && needsEnvoy && seen && (effect === 'deny' || effect === 'external'),
    )
    for (const given of denials) expect(where(placementOf(given)), JSON.stringify(given)).toMatch(/denies$/)
  })

  test('dry runs and AUDIT close nothing and open nothing', () => {
    for (const given of every.filter(({ effect, dryRun }) => dryRun || effect === 'audit'))
      expect(where(placementOf(given)), JSON.stringify(given)).toMatch(/^(untouched|moved, waypoint|untouched, waypoint)$/)
  })

  test('what only Envoy sees is enforced by a waypoint wherever there is one', () => {
    const bound = every.filter(({ dryRun, effect, needsEnvoy, bound }) => needsEnvoy && bound && !dryRun && effect !== 'audit')
    expect(bound.map((given) => placementOf(given).atWaypoint)).not.toContain(false)
  })
})

describe('what is said of it', () => {
  const said = (given: Situation) => placementOf(given).findings.join()

  test('nothing where it is decided exactly', () => {
    for (const given of every.filter(({ dryRun, effect, needsEnvoy }) => !needsEnvoy && !dryRun && effect !== 'audit'))
      expect(said(given)).toBe('')
  })

  test('who is denied more than before where Envoy is needed', () => {
    for (const stays of [[], ['stays']] as const) {
      expect(said(situation('allow', 'needsEnvoy', ...stays))).toBe('uncovered-pods-denied')
      expect(said(situation('allow', 'needsEnvoy', 'misread', ...stays))).toBe('uncovered-pods-denied')
      expect(said(situation('deny', 'needsEnvoy', ...stays))).toBe('uncovered-pods-denied')
      expect(said(situation('deny', 'needsEnvoy', 'bound', ...stays))).toBe('direct-callers-denied,uncovered-pods-denied')
    }
  })

  test('that nothing logs, exactly where nothing does', () => {
    for (const given of every.filter(({ dryRun, effect }) => dryRun || effect === 'audit'))
      expect(said(given), JSON.stringify(given)).toBe(given.bound && !given.lostAtWaypoint ? '' : 'not-logged')
  })
})
