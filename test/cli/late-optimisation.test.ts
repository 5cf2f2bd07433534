import { setFlagsFromString } from 'node:v8'
import { afterEach, expect, test, vi } from 'vitest'
import { optimiseLater } from '../../src/cli/process/late-optimisation.ts'

vi.mock('node:v8', () => ({ setFlagsFromString: vi.fn() }))

afterEach(() => vi.clearAllMocks())

test('the engine of Node 20 is asked to optimise later', () => {
  optimiseLater('11.3.244.8-node.33')
  expect(vi.mocked(setFlagsFromString).mock.calls).toEqual([['--interrupt-budget=1200000']])
})

test('engines that do not have the flag, and would complain on standard error, are left alone', () => {
  for (const engine of ['12.4.254.21-node.33', '13.6.233.10-node.28', '111.0.0']) optimiseLater(engine)
  expect(setFlagsFromString).not.toHaveBeenCalled()
})
