import { setFlagsFromString } from 'node:v8'
import { afterEach, expect, test, vi } from 'vitest'
import { growSlowly } from '../../src/cli/process/heap-growth.ts'

vi.mock('node:v8', () => ({ setFlagsFromString: vi.fn() }))

afterEach(() => vi.clearAllMocks())

test('the engines of Node 20 and 22 are asked to look for garbage early', () => {
  for (const engine of ['11.3.244.8-node.33', '12.4.254.21-node.33']) growSlowly(engine)
  expect(vi.mocked(setFlagsFromString).mock.calls.flat()).toEqual(Array(2).fill('--heap-growing-percent=50'))
})

test('engines of which it is not known that they have the flag are left alone', () => {
  for (const engine of ['13.6.233.10-node.28', '111.0.0', '10.2.154.26']) growSlowly(engine)
  expect(setFlagsFromString).not.toHaveBeenCalled()
})
