import { describe, expect, test } from 'vitest'
import { applyChanges } from '../../../src/manifest/edit/apply.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import type { Edit } from '../../../src/model/change.ts'

const head = 'apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: b}\n'

/** Edits the only object of a file and returns the text after the head. */
function edited(body: string, edits: Edit[], path = 'a.yaml'): string {
  const set = loadManifests([{ path, text: head + body }])
  expect(set.diagnostics).toEqual([])
  const tree = applyChanges(set, [{ kind: 'edit', target: set.objects[0]!.ref, edits, causes: [], why: 'test' }])
  return tree.files[0]!.text!.slice(head.length)
}

const set = (path: (string | number)[], value: Extract<Edit, { op: 'set' }>['value']): Edit => ({ op: 'set', path, value })
const remove = (path: (string | number)[], prune?: boolean): Edit =>
  prune === undefined ? { op: 'delete', path } : { op: 'delete', path, prune }

describe('setting', () => {
  test('a scalar keeps its spacing and comment', () => {
    expect(edited('spec:\n  mode:   STRICT   # why\n  x: 1\n', [set(['spec', 'mode'], 'DISABLE')])).toBe(
      'spec:\n  mode:   DISABLE   # why\n  x: 1\n',
    )
  })

  test('a new key goes behind the last one, before the comments of what follows', () => {
    expect(edited('spec:\n  a:\n    b: 1 # one\n      # more on b\n  # about c\n  c: 3\n', [set(['spec', 'a', 'z'], 'on')])).toBe(
      'spec:\n  a:\n    b: 1 # one\n      # more on b\n    z: "on"\n  # about c\n  c: 3\n',
    )
  })

  test('missing parents are made, also where a key has no value', () => {
    expect(edited('spec:\n  a: 1\n', [set(['spec', 'x', 'v.z', 'q'], ['1', { a: 'b' }])])).toBe(
      'spec:\n  a: 1\n  x:\n    v.z:\n      q:\n      - "1"\n      - a: b\n',
    )
    expect(edited('spec: # none yet\n', [set(['spec', 'a'], 1)])).toBe('spec: # none yet\n  a: 1\n')
    expect(edited('spec: {}\n', [set(['spec', 'a'], 1)])).toBe('spec:\n  a: 1\n')
  })

  test('new text follows the habits of the file', () => {
    expect(edited('spec:\n    a:\n        - 1\n', [set(['spec', 'b'], { c: ['x'] })])).toBe(
      'spec:\n    a:\n        - 1\n    b:\n        c:\n            - x\n',
    )
  })

  test('a block replaces a scalar and the other way round', () => {
    expect(edited('spec:\n  a: 1 # c\n  b:\n    c: 2\n', [set(['spec', 'a'], { x: 1 }), set(['spec', 'b'], 'text')])).toBe(
      'spec:\n  a: # c\n    x: 1\n  b: text\n',
    )
  })

  test('a map that is set as a whole only changes where it differs', () => {
    expect(
      edited('spec:\n  a: # first\n    x: 1 # same\n    v: 2\n    # gone\n    z: 3\n', [set(['spec', 'a'], { w: 0, x: 1, v: 4 })]),
    ).toBe('spec:\n  a: # first\n    x: 1 # same\n    v: 4\n    w: 0\n')
  })

  test('the same value changes nothing', () => {
    expect(edited('spec: {a:   0777}\n', [set(['spec', 'a'], 511)])).toBe('spec: {a:   0777}\n')
  })

  test('text of several lines becomes a literal block', () => {
    expect(edited('spec:\n  a: 1\n', [set(['spec', 'a'], 'one\ntwo\n')])).toBe('spec:\n  a: |\n    one\n    two\n')
  })

  test('list items are set, appended and removed', () => {
    const body = 'spec:\n  list:\n  # the first\n  - one # 1\n  - a: 1\n    b: 2\n  # the third\n  - three\n'
    expect(edited(body, [set(['spec', 'list', 0], 'uno'), remove(['spec', 'list', 2]), set(['spec', 'list', 3], { c: 1, d: 2 })])).toBe(
      'spec:\n  list:\n  # the first\n  - uno # 1\n  - a: 1\n    b: 2\n  - c: 1\n    d: 2\n',
    )
    expect(edited(body, [set(['spec', 'list', 1, 'b'], 3)])).toBe(body.replace('b: 2', 'b: 3'))
  })

  test('spaces at the end of a line do not get into the new text', () => {
    expect(edited('spec:\n  a: x  \n  b: 1\n', [set(['spec', 'a'], 'one\ntwo\n')])).toBe('spec:\n  a: |\n    one\n    two\n  b: 1\n')
  })

  test('a file without a final newline and one with CRLF keep their line ends', () => {
    expect(edited('spec:\n  a: 1', [set(['spec', 'b', 'c'], 2)])).toBe('spec:\n  a: 1\n  b:\n    c: 2')
    expect(edited('spec:\r\n  a: 1\r\nlast: x\r\n', [set(['spec', 'b', 'c'], 2)])).toBe(
      'spec:\r\n  a: 1\r\n  b:\r\n    c: 2\r\nlast: x\r\n',
    )
  })
})

