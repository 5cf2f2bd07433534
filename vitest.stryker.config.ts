import { defineConfig } from 'vitest/config'

/**
 * The tests that Stryker runs against each fault: those of `STRYKER_TESTS` (paths with commas between them), or all but the ones that start
 * processes, damage outputs by themselves, or need manifests that are not part of the project. `STRYKER_GOLDENS`, a
 * pattern such as `ambient-authz`, narrows `test/golden.test.ts` to these cases, and to comparing what they write.
 */
const chosen = process.env.STRYKER_TESTS?.split(',')

export default defineConfig({
  test: {
    include: chosen ?? ['test/**/*.test.ts'],
    exclude: [
      'test/architecture/**',
      'test/corpora/**',
      'test/mutants/**',
      'test/property/**',
      'test/cli/process.test.ts',
      'test/library/bundle.test.ts',
    ],
    env: { CI: 'true' },
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
})
