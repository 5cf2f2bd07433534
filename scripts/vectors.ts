import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { loadRecords } from './vectors/load.ts'
import { vectorsOf } from './vectors/records.ts'
import { reportLines } from './vectors/report.ts'
import type { EngineName } from './vectors/vector.ts'
import { vectorFileText } from './vectors/vector-file.ts'

/**
 * Asks the model what engines have decided, and prints how often it agrees: `npm run vectors` for the project's own vectors,
 * `npm run vectors -- PATH…` for others, `--keep NAME=VERSIONS PATH…` writes them into test/vectors/NAME.json.
 */
const own = 'test/vectors'

function keep(what: string, paths: readonly string[]): void {
  const [name = '', versions = ''] = what.split('=')
  const engine = name.split('/')[0] as EngineName
  const records = loadRecords(paths)
  const path = join(own, `${name}.json`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, vectorFileText(engine, versions, records))
  console.log(`${path}: ${records[engine].length} records`)
}

function report(paths: readonly string[]): void {
  const asked = vectorsOf(loadRecords(paths)).map((vector) => ({ vector, outcome: vector.ask() }))
  for (const { vector, outcome } of asked)
    if (outcome.says === 'disagreed' || outcome.says === 'undetermined')
      console.log(`${outcome.says}: ${vector.engine} ${vector.id}: ${outcome.why}`)
  for (const line of reportLines(asked)) console.log(line)
  if (asked.some(({ outcome }) => outcome.says === 'disagreed')) process.exitCode = 1
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--keep') keep(rest[0] ?? '', rest.slice(1))
else report(first === undefined ? [own] : [first, ...rest])