describe('deleting', () => {
  test('a key goes with its comment, the comment above it and what is commented out below it', () => {
    expect(
      edited('spec:\n  a: 1\n\n  # about b\n  # and more\n  b: # here\n    c: 1\n    # d: 2\n  # about e\n  e: 1\n', [
        remove(['spec', 'b']),
      ]),
    ).toBe('spec:\n  a: 1\n\n  # about e\n  e: 1\n')
  })

  test('the first key behind a dash gives its place to the next', () => {
    expect(edited('spec:\n- a: 1 # x\n  b: 2\n- c: 3\n', [remove(['spec', 0, 'a'])])).toBe('spec:\n- b: 2\n- c: 3\n')
  })

  test('a map left empty is written out as empty, or goes when pruned', () => {
    expect(edited('spec:\n  a:\n    b: 1\n  c: 1\n', [remove(['spec', 'a', 'b'])])).toBe('spec:\n  a: {}\n  c: 1\n')
    expect(edited('spec:\n  a:\n    b: 1\n  c: 1\n', [remove(['spec', 'a', 'b'], true)])).toBe('spec:\n  c: 1\n')
    expect(edited('spec:\n  a:\n  - 1\n', [remove(['spec', 'a', 0])])).toBe('spec:\n  a: []\n')
  })

  test('what is absent is no error', () => {
    expect(edited('spec:\n  a: 1\n', [remove(['spec', 'x']), remove(['nothing', 'here'], true)])).toBe('spec:\n  a: 1\n')
  })
})

describe('flow collections', () => {
  test('are edited on their line', () => {
    const body = 'spec: {a: 1, b: [x, w, z], "c": {d: e}} # note\n'
    expect(edited(body, [set(['spec', 'b', 1], 'n, m'), remove(['spec', 'b', 0]), set(['spec', 'f'], 'on'), remove(['spec', 'a'])])).toBe(
      'spec: {b: ["n, m", z], "c": {d: e}, f: "on"} # note\n',
    )
    expect(edited('spec: {a: 1}\n', [remove(['spec', 'a'])])).toBe('spec: {}\n')
  })

  test('that lose or hold what cannot be edited in place are still right', () => {
    expect(edited('spec: {x: {a}, v: 1}\n', [set(['spec', 'x', 'a'], 2)])).toContain('a: 2')
    expect(edited('? spec\n: a: 1\n', [set(['spec', 'a'], 2)])).toContain('spec:\n  a: 2\n')
  })
})

describe('JSON', () => {
  const source = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a', namespace: 'b' }, spec: { on: 'x', list: [1] } }

  test.each([2, 4, '\t', 0])('stays JSON with its indentation (%j)', (indent) => {
    const text = `${JSON.stringify(source, null, indent)}\n`
    const input = loadManifests([{ path: 'a.json', text }])
    const edits = [set(['spec', 'new'], { a: [1] }), set(['spec', 'list', 1], 'two'), remove(['metadata', 'namespace'])]
    const tree = applyChanges(input, [{ kind: 'edit', target: input.objects[0]!.ref, edits, causes: [], why: '' }])
    expect(JSON.parse(tree.files[0]!.text!)).toEqual({
      ...source,
      metadata: { name: 'a' },
      spec: { on: 'x', list: [1, 'two'], new: { a: [1] } },
    })
    if (indent === 2) {
      expect(tree.files[0]!.text).toContain('\n    "new": {\n      "a": [\n        1\n      ]\n    }\n')
      expect(tree.files[0]!.text).toContain('\n  "metadata": {\n    "name": "a"\n  },\n')
    }
  })
})

const valueAfter = (body: string, edits: Edit[]) => loadManifests([{ path: 'a.yaml', text: head + edited(body, edits) }]).objects[0]!.value

