import { describe, expect, test } from 'vitest'
import { injectLabel, type LabelUse, revisionLabel } from '../../src/model/label-use.ts'
import { labelsToLose, usesOfPods } from '../../src/resolve/label-uses.ts'
import { meshWith, pods } from '../decide/meshed.ts'
import { placeAt } from '../decide/rules/seen.ts'

/** The selector of Service `shop/NAME`. */
function use(name: string, labels: Record<string, string>, changes: Partial<LabelUse> = {}): LabelUse {
  const selector = { labels, expressions: [] }
  return {
    kind: 'Service',
    name,
    namespace: 'shop',
    selects: 'pods',
    anywhere: false,
    ofOwnPods: false,
    selector,
    place: placeAt(name),
    ...changes,
  }
}

const till = pods('till', { labels: { app: 'till', [injectLabel]: 'true', [revisionLabel]: 'stable' } })

describe('the selectors of pods', () => {
  const counts = (changes: Partial<LabelUse>) => usesOfPods(meshWith({ labelUses: [use('till', {}, changes)] }), till).length === 1

  test('are those of their namespace, and those of every one', () => {
    expect(counts({})).toBe(true)
    expect(counts({ namespace: 'bank' })).toBe(false)
    expect(counts({ namespace: 'bank', anywhere: true })).toBe(true)
    expect(counts({ selects: 'namespaces' })).toBe(false)
    expect(counts({ selects: 'namespaces', anywhere: true })).toBe(false)
  })

  test('keep the order of the input', () => {
    const labelUses = [use('a', {}), use('b', {}, { namespace: 'bank', anywhere: true }), use('c', {}, { namespace: 'bank' }), use('d', {})]
    expect(usesOfPods(meshWith({ labelUses }), till).map(({ name }) => name)).toEqual(['a', 'b', 'd'])
  })

  test('are not those by which other workloads find their own', () => {
    const own = { ofOwnPods: true, kind: 'Deployment' }
    expect(counts(own)).toBe(true)
    expect(counts({ ...own, name: 'cart' })).toBe(false)
    expect(counts({ ...own, kind: 'StatefulSet' })).toBe(false)
    expect(counts({ ...own, namespace: 'bank' })).toBe(false)
  })
})

describe('labels that pods lose', () => {
  const lost = (...uses: readonly LabelUse[]) => {
    const { removed, kept } = labelsToLose(meshWith({ labelUses: uses }), till, [injectLabel, revisionLabel, 'istio-injection'])
    return { removed, kept: kept.map(({ label, use: { name } }) => `${label} for ${name}`) }
  }

  test('are those that they have', () => {
    expect(lost()).toEqual({ removed: [injectLabel, revisionLabel], kept: [] })
    expect(labelsToLose(meshWith({ labelUses: [use('a', { app: 'till' })] }), till, [])).toEqual({ removed: [], kept: [] })
  })

  test('are none that a selector needs to select them', () => {
    expect(lost(use('a', { [injectLabel]: 'true' }))).toEqual({ removed: [revisionLabel], kept: [`${injectLabel} for a`] })
    expect(lost(use('a', { app: 'till' }), use('b', { [revisionLabel]: 'stable' }))).toEqual({
      removed: [injectLabel],
      kept: [`${revisionLabel} for b`],
    })
  })

  test('are those of a selector that does not select the pods either way', () => {
    expect(lost(use('a', { [injectLabel]: 'false' })).removed).toEqual([injectLabel, revisionLabel])
  })

  test('are none that keep a selector from selecting them', () => {
    const without = { labels: { app: 'till' }, expressions: [{ key: injectLabel, operator: 'DoesNotExist' as const, values: [] }] }
    expect(lost(use('a', {}, { selector: without }))).toEqual({ removed: [revisionLabel], kept: [`${injectLabel} for a`] })
  })
})
