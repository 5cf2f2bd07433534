import { expect, test } from 'vitest'
import { isSameValue } from '../../src/model/same-value.ts'
import { readManifests } from '../../src/translate.ts'
import fc from '../fast-check.ts'

test('says the same exactly where the texts of two values are the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(isSameValue(a, structuredClone(a))).toBe(true)
      if (JSON.stringify(a) !== JSON.stringify(b) && !JSON.stringify([a, b]).includes('-0'))
        expect(isSameValue(a, b)).toBe(ordered(a) === ordered(b))
    }),
  )
})

function ordered(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  )
}

test('a value that is missing is not the same as one that is undefined, nor a map or a date the same as another', () => {
  expect(isSameValue({ a: undefined }, {})).toBe(false)
  expect(isSameValue({}, { a: undefined })).toBe(false)
  expect(isSameValue({ a: 1 }, { b: 1 })).toBe(false)
  expect(isSameValue(new Map([[1, 2]]), new Map([[1, 2]]))).toBe(false)
  expect(isSameValue([1], { 0: 1 })).toBe(false)
})

const mesh = (policy: string) => readManifests([{ path: 'mesh.yaml', text: policy }]).mesh

test('meshes say the same wherever their objects stand, and not where one rule is another', () => {
  const policy = (path: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: a, namespace: shop}
spec: {rules: [{to: [{operation: {paths: ["${path}"]}}]}]}
`
  expect(isSameValue(mesh(policy('/a')), mesh(`# above\n\n${policy('/a')}`))).toBe(true)
  expect(isSameValue(mesh(policy('/a')), mesh(policy('/b')))).toBe(false)
})
