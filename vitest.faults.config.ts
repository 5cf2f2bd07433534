import { defineConfig } from 'vitest/config'
import { instrumented } from './test/faults/instrumented.ts'
import { faultsReporter } from './test/faults/reporter.ts'

/** The faults of the files `STRYKER_MUTATE`, against the tests `STRYKER_TESTS` and the goldens `STRYKER_GOLDENS`: docs/decisions/148. */
export default defineConfig({
  plugins: [instrumented()],
  test: {
    include: (process.env.STRYKER_TESTS ?? 'test/golden.test.ts').split(','),
    runner: './test/faults/one-process-runner.ts',
    reporters: ['dot', faultsReporter],
    env: { CI: 'true' },
    isolate: false,
    maxWorkers: 1,
    testTimeout: 60_000,
  },
})
