import { defineConfig } from 'vitest/config'

const update = process.argv.includes('-u') || process.argv.includes('--update')

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // `vitest -u` also rewrites golden/**/expected; workers do not see the command line.
    env: update ? { UPDATE_GOLDEN: '1' } : {},
  },
})
