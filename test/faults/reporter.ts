import { readFileSync, writeFileSync } from 'node:fs'
import type { Reporter } from 'vitest/node'
import { type Fault, folder, readProgress } from './faults.ts'

/** Prints which faults no test noticed, and the score of each file as Stryker counts it. */
export const faultsReporter: Reporter = {
  onTestRunEnd() {
    const progress = readProgress()
    const faults = JSON.parse(readFileSync(`${folder}/faults.json`, 'utf8')) as Fault[]
    const counted = faults.filter(({ id, ignored }) => ignored === undefined && !isStatic(id))
    const survivors = counted.filter(({ id }) => progress.killed[id] === undefined)
    const lines = survivors.map(({ id, file, line, mutator, original, replacement }) => {
      const how = progress.reached[id] ? 'survived' : 'not reached'
      return `${file}:${line} ${how} ${mutator}\n  - ${original}\n  + ${replacement.replaceAll(/\s+/g, ' ')}\n`
    })
    const table = [...new Set(counted.map(({ file }) => file)), undefined].map((file) => {
      const own = counted.filter((fault) => file === undefined || fault.file === file)
      const killed = own.filter(({ id }) => progress.killed[id] !== undefined).length
      return `${((100 * killed) / own.length).toFixed(1).padStart(5)} %  ${killed}/${own.length}  ${file ?? 'all'}\n`
    })
    writeFileSync(`${folder}/survivors.txt`, lines.join(''))
    process.stdout.write(`${lines.join('')}${table.join('')}${faults.length - counted.length} left out: static or ignored\n`)

    function isStatic(id: string): boolean {
      return progress.static[id] === true && progress.reached[id] === undefined
    }
  },
}
