import { defineConfig } from 'vitest/config'

const update = process.argv.includes('-u') || process.argv.includes('--update')

/** Tests that ask for every golden share one process, where each is translated once: test/golden/remembered.ts. */
const goldens = [
  'test/golden.test.ts',
  'test/fates/*.test.ts',
  'test/verify/{announcements,before-deleting}.test.ts',
  'test/report/model/model-json.test.ts',
]

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // `vitest -u` also rewrites golden/**/expected; workers do not see the command line.
    env: update ? { UPDATE_GOLDEN: '1' } : {},
    projects: [
      { extends: true, test: { name: 'others', include: ['test/**/*.test.ts'], exclude: goldens } },
      { extends: true, test: { name: 'goldens', include: goldens, isolate: false, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
