import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { amountText } from '../../report/findings/text.ts'
import type { KnownAnswer, KnownAnswers } from '../../verify/answers/known-answers.ts'
import { findingWith } from '../../verify/answers/remembered-parts.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import type { CacheArguments } from '../options/cache.ts'
import { UsageError } from '../process/errors.ts'
import type { Terminal } from '../process/terminal.ts'
import { type OutputFolders, refuseCacheInOutput } from './cache-place.ts'
import { programName } from './program-name.ts'

const ending = '.answers'

/** What a folder may hold. Where it has more, what was written first goes. */
const most = 256 * 2 ** 20

/** The folder that `--cache` names; undefined without the option. */
export function answerFilesOf(args: CacheArguments & OutputFolders): AnswerFiles | undefined {
  if (args.cache === undefined) return undefined
  refuseCacheInOutput(args.cache, args)
  return new AnswerFiles(args.cache)
}

/**
 * Answers in a folder, a file for each bundle. A file begins with the digest of the rest, so that one which was cut off or changed is not taken for an answer.
 * Nothing about the folder makes a run fail, or its report another one.
 */
export class AnswerFiles implements KnownAnswers {
  readonly #folder: string
  readonly #program: string
  readonly #most: number
  #damaged = 0
  #unwritable: string | undefined
  #counts: { readonly known: number; readonly of: number } | undefined

  /** Finds what comparing does, with the answers of the folder. */
  readonly find: FindParts = findingWith(this)

  /** @throws {UsageError} where the folder is something else */
  constructor(folder: string, program: string = programName(), limit: number = most) {
    if (isOther(folder)) throw new UsageError(`--cache ${folder} is not a folder`)
    this.#folder = folder
    this.#program = program
    this.#most = limit
  }

  name(text: string): string {
    return createHash('sha256').update(this.#program).update('\n').update(text).digest('hex')
  }

  read(bundle: string): readonly KnownAnswer[] | undefined {
    let text: string
    try {
      text = readFileSync(this.#pathOf(bundle), 'utf8')
    } catch (error) {
      if (!isAbsence(error)) this.#damaged += 1
      return undefined
    }
    const body = text.slice(digestLength + 1)
    if (text.slice(0, digestLength + 1) === `${digestOf(bundle, body)}\n`) return JSON.parse(body) as readonly KnownAnswer[]
    this.#damaged += 1
    return undefined
  }

  keep(bundle: string, answers: readonly KnownAnswer[]): void {
    if (this.#unwritable !== undefined) return
    const body = JSON.stringify(answers)
    const beside = `${this.#pathOf(bundle)}.${randomUUID()}`
    try {
      mkdirSync(this.#folder, { recursive: true })
      writeFileSync(beside, `${digestOf(bundle, body)}\n${body}`, { flag: 'wx' })
      renameSync(beside, this.#pathOf(bundle))
    } catch (error) {
      this.#unwritable = (error as NodeJS.ErrnoException).code ?? String(error)
      removed(beside)
    }
  }

  count(known: number, of: number): void {
    this.#counts = { known: known + (this.#counts?.known ?? 0), of: of + (this.#counts?.of ?? 0) }
  }

  /** Says on standard error what was known, and makes room for the next run. */
  finish({ note }: Pick<Terminal, 'note'>, quiet: boolean): void {
    this.#prune()
    const folder = `--cache ${this.#folder}`
    if (this.#damaged > 0)
      note(`${folder}: ${amountText(this.#damaged, 'file')} cannot be read or is not what was written; what it held was compared again\n`)
    if (this.#unwritable !== undefined) note(`${folder}: what was found is not kept (${this.#unwritable})\n`)
    if (!quiet) {
      const { known, of } = this.#counts ?? { known: 0, of: 0 }
      note(of === 0 ? `${folder}: there was nothing to compare\n` : `${folder}: ${known} of ${amountText(of, 'destination')} known\n`)
    }
  }

  #prune(): void {
    try {
      const files = readdirSync(this.#folder)
        .filter((name) => name.endsWith(ending))
        .map((name) => ({ path: join(this.#folder, name), stats: statSync(join(this.#folder, name)) }))
        .sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs)
      let sum = files.reduce((total, { stats }) => total + stats.size, 0)
      for (const { path, stats } of files) {
        if (sum <= this.#most) return
        rmSync(path, { force: true })
        sum -= stats.size
      }
    } catch {
      // A folder that is not there needs no room.
    }
  }

  #pathOf(bundle: string): string {
    return join(this.#folder, `${bundle}${ending}`)
  }
}

/** Whether something else than a folder is there. */
function isOther(folder: string): boolean {
  try {
    return !statSync(folder).isDirectory()
  } catch {
    return false
  }
}

function removed(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What is left has no name of a bundle, and is never read.
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}

const digestLength = 64

/** Of the name as well: a file that was given the name of another one is not an answer. */
function digestOf(bundle: string, body: string): string {
  return createHash('sha256').update(bundle).update('\n').update(body).digest('hex')
}
