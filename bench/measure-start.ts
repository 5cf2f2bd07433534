import { spawnSync } from 'node:child_process'

/** What starting is measured with: arguments of the binary, and how many times `node -e 0` they may take. */
const starts: readonly (readonly [title: string, args: readonly string[], most: number])[] = [
  ['--version', ['--version'], 3],
  ['--help', ['--help'], 3],
  ['explain US3001', ['explain', 'US3001'], 3],
  ['convert examples/l4', ['convert', 'examples/l4', '--to', 'ambient', '-q'], 5],
]

const pairs = 5

/** Prints, for each start, the median of its time against that of `node -e 0` right before it: a busy machine slows both. */
export function reportStart(): void {
  console.log('start                 node -e 0 s   start s  ratio  at most')
  for (const [title, args, most] of starts) {
    const rounds = Array.from({ length: pairs }, () => {
      const floor = seconds(['-e', '0'])
      const start = seconds(['bin/unsidecar.js', ...args])
      return { floor, start, ratio: start / floor }
    })
    const middle = rounds.sort((a, b) => a.ratio - b.ratio)[Math.floor(pairs / 2)]!
    const numbers = [middle.floor.toFixed(2).padStart(11), middle.start.toFixed(2).padStart(9), middle.ratio.toFixed(1).padStart(6)]
    console.log([title.padEnd(21), ...numbers, String(most).padStart(8)].join(' '))
  }
}

function seconds(args: readonly string[]): number {
  const start = process.hrtime.bigint()
  const { error, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (error !== undefined || (status ?? 3) > 1) throw error ?? new Error(stderr)
  return Number(process.hrtime.bigint() - start) / 1e9
}
