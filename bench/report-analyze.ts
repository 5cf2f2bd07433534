import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { withMeshes } from './written-meshes.ts'

/** The most that converting without comparing may take, in times of `istioctl analyze` on the same files. */
const most = 1

/** Prints the median of converting against `istioctl analyze` right before it, by the clock: processors of other programs are not counted. */
export function reportAnalyze(sizes: readonly number[], pairs: number): void {
  if (spawnSync('istioctl', ['version', '--remote=false']).status !== 0) {
    console.log('istioctl analyze: not measured, there is no istioctl (go install istio.io/istio/istioctl/cmd/istioctl)')
    return
  }
  console.log('  size  analyze s  convert --no-verify s  ratio  at most')
  for (const size of sizes)
    withMeshes(size, ({ mixed }) => {
      // File by file: older releases read folders with -R alone, and newer ones end with 0 and a word on that flag.
      const files = readdirSync(mixed).map((file) => join(mixed, file))
      const rounds = Array.from({ length: pairs }, () => {
        const analyze = seconds('istioctl', ['analyze', '--use-kube=false', ...files])
        const convert = seconds(process.execPath, [
          'bin/unsidecar.js',
          'convert',
          mixed,
          '--to',
          'ambient',
          '-q',
          '-o',
          'yaml',
          '--no-verify',
        ])
        return { analyze, convert, ratio: convert / analyze }
      })
      const { analyze, convert, ratio } = rounds.sort((a, b) => a.ratio - b.ratio)[Math.floor(pairs / 2)]!
      const cells = [
        String(size).padStart(6),
        analyze.toFixed(2).padStart(10),
        convert.toFixed(2).padStart(22),
        ratio.toFixed(2).padStart(6),
      ]
      console.log([...cells, String(most).padStart(8)].join(' '))
    })
}

function seconds(program: string, args: readonly string[]): number {
  const start = process.hrtime.bigint()
  const { error } = spawnSync(program, args, { stdio: 'ignore' })
  if (error !== undefined) throw error
  return Number(process.hrtime.bigint() - start) / 1e9
}
