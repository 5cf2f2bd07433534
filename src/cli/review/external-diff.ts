import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { OutputFile } from '../../manifest/output-tree.ts'
import type { DiffFormat } from '../../report/diff/index.ts'
import type { DiffArguments } from '../options/diff.ts'
import { OutputError, UsageError } from '../process/errors.ts'

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Shows files, before and after, with a program of the user's. */
export type ExternalDiff = (files: readonly OutputFile[]) => Promise<void>

/**
 * The program that `KUBECTL_EXTERNAL_DIFF` names, as `kubectl diff` takes it: words with spaces between them, of which those after the first
 * have letters, digits, `-` and `=` alone; it is given a folder with the files before and one with those after (kubectl:pkg/cmd/diff/diff.go
 * getCommand). Undefined where the variable is not set, or the format shows the text diff itself or not at all.
 */
export function externalDiff(
  format: DiffFormat,
  { brief, structural }: Pick<DiffArguments, 'brief' | 'structural'>,
): ExternalDiff | undefined {
  const words = (process.env.KUBECTL_EXTERNAL_DIFF ?? '').split(' ').filter((word) => word !== '')
  const [program, ...args] = words
  if (program === undefined || brief || structural || format.external !== true) return undefined
  const strange = args.find((word) => !/^[a-zA-Z0-9-=]+$/.test(word))
  if (strange !== undefined)
    throw new UsageError(`KUBECTL_EXTERNAL_DIFF has \`${strange}\`, which is not of letters, digits, - and = alone`)
  return async (files) => {
    const changed = files.filter(({ status }) => status !== 'unchanged')
    if (changed.length === 0) return
    const folder = mkdtempSync(join(tmpdir(), 'unsidecar-diff-'))
    const tidy = (): void => rmSync(folder, { recursive: true, force: true })
    // A pager that is left with Ctrl-C leaves no manifests in the folder of temporary files.
    const ended = (signal: NodeJS.Signals): void => {
      tidy()
      listen('off')
      process.kill(process.pid, signal)
    }
    const listen = (how: 'on' | 'off'): void => {
      for (const signal of endingSignals) process[how](signal, ended)
    }
    listen('on')
    try {
      const sides = {
        BEFORE: changed.map(({ path, before }) => [path, before] as const),
        AFTER: changed.map(({ path, text }) => [path, text] as const),
      }
      for (const [side, texts] of Object.entries(sides)) writeSide(join(folder, side), texts)
      // It is started in that folder, so that what it prints has short paths; its own name is from where the user is.
      await shownBy(program.includes('/') ? resolve(program) : program, [...args, 'BEFORE', 'AFTER'], folder)
    } finally {
      listen('off')
      tidy()
    }
  }
}

/**
 * The files of one side, all in one folder as those of `kubectl diff` are: `diff -u -N` and `colordiff -N -u` go into no folders. No path of the input
 * leads out of it.
 */
function writeSide(folder: string, texts: readonly (readonly [path: string, text: string | undefined])[]): void {
  mkdirSync(folder)
  for (const [name, text] of flatNames(texts)) if (text !== undefined) writeFileSync(join(folder, name), text)
}

/** `manifests/a.yaml` as `manifests.a.yaml`; two paths of one such name keep the order that both sides have. */
function flatNames<T>(texts: readonly (readonly [path: string, text: T])[]): [string, T][] {
  const times = new Map<string, number>()
  return texts.map(([path, text]) => {
    const name = resolve('/', path).slice(1).replaceAll('/', '.').slice(-longestName)
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    return [time === 1 ? name : `${name}.${time}`, text]
  })
}

/** Bytes of a name that file systems take are 255; a character has four at most. */
const longestName = 60

/**
 * As `diff` does, 0 and 1 say whether the files differ; everything above is a failure. A terminal sends Ctrl-C to both programs: where the end of this one
 * is heard of before the signal, the signal is the same.
 */
function shownBy(program: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, stdio: ['inherit', 'inherit', 'inherit'] })
    child.on('error', (error: NodeJS.ErrnoException) =>
      fail(
        new OutputError(
          `KUBECTL_EXTERNAL_DIFF: ${program} cannot be run: ${error.code === 'ENOENT' ? 'there is no such program' : error.message}`,
        ),
      ),
    )
    child.on('close', (code, signal) => {
      if (code === 0 || code === 1) done()
      else if (signal === null) fail(new OutputError(`KUBECTL_EXTERNAL_DIFF: ${program} failed with exit code ${code}`))
      else
        fail(
          new OutputError(
            `KUBECTL_EXTERNAL_DIFF: ${program} was ended by ${signal}`,
            endingSignals.find((one) => one === signal),
          ),
        )
    })
  })
}
