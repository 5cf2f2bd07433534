import { type Disk, nodeDisk } from '../../../src/manifest/disk/disk.ts'

const changing = ['makeFolder', 'removeFolder', 'create', 'setMode', 'setOwner', 'link', 'rename', 'remove', 'assertWritable'] as const
/** What needs space, and what a full disk therefore refuses from some moment on. */
const taking: ReadonlySet<string> = new Set(['makeFolder', 'create', 'link'])

/** A disk on which the operation number `at` fails, counted from 0; with `stays`, so does everything after it that takes space. */
export function faultyDisk(at: number, code: string, stays = false): { readonly disk: Disk; readonly operations: () => number } {
  let operations = 0
  const failing = (name: string): boolean => {
    const now = operations
    operations += 1
    return now === at || (stays && now > at && taking.has(name))
  }
  const entries = changing.map((name) => [
    name,
    (...args: never[]): void => {
      const fails = failing(name)
      // A file that does not fit is there all the same, cut short.
      if (fails && name === 'create') (nodeDisk.create as (...all: unknown[]) => void)(args[0], 'half')
      if (fails) throw Object.assign(new Error(`${code}: a test`), { code })
      ;(nodeDisk[name] as (...all: unknown[]) => void)(...args)
    },
  ])
  return { disk: { ...nodeDisk, ...(Object.fromEntries(entries) as Partial<Disk>) }, operations: () => operations }
}
