import { expect, test } from 'vitest'
import { inWriteOrder } from '../../../src/manifest/disk/write-order.ts'

const policy = { path: 'b.yaml', before: undefined, text: 'kind: AuthorizationPolicy\n' }
const enrolled = {
  path: 'a.yaml',
  before: 'labels:\n  istio-injection: enabled\n',
  text: 'labels:\n  istio.io/dataplane-mode: ambient\n',
}
const removed = { path: '0.yaml', before: 'kind: AuthorizationPolicy\n', text: undefined }

test('policies come before what enrols pods, and removed files come last', () => {
  expect(inWriteOrder([removed, enrolled, policy]).map(({ path }) => path)).toEqual(['b.yaml', 'a.yaml', '0.yaml'])
})

test('a file whose lines about enrolment only move does not enrol anything', () => {
  const moved = { path: '1.yaml', before: 'istio-injection: enabled\na: 1\n', text: 'a: 2\n  istio-injection: enabled\n' }
  const commented = { path: '2.yaml', before: 'a: 1\n', text: '# istio-injection: enabled\na: 1\n' }
  expect(inWriteOrder([enrolled, commented, moved]).map(({ path }) => path)).toEqual(['1.yaml', '2.yaml', 'a.yaml'])
})

test('the text of each file is looked at once, however many there are', () => {
  let looked = 0
  const files = Array.from({ length: 300 }, (_, index) => ({
    path: `${(index * 7919) % 300}.yaml`,
    before: 'a: 1\n',
    get text() {
      looked += 1
      return 'a: 2\n'
    },
  }))
  inWriteOrder(files)
  expect(looked).toBe(files.length)
})
