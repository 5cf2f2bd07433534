import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Measurement, measure } from './measure.ts'

/*
 * Measures convert on generated meshes against the floor: parsing and printing the same files with `yaml`. Each measurement has a
 * process of its own, so that neither memory nor warm code is shared; of several runs the fastest counts. `growth` is the exponent by
 * which the time of convert grew with the number of documents since the size before: 1 is in proportion.
 * Use: npm run bench -- [SIZE…]
 */

const runs = 3

function inChild(task: 'floor' | 'convert', size: number): Measurement {
  const results = Array.from({ length: runs }, () => {
    const text = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--measure', task, String(size)], { encoding: 'utf8' })
    return JSON.parse(text) as Measurement
  })
  const fastest = results.reduce((best, result) => (result.seconds < best.seconds ? result : best))
  return { ...fastest, peakMegabytes: Math.max(...results.map(({ peakMegabytes }) => peakMegabytes)) }
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

const [first, task, size] = process.argv.slice(2)
if (first === '--measure' && (task === 'floor' || task === 'convert')) console.log(JSON.stringify(measure(task, Number(size))))
else report(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 5000, 20_000])
