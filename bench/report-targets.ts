import type { ConvertTask, Measurement } from './measure.ts'

/** The most that converting to Cilium may take, in times of converting the same input to ambient. */
const most = 1.3

const pairs = 3

/**
 * Prints, for each size, the median of what converting to Cilium takes against converting the same mesh to ambient right before it: a busy machine slows
 * both.
 */
export function reportTargets(sizes: readonly number[], inChild: (task: ConvertTask, size: number) => Measurement): void {
  console.log('documents  ambient s  cilium s  ratio  at most  findings')
  for (const size of sizes) {
    const rounds = Array.from({ length: pairs }, () => {
      const [ambient, cilium] = [inChild('convert', size), inChild('convertByLabels', size)]
      return { ambient, cilium, ratio: cilium.seconds / ambient.seconds }
    })
    const { ambient, cilium, ratio } = rounds.sort((a, b) => a.ratio - b.ratio)[Math.floor(pairs / 2)]!
    const cells = [
      String(cilium.documents).padStart(9),
      ambient.seconds.toFixed(2).padStart(10),
      cilium.seconds.toFixed(2).padStart(9),
      ratio.toFixed(2).padStart(6),
      String(most).padStart(8),
      String(cilium.findings).padStart(9),
    ]
    console.log(cells.join(' '))
  }
}
