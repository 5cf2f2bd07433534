import { expect, test } from 'vitest'
import { canonical } from '../../src/model/canonical.ts'
import { readManifests } from '../../src/translate.ts'

const policiesIn = (text: string, path = 'a.yaml') => readManifests([{ path, text }]).mesh.authorization

const denial = (labels: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: closed, namespace: depot}
spec: {selector: {matchLabels: ${labels}}, action: DENY, rules: [{}]}
`

test('a policy is the same text wherever it is written', () => {
  expect(canonical(policiesIn(denial('{app: a}')))).toBe(canonical(policiesIn(`# moved\n\n${denial('{app: a}')}`, 'other/b.yaml')))
})

test.each([
  'place',
  'Place',
  'marketplace',
  'workplace',
  'modePlace',
  'example.com/place',
  'span',
  'field',
  'path',
  'constructor',
  '__proto__',
])('a label called `%s` counts', (key) => {
  expect(canonical(policiesIn(denial(`{${key}: eu}`)))).not.toBe(canonical(policiesIn(denial(`{${key}: us}`))))
})

test('the order of keys does not count, that of lists does', () => {
  expect(canonical({ a: 1, b: [1, 2] })).toBe(canonical({ b: [1, 2], a: 1 }))
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]))
})

test('a value that is not there is left out; in a list it keeps its position', () => {
  expect(canonical({ a: undefined })).toBe(canonical({}))
  expect(canonical([undefined, 1])).not.toBe(canonical([1]))
})

test('what looks like a position and is data is no position', () => {
  expect(canonical({ at: { span: { file: 'a', line: 1 } } })).not.toBe(canonical({ at: { span: { file: 'a', line: 2 } } }))
})
