import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What one process used. Seconds are those of processors, which a busy machine hardly changes. */
export interface Used {
  readonly seconds: number
  readonly megabytes: number
}

/** Two commands that ran by turns, `over` right after `under`; the pair whose ratio is the median of all. */
export interface Pair {
  readonly under: Used
  readonly over: Used
  readonly ratio: number
}

export function used(args: readonly string[]): Used {
  const measured = fileURLToPath(new URL('./measured-command.js', import.meta.url))
  const { error, output, stderr, status } = spawnSync(process.execPath, [measured, ...args], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  if (error !== undefined || (status ?? 3) > 1) throw error ?? new Error(stderr)
  return JSON.parse(output[3]!) as Used
}

export function medianPair(under: readonly string[], over: readonly string[], pairs: number, beforeOver?: () => void): Pair {
  const rounds = Array.from({ length: pairs }, (): Pair => {
    const a = used(under)
    beforeOver?.()
    const b = used(over)
    return { under: a, over: b, ratio: b.seconds / a.seconds }
  })
  return rounds.sort((a, b) => a.ratio - b.ratio)[Math.floor(pairs / 2)]!
}
