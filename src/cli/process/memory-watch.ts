import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { OutOfRoomError, watchRoom } from '../../diagnostics/room.ts'

/** What may be used of the limit: what is done between two looks fits into the rest. */
const most = 0.8
/** Bytes of the limit that are for new objects only. */
const young = 48 * 2 ** 20
/** Statistics are read once in so many looks. */
const every = 16

/** Stops work with an `OutOfRoomError` before the heap of this process is full. What is garbage is collected first. */
export function watchMemory(): void {
  const limit = getHeapStatistics().heap_size_limit - young
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

function collect(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
}
