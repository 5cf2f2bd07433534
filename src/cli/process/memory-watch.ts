import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { OutOfRoomError, watchRoom } from '../../diagnostics/room.ts'

/** What may be used of the limit: what is done between two looks fits into the rest. */
const most = 0.8
/** Statistics are read once in so many looks. */
const every = 16

/** Stops work with an `OutOfRoomError` before the heap of this process is full. What is garbage is collected first. */
export function watchMemory(): void {
  const whole = getHeapStatistics().heap_size_limit
  const limit = whole - youngOf(whole)
  let looks = 0
  let collectedAt = 0
  watchRoom(() => {
    looks += 1
    if (looks % every !== 0) return
    const used = getHeapStatistics().used_heap_size
    if (used < limit * most || used < collectedAt + limit * 0.05) return
    collect()
    collectedAt = getHeapStatistics().used_heap_size
    if (collectedAt >= limit * most)
      throw new OutOfRoomError(`more memory is needed than the ${Math.round(limit / 1e6)} MB that Node allows itself here`)
  })
}

/**
 * Bytes of the limit that are for new objects only: three semi-spaces. They have 16 MB where a size of the heap is given, and 1/128 of the heap for old
 * objects, but no more than that, where V8 chooses it: in a container of 128 MB that is 1 of 67 MB.
 */
function youngOf(whole: number): number {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')].join(' ').replaceAll('_', '-')
  const [, semi] = /--max-semi-space-size=(\d+)/.exec(options) ?? []
  if (semi !== undefined) return 3 * Number(semi) * 2 ** 20
  return /--max-old-space-size=/.test(options) ? 48 * 2 ** 20 : Math.min(48 * 2 ** 20, (whole * 3) / 131)
}

function collect(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
}
