import { expect, test } from 'vitest'
import { pathText } from '../../../src/diagnostics/place.ts'
import { loadManifests } from '../../../src/manifest/load.ts'

const text = `# a comment
---
apiVersion: v1
kind: A
metadata:
  name: a
  namespace: b
base: &base
  action: DENY
  rules: &rules
  - first
spec:
  <<: *base
  selector:
  again: *rules
  list:
    - {x: 1, z: two}
  text: |
    several
    lines
`
const place = loadManifests([{ path: 'dir/a.yaml', text }]).objects[0]!.place
const spec = place.field('spec')
const at = ({ span }: { span: { line: number; col: number; endLine: number; endCol: number } }) =>
  `${span.line}:${span.col}-${span.endLine}:${span.endCol}`

test('a value is where it stands', () => {
  expect(at(place.field('metadata').field('name'))).toBe('6:9-6:10')
  expect(at(spec.field('list').index(0).field('z'))).toBe('17:17-17:20')
  expect(at(spec.field('text'))).toBe('18:9-20:10')
})

test('a null without text is at its key', () => {
  expect(at(spec.field('selector'))).toBe('14:3-14:11')
})

test('an alias is where it is used, and what is inside it where it is defined', () => {
  expect(at(spec.field('again'))).toBe('15:10-15:16')
  expect(at(spec.field('again').index(0))).toBe('11:5-11:10')
})

test('a merged value is where it is defined', () => {
  expect(at(spec.field('action'))).toBe('9:11-9:15')
})

test('an absent value is at its nearest ancestor', () => {
  expect(spec.field('list').index(3).field('z').span.line).toBe(17)
  expect(place.field('nothing').field('here').span.line).toBe(3)
})

test('the path is from the root of the object', () => {
  const inner = spec.field('list').index(0).field('z')
  expect(pathText(inner.path)).toBe('spec.list[0].z')
  expect(inner.object).toBe(place.object)
  expect(JSON.parse(JSON.stringify(inner))).toMatchObject({ path: ['spec', 'list', 0, 'z'], span: { file: 'dir/a.yaml', line: 17 } })
})
