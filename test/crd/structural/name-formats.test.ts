import { describe, expect, test } from 'vitest'
import { fitsNameFormat } from '../../../src/crd/structural/name-formats.ts'

/** From k8s:staging/src/k8s.io/apimachinery/pkg/util/validation/validation_test.go. */
const cases: readonly [format: string, good: readonly string[], bad: readonly string[]][] = [
  ['DNS label', ['a', '0', 'a--1', 'x'.repeat(63)], ['A', 'a.b', 'a/b', '-a', 'a-', 'x'.repeat(64), '*', 'a b', 'ä']],
  ['DNS subdomain', ['a', 'a.b', '0.0-0.a', 'x'.repeat(253)], ['A.a', 'a..a', '.a', 'a.', 'a_b', 'a.-b', 'x'.repeat(254)]],
  ['host name', ['db.example.com', 'db.example.com.'], ['*.example.com', 'db..example', 'DB.example']],
  ['name prefix', ['job-', 'job'], ['-job', 'Job-']],
  [
    'label key',
    ['app', 'App_1.x', 'a.b/C', 'constructor', 'toString', '__proto__'],
    ['', '*', 'a/b/c', '/a', 'a/', 'A.b/c', '-a', 'a b', '__'],
  ],
  ['label value', ['', 'x', 'A-_.9', 'x'.repeat(63)], ['*a', '-a', 'a.', 'a/b', 'a b', 'x'.repeat(64)]],
  ['annotation key', ['App', 'EXAMPLE.com/Key'], ['a/b/c', 'a key']],
  ['port name', ['http', '8-x', 'a'.repeat(15)], ['80', 'Http', 'a--b', '-a', 'a_b', 'a'.repeat(16)]],
]

describe('names of Kubernetes', () => {
  for (const [format, good, bad] of cases)
    test(format, () => {
      expect(good.filter((text) => fitsNameFormat(format, text) !== true)).toEqual([])
      expect(bad.filter((text) => fitsNameFormat(format, text) !== false)).toEqual([])
    })

  test('an empty name is an absent one', () => {
    expect(fitsNameFormat('port name', '')).toBe(true)
    expect(fitsNameFormat('DNS label', '')).toBe(true)
  })

  test('a format of a CRD is none of these', () => {
    expect(fitsNameFormat('int32', 'x')).toBeUndefined()
  })
})