describe('anchors', () => {
  const body = 'one: &shared\n  a: 1 # keep\n  b: [x]\ntwo: *shared\nthree:\n  <<: *shared\n  b: [z]\n'
  const after = (edits: Edit[]) => valueAfter(body, edits)
  const before = { one: { a: 1, b: ['x'] }, two: { a: 1, b: ['x'] }, three: { a: 1, b: ['z'] } }

  test('an edit of the anchored value leaves its other users as they are', () => {
    expect(after([set(['one', 'a'], 2)])).toMatchObject({ ...before, one: { a: 2, b: ['x'] } })
    expect(after([remove(['one', 'b', 0])])).toMatchObject({ ...before, one: { a: 1, b: [] } })
    expect(edited(body, [set(['one', 'a'], 2)])).toContain('a: 2 # keep')
  })

  test('an edit through an alias changes only this use', () => {
    expect(after([set(['two', 'a'], 2)])).toMatchObject({ ...before, two: { a: 2, b: ['x'] } })
    expect(after([set(['two'], 'x')])).toMatchObject({ ...before, two: 'x' })
  })

  test('a merged key is overridden where it is merged', () => {
    expect(edited(body, [set(['three', 'a'], 2)])).toBe(`${body}  a: 2\n`)
    expect(after([remove(['three', 'a'])])).toMatchObject({ ...before, three: { b: ['z'] } })
  })

  test('a key that overrides a merged one is gone once it is deleted, and so is one that is emptied', () => {
    expect(after([remove(['three', 'b'])])).toMatchObject({ ...before, three: { a: 1 } })
    expect(after([remove(['three', 'b'])])).not.toHaveProperty('three.b')
    const several = 'x: &x {a: 1}\ny: &y {b: {c: 2}}\nz:\n  <<: [*x, *y]\n  b: {d: 3}\n  e: 4\n'
    expect(valueAfter(several, [remove(['z', 'b'])]).z).toEqual({ a: 1, e: 4 })
    expect(valueAfter(several, [{ op: 'delete', path: ['z', 'b', 'd'], prune: true }]).z).toEqual({ a: 1, e: 4 })
    expect(edited(several, [remove(['z', 'e'])])).toContain('<<: [*x, *y]')
  })

  test('what goes away leaves its value to the other users', () => {
    expect(after([remove(['one'])])).toMatchObject({ two: before.two, three: before.three })
    expect(after([set(['one'], { a: 3 })])).toMatchObject({ ...before, one: { a: 3 } })
    const inner = 'one:\n  - deep: &d {x: 1}\ntwo: *d\n'
    expect(loadManifests([{ path: 'a.yaml', text: head + edited(inner, [remove(['one'])]) }]).objects[0]!.value.two).toEqual({ x: 1 })
  })

  test('aliases that are keys are read as what they stand for', () => {
    const keys = 'one: &k name\nmap:\n  *k : &v [1]\nlast: *v\n'
    expect(valueAfter(keys, [remove(['map', 'name', 0])])).toMatchObject({ one: 'name', map: { name: [] }, last: [1] })
  })

  test('merges alone in a flow map or behind a dash can be edited too', () => {
    const base = 'base: &b {a: 1, c: 2}\n'
    expect(valueAfter(`${base}one: {<<: *b}\n`, [remove(['one', 'a'])])).toMatchObject({ base: { a: 1, c: 2 }, one: { c: 2 } })
    expect(valueAfter(`${base}list:\n- <<: *b\n- x: 1\n`, [remove(['list', 0, 'a'])])).toMatchObject({ list: [{ c: 2 }, { x: 1 }] })
  })

  test('other edits keep the anchors', () => {
    expect(edited(body, [set(['four'], 4)])).toBe(`${body}four: 4\n`)
  })
})

describe('several changes of one object', () => {
  const input = loadManifests([{ path: 'a.yaml', text: `${head}spec:\n  a: 1\n` }])
  const apply = (...changes: Edit[][]) =>
    applyChanges(
      input,
      changes.map((edits) => ({ kind: 'edit', target: input.objects[0]!.ref, edits, causes: [], why: '' })),
    ).files[0]!.text!.slice(head.length)

  test('are merged, in whatever order they come', () => {
    const changes = [[set(['spec', 'c'], { x: 1 })], [set(['spec', 'b'], 2)], [set(['spec', 'c', 'w'], 2)], [remove(['spec', 'a'])]]
    const text = apply(...changes)
    expect(loadManifests([{ path: 'a.yaml', text: head + text }]).objects[0]!.value.spec).toEqual({ b: 2, c: { x: 1, w: 2 } })
    expect(apply(...changes.reverse())).toBe(text)
  })

  test('that contradict each other are a bug', () => {
    expect(() => apply([set(['spec', 'a'], 2)], [set(['spec', 'a'], 3)])).toThrow('conflicting edits of spec.a')
    expect(() => apply([set(['spec', 'a'], 2)], [remove(['spec', 'a'])])).toThrow('conflicting')
    expect(() => apply([remove(['spec'])], [set(['spec', 'b'], 2)])).toThrow('conflicting')
    expect(() => apply([set(['spec', 'a', 'b'], 2)])).toThrow('inside the scalar')
    expect(apply([set(['spec', 'a'], 2)], [set(['spec', 'a'], 2)])).toBe('spec:\n  a: 2\n')
  })
})
