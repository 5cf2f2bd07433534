import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { shareSchema } from '../../../src/report/share/schema.ts'
import { readManifests, translate } from '../../../src/translate.ts'
import type { Translation } from '../../../src/translation.ts'
import type { KnownAnswer } from '../../../src/verify/answers/known-answers.ts'
import { findingWith } from '../../../src/verify/answers/remembered-parts.ts'
import { type CompareOptions, compareMeshes } from '../../../src/verify/compare.ts'
import type { Difference } from '../../../src/verify/comparison.ts'
import { comparisonOfShares } from '../../../src/verify/shares/comparison-of-shares.ts'
import { comparedShare } from '../../../src/verify/shares/share.ts'
import { compareStates } from '../../../src/verify/states.ts'
import { compareOptionsOf, readBack } from '../../../src/verify/verify.ts'
import { Differences } from '../../../src/verify/witness/group.ts'

const limited = readFileSync('golden/cilium-fail-open/limit-without-the-option/input/mesh.yaml', 'utf8')

/** A policy that is not translated, so that the pods keep their sidecars, which count as the nodes do. */
const held = `${limited}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  rules:
  - when: [{key: "request.auth.claims[group]", values: [a]}]
`

const meshes = { 'pods that move': limited, 'pods that keep their sidecars': held }

function translated(text: string): Translation {
  return translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'], failOpen: true } })
}

const byCount = 'how many requests came before'

/** Doubts about limits that nothing silences, and how many there are in all. */
function doubtsIn(differences: readonly Difference[]) {
  const all = differences.filter(({ verdict, needs }) => verdict === 'undetermined' && needs?.startsWith(byCount))
  return { all: all.length, open: all.filter(({ failsOpen, assumedAway }) => failsOpen !== true && assumedAway === undefined) }
}

type Way = (translation: Translation) => readonly Difference[]

/** As `verify --shard` writes shares, and `merge` reads them. */
const inShares: Way = (translation) => {
  const [before, after, options] = [translation.mesh, readBack(translation), compareOptionsOf(translation)]
  const answers = [1, 2].flatMap((index) => {
    const share = comparedShare(before, after, options, { index, of: 2 })
    return shareSchema.shape.answers.parse(JSON.parse(JSON.stringify(share.answers)))
  })
  return comparisonOfShares(before, after, options, answers).differences
}

const cached: Way = (translation) => {
  const bundles = new Map<string, string>()
  const find = findingWith({
    name: (text) => text,
    read: (bundle) => (bundles.has(bundle) ? (JSON.parse(bundles.get(bundle)!) as readonly KnownAnswer[]) : undefined),
    keep: (bundle, answers) => bundles.set(bundle, JSON.stringify(answers)),
    count: () => {},
  })
  const compared = () => compareMeshes(translation.mesh, readBack(translation), { ...compareOptionsOf(translation), find })
  compared()
  expect(bundles.size).toBeGreaterThan(0)
  return compared().differences
}

const compared = (translation: Translation, options: CompareOptions): readonly Difference[] =>
  compareMeshes(translation.mesh, readBack(translation), options).differences

const ways: Readonly<Record<string, Way>> = {
  whole: (translation) => compared(translation, compareOptionsOf(translation)),
  exhaustive: (translation) => compared(translation, { ...compareOptionsOf(translation), exhaustive: true }),
  'in shares': inShares,
  'with what a cache holds': cached,
  'in states of a rollout': (translation) => [...compareStates(translation, [])].flatMap(({ comparison }) => comparison.differences),
}

describe.each(Object.entries(meshes))('a doubt about limits alone counts as failing open, for %s', (_, text) => {
  test.each(Object.entries(ways))('compared %s', (__, differencesOf) => {
    const { all, open } = doubtsIn(differencesOf(translated(text)))
    expect(all).toBeGreaterThan(0)
    expect(open).toEqual([])
  })
})

describe('a doubt stays one', () => {
  test('where no finding names the limits', () => {
    for (const text of Object.values(meshes)) {
      const translation = translated(text)
      const { checkedAtNodes: _, ...options } = compareOptionsOf(translation)
      expect(doubtsIn(compared(translation, options)).open).not.toEqual([])
    }
  })

  test('where nodes count what no sidecar does', () => {
    const translation = translated(limited)
    const without = { ...translation.mesh, extensions: [] }
    const { differences } = compareMeshes(without, readBack(translation), compareOptionsOf(translation))
    expect(doubtsIn(differences).open).not.toEqual([])
  })

  test('where the other side has something else that may decide', () => {
    const { mesh, ...translation } = translated(limited)
    const other = limited
      .replaceAll('envoy.filters.http.local_ratelimit', 'envoy.filters.http.rbac')
      .replace('name: web-limit', 'name: other')
    const after = readManifests([{ path: 'mesh.yaml', text: other }]).mesh
    const { differences } = compareMeshes(mesh, after, { ...compareOptionsOf({ mesh, ...translation }), assume: [] })
    const open = differences.filter(({ verdict, failsOpen }) => verdict === 'undetermined' && failsOpen === undefined)
    expect(open.map(({ needs }) => needs)).toContain('what is decided by EnvoyFilter shop/other after, EnvoyFilter shop/web-limit before')
  })
})

test('a doubt that is ruled out for some clients is reported for the others, in any order', () => {
  const doubt = {
    verdict: 'undetermined',
    destination: 'Service shop/web:80',
    classes: 1,
    covers: '',
    changed: [],
    needs: byCount,
  } as const
  const ruledOut = { ...doubt, client: 'pods outside the mesh', assumedAway: 'every pod had a sidecar (US5001)' }
  const open = { ...doubt, client: 'pods on sidecars' }
  for (const order of [
    [ruledOut, open],
    [open, ruledOut],
  ]) {
    const differences = new Differences()
    for (const one of order) differences.add(one)
    const reported = differences.list().map(({ clients, assumedAway }) => `${clients.join()}: ${assumedAway ?? 'open'}`)
    expect(reported.sort()).toEqual(['pods on sidecars: open', 'pods outside the mesh: every pod had a sidecar (US5001)'])
  }
})
