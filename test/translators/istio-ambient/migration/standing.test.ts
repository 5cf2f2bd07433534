import { describe, expect, test } from 'vitest'
import {
  type BindSituation,
  canBindWaypoint,
  type NamespaceSituation,
  namespaceStanding,
} from '../../../../translators/istio-ambient/migration/standing.ts'

const bools = [false, true]

const namespaces: readonly (Omit<NamespaceSituation, 'someLeave'> & { readonly someLeave: boolean })[] = bools.flatMap((meshHeld) =>
  bools.flatMap((namespaceHeld) =>
    bools.flatMap((runsSidecars) =>
      bools.flatMap((someHeld) => bools.map((someLeave) => ({ meshHeld, namespaceHeld, runsSidecars, someHeld, someLeave }))),
    ),
  ),
)
const standing = ({ someLeave, ...given }: (typeof namespaces)[number]) => namespaceStanding({ ...given, someLeave: () => someLeave })

describe('pods leave their sidecars', () => {
  test('only where some run, and nothing holds their namespace or the mesh', () => {
    for (const given of namespaces)
      if (given.meshHeld || given.namespaceHeld || !given.runsSidecars) expect(standing(given), JSON.stringify(given)).toBe('stays')
  })

  test('all of them where none is held back, some where others are, and none where nobody else would', () => {
    const free = { meshHeld: false, namespaceHeld: false, runsSidecars: true }
    expect(standing({ ...free, someHeld: false, someLeave: false })).toBe('moves')
    expect(standing({ ...free, someHeld: true, someLeave: true })).toBe('in-part')
    expect(standing({ ...free, someHeld: true, someLeave: false })).toBe('stays')
  })
})

const pods: readonly BindSituation['pods'][] = ['none', ...bools.flatMap((someMove) => bools.map((someHeld) => ({ someMove, someHeld })))]
const standings = ['moves', 'in-part', 'stays'] as const
const every: readonly BindSituation[] = standings.flatMap((namespace) =>
  bools.flatMap((external) =>
    bools.flatMap((virtualAddress) =>
      pods.flatMap((some) => bools.map((ofGateways) => ({ namespace, external, virtualAddress, pods: some, ofGateways }))),
    ),
  ),
)

const service: BindSituation = { namespace: 'moves', external: false, virtualAddress: true, pods: 'none', ofGateways: false }

describe('a waypoint can be bound', () => {
  test.each<[string, Partial<BindSituation>, boolean]>([
    ['for a Service whose pods all move', { pods: { someMove: true, someHeld: false } }, true],
    ['for one whose pods the input does not have', {}, true],
    ['for a host outside, whatever selects nothing', { external: true, virtualAddress: false }, true],
    ['not where one of its pods is held back', { pods: { someMove: true, someHeld: true } }, false],
    ['not where none of its pods moves', { pods: { someMove: false, someHeld: false } }, false],
    ['not for a headless Service', { virtualAddress: false }, false],
    ['not for a Service of gateways', { ofGateways: true }, false],
    ['not for pods that the input does not have, where some stay', { namespace: 'in-part' }, false],
    ['for a Service whose pods all move, where others stay', { namespace: 'in-part', pods: { someMove: true, someHeld: false } }, true],
    ['not in a namespace that stays', { namespace: 'stays', external: true }, false],
  ])('%s', (_, given, expected) => {
    expect(canBindWaypoint({ ...service, ...given })).toBe(expected)
  })

  test('nowhere in a namespace that stays, and never before pods of which some are held back', () => {
    for (const given of every) {
      const heldBack = given.pods !== 'none' && given.pods.someHeld && !given.external
      if (given.namespace === 'stays' || heldBack) expect(canBindWaypoint(given), JSON.stringify(given)).toBe(false)
    }
  })
})
