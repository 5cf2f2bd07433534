import { setMaxListeners } from 'node:events'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RunnerTestCase as Test } from 'vitest'
import { TestRunner, vi } from 'vitest'
import { filesToFault, folder, type Progress, readProgress } from './faults.ts'

interface Switches {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> }
}

/** What the instrumented source looks at. */
const switches: Switches = {}
Object.assign(globalThis, { __stryker__: switches })

/**
 * Runs each test once as it is, and once more for each fault that it reaches and that no test noticed so far. All in one process: loading
 * the modules again for each fault would take a hundred times as long as the tests.
 */
export default class OneProcessRunner extends TestRunner {
  readonly #progress: Progress = readProgress()

  /** The command line loads each command inside of a test, and what runs while it is loaded would count as reached by that test. */
  async onBeforeCollect(): Promise<void> {
    for (const { name } of filesToFault()) await this.importFile(resolve(name), 'collect')
  }

  async runTask(test: Test): Promise<void> {
    const run = TestRunner.getTestFn(test)
    // Each run listens for the end of the test.
    setMaxListeners(0, test.context.signal)
    switches.currentTestId = test.id
    await run()
    switches.currentTestId = undefined
    const hits = Object.entries(switches.mutantCoverage?.perTest[test.id] ?? {})
    for (const [id, count] of hits) {
      this.#progress.reached[id] = true
      if (this.#progress.killed[id] !== undefined) continue
      await cleanUp(test)
      Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: 100 * count })
      try {
        await run()
      } catch {
        this.#progress.killed[id] = test.name
      } finally {
        Object.assign(switches, { activeMutant: undefined, hitCount: undefined })
      }
    }
    this.#keep()
  }

  override onAfterRunFiles(): void {
    super.onAfterRunFiles()
    this.#keep()
  }

  /** After each test, so that a run that is ended early has shown what it has found. */
  #keep(): void {
    for (const id of Object.keys(switches.mutantCoverage?.static ?? {})) this.#progress.static[id] = true
    writeFileSync(`${folder}/progress.json`, JSON.stringify(this.#progress))
  }
}

/** What is done after a test is done between two runs of it as well. */
async function cleanUp(test: Test): Promise<void> {
  const finished = (test as { onFinished?: (() => unknown)[] | undefined }).onFinished ?? []
  for (const hook of finished.splice(0).reverse()) await hook()
  vi.restoreAllMocks()
}
