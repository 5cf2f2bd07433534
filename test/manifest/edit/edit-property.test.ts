import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { applyChanges } from '../../../src/manifest/edit/apply.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import type { Edit } from '../../../src/model/change.ts'
import type { Json } from '../../../src/model/object.ts'
import fc from '../../fast-check.ts'
import { changed, pathsOf } from './value-paths.ts'

/** The library that writes the input leaves `0X0` plain, which a Kubernetes API server reads as the number 0. */
const isPlainNumber = (text: string): boolean => /^[-+]?0[XOB]/.test(text)

const scalar = fc.oneof(
  fc.string({ maxLength: 6 }).filter((text) => !isPlainNumber(text)),
  fc.constantFrom('on', '0777', 'a\nb\n', '2001:db8::', '# x', 'n'),
  fc.integer(),
  fc.boolean(),
)
const key = fc.constantFrom('a', 'bb', 'c.d/e', 'on', '8080', 'x y')
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value
const spec = fc.dictionary(key, json, { minKeys: 1, maxKeys: 4 })
interface Style {
  readonly indent: number
  readonly indentSeq: boolean
  readonly collectionStyle: 'any' | 'flow'
  readonly crlf: boolean
  readonly finalNewline: boolean
}

const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
  crlf: fc.boolean(),
  finalNewline: fc.boolean(),
})

/** A document in some style, with a comment above each key of the spec in block style. */
function documentOf(value: Json, { crlf, finalNewline, ...options }: Style): string {
  const object = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a', namespace: 'b' }, spec: value }
  const plain = stringify(object, { ...options, compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })
  const commented =
    options.collectionStyle === 'flow'
      ? plain
      : plain.replace(/^spec:/m, '# about the spec\nspec:').replace(/^kind: A$/m, 'kind: A # the kind')
  const ended = finalNewline ? commented : commented.trimEnd()
  return crlf ? ended.replaceAll('\n', '\r\n') : ended
}

function run(text: string, edits: Edit[]): { spec: unknown; text: string } {
  const set = loadManifests([{ path: 'a.yaml', text }])
  const tree = applyChanges(set, [{ kind: 'edit', target: set.objects[0]!.ref, edits, causes: [], why: '' }])
  const after = tree.files[0]!.text!
  return { spec: loadManifests([{ path: 'a.yaml', text: after }]).objects[0]!.value.spec, text: after }
}

const comments = (text: string) => [/# about the spec/.test(text), /# the kind/.test(text)]

test('applying no changes gives the same bytes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('---', '...', '\n', '\r\n', 'a: 1', '# c', ' ', '{', '"', '%YAML 1.2', '\uFEFF') })),
      (parts) => {
        const text = parts.join('')
        const tree = applyChanges(loadManifests([{ path: 'a.yaml', text }]), [])
        expect(tree.files[0]).toMatchObject({ status: 'unchanged', text })
        expect(tree.account.read).toBe(tree.account.kept + tree.account.skipped)
      },
    ),
  )
})

test('a value that is set is read back, and nothing else changes', () => {
  fc.assert(
    fc.property(spec, style, json, fc.nat(), (value, layout, to, at) => {
      const paths = pathsOf(value).filter((path) => path.length > 0)
      const path = paths[at % paths.length]!
      const text = documentOf(value, layout)
      const result = run(text, [{ op: 'set', path: ['spec', ...path], value: to }])
      expect(result.spec).toEqual(changed(value, path, to))
      expect(comments(result.text)).toEqual(comments(text))
      if (text.includes('\r\n')) expect(result.text).not.toMatch(/[^\r]\n/)
    }),
    { numRuns: 300 },
  )
})

test('a new key is read back, and nothing else changes', () => {
  fc.assert(
    fc.property(spec, style, json, fc.nat(), (value, layout, to, at) => {
      const maps = [[], ...pathsOf(value)].filter((path) => {
        const there = path.reduce<unknown>((part, step) => (part as Record<string | number, unknown>)[step], value)
        return typeof there === 'object' && there !== null && !Array.isArray(there)
      })
      const path = [...maps[at % maps.length]!, 'new']
      const result = run(documentOf(value, layout), [{ op: 'set', path: ['spec', ...path], value: to }])
      expect(result.spec).toEqual(changed(value, path, to))
    }),
    { numRuns: 300 },
  )
})

test('a value that is deleted is gone, and nothing else changes', () => {
  fc.assert(
    fc.property(spec, style, fc.nat(), (value, layout, at) => {
      const paths = pathsOf(value).filter((path) => path.length > 0)
      const path = paths[at % paths.length]!
      const text = documentOf(value, layout)
      const result = run(text, [{ op: 'delete', path: ['spec', ...path] }])
      expect(result.spec).toEqual(changed(value, path, undefined))
      expect(comments(result.text)).toEqual(comments(text))
    }),
    { numRuns: 300 },
  )
})
