import { expect, test } from 'vitest'
import { Document, isMap, isSeq } from 'yaml'
import { applyChanges } from '../../../src/manifest/edit/apply.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import type { Edit } from '../../../src/model/change.ts'
import type { Json } from '../../../src/model/object.ts'
import fc from '../../fast-check.ts'
import { changed, type Path, pathsOf } from './value-paths.ts'

/** What is written once and used several times: as a whole, in lists, deeper, and merged into maps with keys of their own. */
const shared = fc.oneof(
  fc.record({ app: fc.constantFrom('web', 'api'), tier: fc.constantFrom('front', 'back') }),
  fc.record({ labels: fc.record({ app: fc.constant('web') }), ports: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }) }),
)
const use = fc.constantFrom('whole', 'in a list', 'deeper', 'merged', 'merged beside keys', 'apart' as const)
const drawn = fc.record({ shared, uses: fc.array(use, { minLength: 1, maxLength: 4 }), flow: fc.boolean(), crlf: fc.boolean() })

/** A document with aliases, and its value as a reader has it. */
function documentOf({ shared: value, uses, flow, crlf }: typeof drawn extends fc.Arbitrary<infer T> ? T : never): string {
  const document = new Document(
    { apiVersion: 'v1', kind: 'A', metadata: { name: 'a', namespace: 'b' }, spec: { first: value } },
    { merge: true },
  )
  const first = document.getIn(['spec', 'first'], true)
  const spec = document.get('spec', true)
  if (!isMap(first) || !isMap(spec)) throw new Error('no map')
  first.flow = flow
  first.anchor = 'shared'
  for (const [at, how] of uses.entries()) {
    const alias = document.createAlias(first)
    const merged = (own: object) => {
      const map = document.createNode(own)
      if (!isMap(map)) throw new Error('no map')
      map.items.unshift(document.createPair('<<', alias) as (typeof map.items)[number])
      return map
    }
    const node = {
      whole: () => alias,
      'in a list': () => {
        const list = document.createNode<unknown>([1, 2])
        if (isSeq<unknown>(list)) list.items.splice(1, 0, alias)
        return list
      },
      deeper: () => {
        const map = document.createNode({ deep: {} })
        if (isMap(map)) map.setIn(['deep', 'er'], alias)
        return map
      },
      merged: () => merged({}),
      'merged beside keys': () => merged({ app: 'own', other: 1 }),
      apart: () => document.createNode({ app: 'web' }),
    }[how]()
    spec.set(`use${at}`, node)
  }
  const text = document.toString({ lineWidth: 0 })
  return crlf ? text.replaceAll('\n', '\r\n') : text
}

const read = (text: string) => loadManifests([{ path: 'a.yaml', text }])

const within = (path: Path, other: Path): boolean => other.every((step, index) => path[index] === step)

test('an edit of a document with aliases changes what it names, and every other use keeps its value', () => {
  const edit = fc.tuple(fc.nat(), fc.constantFrom<Json | undefined>('new', { x: [1] }, undefined))
  let kept = 0
  fc.assert(
    fc.property(drawn, fc.array(edit, { minLength: 1, maxLength: 2 }), (document, edits) => {
      const text = documentOf(document)
      const { ref, value } = read(text).objects[0]!
      let expected: unknown = structuredClone(value)
      const made: Edit[] = []
      for (const [at, to] of edits) {
        // Paths are those of the object as it was: of several edits none is within another one, and none moves what stands in a list.
        const paths = pathsOf(value.spec, ['spec']).filter(
          (path) =>
            path.length > 1 &&
            (edits.length === 1 || path.every((step) => typeof step === 'string')) &&
            !made.some((one) => within(one.path, path) || within(path, one.path)),
        )
        const path = paths[at % Math.max(paths.length, 1)]
        if (path === undefined) continue
        made.push(to === undefined ? { op: 'delete', path } : { op: 'set', path, value: to })
        expected = changed(expected, path, to)
      }
      const after = applyChanges(read(text), [{ kind: 'edit', target: ref, edits: made, causes: [], why: '' }]).files[0]!.text!
      expect(read(after).objects[0]!.value).toEqual(expected)
      if (after.includes('*shared')) kept += 1
      if (document.crlf) expect(after).not.toMatch(/[^\r]\n/)
    }),
    { numRuns: 400 },
  )
  expect(kept).toBeGreaterThan(50)
})
