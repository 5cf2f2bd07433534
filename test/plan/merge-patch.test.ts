import { describe, expect, test } from 'vitest'
import { isSameObject, mergePatch, mergePatched, objectPatch } from '../../src/plan/merge-patch.ts'
import fc from '../fast-check.ts'

describe('a merge patch', () => {
  test('names what is new, what changes, and what goes', () => {
    const before = { metadata: { labels: { 'istio-injection': 'enabled', team: 'shop' } }, spec: { selector: { app: 'cart' }, ports: [1] } }
    const after = { metadata: { labels: { 'istio-injection': 'disabled', team: 'shop' } }, spec: { targetRefs: ['cart'], ports: [1] } }
    expect(mergePatch(before, after)).toEqual({
      metadata: { labels: { 'istio-injection': 'disabled' } },
      spec: { selector: null, targetRefs: ['cart'] },
    })
    expect(mergePatched(before, mergePatch(before, after))).toEqual(after)
    expect(mergePatched(after, mergePatch(after, before))).toEqual(before)
  })

  test('restores an object with nulls, which an API server takes for fields that are not there', () => {
    const before = { metadata: { name: 'lid' }, spec: { selector: { matchLabels: { app: 'jar', tier: null } }, action: null } }
    const after = { metadata: { name: 'lid' }, spec: { targetRefs: ['jar'] } }
    const [forward, back] = [objectPatch(before, after), objectPatch(after, before)]
    expect(isSameObject(mergePatched(before, forward), after)).toBe(true)
    expect(isSameObject(mergePatched(after, back), before)).toBe(true)
    expect(isSameObject(after, before)).toBe(false)
  })

  test('leads from one object to any other, and back', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }))
    const value = fc.dictionary(
      fc.string({ maxLength: 3 }),
      fc.oneof(leaf, fc.dictionary(fc.string({ maxLength: 3 }), leaf, { maxKeys: 3 })),
      {
        maxKeys: 4,
      },
    )
    fc.assert(fc.property(value, value, (before, after) => void expect(mergePatched(before, mergePatch(before, after))).toEqual(after)))
  })
})
