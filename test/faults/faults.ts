import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { globSync } from 'tinyglobby'

/** One fault that Stryker puts into the source. */
export interface Fault {
  readonly id: string
  readonly file: string
  readonly line: number
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** Why it is left out, where a comment in the source says so. */
  readonly ignored?: string
}

/** What became of the faults, by their ids; each file of tests adds to it. */
export interface Progress {
  /** The test that noticed it. */
  readonly killed: Record<string, string>
  /** Reached by some test. */
  readonly reached: Record<string, true>
  /** Reached while modules were loaded: one process cannot switch it on and off. */
  readonly static: Record<string, true>
}

/** Absolute, because tests of the command line work in folders of their own. */
export const folder = resolve('stryker/one-process')

/** Files and, where a pattern ends in lines such as `:58-100`, the only lines that get faults. */
export function filesToFault(): { readonly name: string; readonly lines?: { readonly from: number; readonly to: number } }[] {
  const patterns = (process.env.STRYKER_MUTATE ?? '').split(',').filter((pattern) => pattern !== '')
  return patterns.flatMap((pattern) => {
    const [, glob = '', from, to] = /^(.*?)(?::(\d+)-(\d+))?$/.exec(pattern) ?? []
    const lines = from === undefined ? {} : { lines: { from: Number(from), to: Number(to) } }
    return globSync(glob)
      .sort()
      .map((name) => ({ name, ...lines }))
  })
}

export function readProgress(): Progress {
  return JSON.parse(readFileSync(`${folder}/progress.json`, 'utf8')) as Progress
}
