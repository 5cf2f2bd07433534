import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ConvertTask, isConvertTask, type Measurement, measure } from './measure.ts'
import { reportStart } from './measure-start.ts'
import { measureVerify, type VerifyMeasurement } from './measure-verify.ts'
import type { PolicyMesh } from './policies.ts'
import { reportAnalyze } from './report-analyze.ts'
import { reportCorpora } from './report-corpora.ts'
import { reportMemory } from './report-memory.ts'
import { reportRows } from './report-rows.ts'
import { reportTargets } from './report-targets.ts'
import { reportVerify } from './report-verify.ts'

/*
 * Measures convert on generated meshes against the floor: parsing and printing the same files with `yaml`. Each measurement has a
 * process of its own, so that neither memory nor warm code is shared; of several runs the fastest counts. `growth` is the exponent by
 * which the time of convert grew with the number of documents since the size before: 1 is in proportion. Then verify is measured on
 * meshes of policies, against translating the same mesh in the same run, and starting against `node -e 0`; converting to Cilium against ambient.
 * `commands` measures commands in pairs by the time of processors, with the most that each may take and how many workloads of the mesh move; `--json` prints that as a record for
 * `bench/history.md`.
 * `memory` measures what converting large meshes in one file needs.
 * `corpora` counts what becomes of other people's manifests.
 * Use: npm run bench -- [commands [SIZE…] [--json] | analyze [SIZE…] | convert [SIZE…] | targets [SIZE…] | verify | start | memory [SIZE…]]
 *      npm run bench -- corpora DIR… [--cut=folder|file] [--assume=NAME…] [--list | --seconds]
 */

const runs = 3

function measuredInChild<T>(task: string, ...numbers: readonly number[]): T[] {
  return Array.from({ length: runs }, () => {
    const words = [fileURLToPath(import.meta.url), '--measure', task, ...numbers.map(String)]
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as T
  })
}

function inChild(task: ConvertTask, size: number): Measurement {
  const results = measuredInChild<Measurement>(task, size)
  const fastest = results.reduce((best, result) => (result.seconds < best.seconds ? result : best))
  return { ...fastest, peakMegabytes: Math.max(...results.map(({ peakMegabytes }) => peakMegabytes)) }
}

function singleInChild(task: ConvertTask, size: number): Measurement {
  const words = [fileURLToPath(import.meta.url), '--measure', task, String(size)]
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as Measurement
}

function report(sizes: readonly number[]): void {
  console.log('resources  documents    MB   floor s  convert s  ratio  growth  peak MB  findings')
  let before: Measurement | undefined
  for (const size of sizes) {
    const floor = inChild('floor', size)
    const convert = inChild('convert', size)
    const cells = [
      String(convert.resources).padStart(9),
      String(convert.documents).padStart(10),
      convert.megabytes.toFixed(1).padStart(5),
      floor.seconds.toFixed(2).padStart(9),
      convert.seconds.toFixed(2).padStart(10),
      (convert.seconds / floor.seconds).toFixed(2).padStart(6),
      (before === undefined ? '-' : growth(before, convert).toFixed(2)).padStart(7),
      convert.peakMegabytes.toFixed(0).padStart(8),
      String(convert.findings).padStart(9),
    ]
    console.log(cells.join(' '))
    before = convert
  }
}

function growth(smaller: Measurement, larger: Measurement): number {
  return Math.log(larger.seconds / smaller.seconds) / Math.log(larger.documents / smaller.documents)
}

function verifyInChild({ policies, perWorkload, rules }: PolicyMesh): VerifyMeasurement {
  const results = measuredInChild<VerifyMeasurement>('verify', policies, perWorkload, rules)
  return results.reduce((best, result) => (result.verifySeconds < best.verifySeconds ? result : best))
}

function measureHere(task: string | undefined, [first = 0, second = 0, third = 0]: readonly number[]): void {
  if (isConvertTask(task)) console.log(JSON.stringify(measure(task, first)))
  else console.log(JSON.stringify(measureVerify({ policies: first, perWorkload: second, rules: third })))
}

/** Of so many pairs the median counts. */
const pairs = 5

const json = process.argv.includes('--json')
const [first, ...rest] = process.argv.slice(2).filter((word) => word !== '--json')
if (first === '--measure') measureHere(rest[0], rest.slice(1).map(Number))
else if (first === 'corpora') reportCorpora(rest)
else {
  const sizes = rest.length > 0 ? rest.map(Number) : [1000, 5000, 20_000]
  const every = first === undefined && !json
  if (every || json || first === 'commands') reportRows(rest.length > 0 ? sizes : [100, 1000, 5000], pairs, json)
  if (every || first === 'analyze') reportAnalyze(rest.length > 0 ? sizes : [1000, 5000], pairs)
  if (every || first === 'convert') report(sizes)
  if (every || first === 'targets') reportTargets(rest.length > 0 ? sizes : [500, 2000], singleInChild)
  if (every || first === 'verify') reportVerify(verifyInChild)
  if (every || first === 'start') reportStart()
  if (every || first === 'memory') reportMemory(rest.map(Number))
}
