import { defineConfig } from 'vitest/config'

const update = process.argv.includes('-u') || process.argv.includes('--update')

/** Tests that ask for every golden share one process, where each is translated once: test/golden/remembered.ts. */
export const goldens = [
  'test/golden.test.ts',
  'test/fates/exercised.test.ts',
  'test/fates/held.test.ts',
  'test/fates/overruled.test.ts',
  'test/fates/said.test.ts',
  'test/verify/before-deleting.test.ts',
  'test/verify/exhaustive.test.ts',
  'test/verify/announced/announcements.test.ts',
  'test/verify/pods-without-sidecar.test.ts',
  'test/report/model/model-json.test.ts',
]

export default defineConfig({
  test: {
    // No test waits on wall time: the limit ends what hangs, on a busy machine too.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // `vitest -u` also rewrites golden/**/expected; workers do not see the command line.
    env: update ? { UPDATE_GOLDEN: '1' } : {},
    projects: [
      { extends: true, test: { name: 'others', include: ['test/**/*.test.ts'], exclude: goldens } },
      { extends: true, test: { name: 'goldens', include: goldens, isolate: false, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
