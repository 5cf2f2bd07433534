import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { globSync, isDynamicPattern } from 'tinyglobby'
import { catalogue } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { InputFile } from '../input-file.ts'
import { isManifestSource, unreadSources } from '../unread/manifest-sources.ts'
import { isConfiguration } from './configuration-file.ts'
import { isRecordName } from './output-record.ts'

export { writeNamedUnless, writeTree, writeTreeUnless } from './output.ts'
export { checkMirror } from './output-check.ts'
export type { NamedFile } from './output-named.ts'
export { InterruptedError, OutputRefusedError } from './output-refused.ts'

export interface DiscoverOptions {
  /** False: only the files of a folder itself. Default true. */
  readonly recursive?: boolean
  /** Reads the standard input; for tests. */
  readonly readStdin?: () => Uint8Array
  /** The configuration file of the run, as an absolute path: it is not read as a manifest. */
  readonly configuration?: string
}

export interface Discovery {
  readonly files: readonly InputFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** The folders that were given, as absolute paths: output must not go into them. */
  readonly roots: readonly string[]
  /** Where the input was looked for, as absolute paths: those folders, the fixed parts of patterns, the folders of single files. */
  readonly trees: readonly string[]
  /** What is there and could not be read: a tree or stream that is written from the rest lacks it. */
  readonly unreadable: readonly string[]
}

/** Of a folder or a pattern without manifests. */
export const noManifest = 'there is no manifest in it'

const manifestName = /\.(?:[Yy][Aa]?[Mm][Ll]|[Jj][Ss][Oo][Nn])$|^Kustomization$/
/** Manifests that another tool makes, or that were put aside: `callers.yaml.tmpl`, `callers.yml.bak`. */
const nearlyManifestName = /\.(?:ya?ml|json)[.~_-]/i
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git'])
/** Where programs that make manifests keep what they import: definitions of every kind, of which none is an object yet. */
const libraryFolders: ReadonlySet<string> = new Set(['vendor', 'cue.mod', '.terraform'])

/**
 * Finds and reads the input: files, folders, patterns and `-` for the standard input, which is called `stdin.yaml`. Paths are relative to
 * the working directory, with `/`. Each file is read once, however many ways lead to it. What cannot be read is a diagnostic; the rest is read.
 */
export function discover(paths: readonly string[], options: DiscoverOptions = {}): Discovery {
  const search = new Search(options.recursive ?? true)
  const files: InputFile[] = []
  for (const path of new Set(paths)) {
    if (path === '-') {
      const text = search.standardInput(options.readStdin ?? (() => readFileSync(0)))
      if (text !== undefined) files.push({ path: 'stdin.yaml', text })
    } else search.path(path)
  }
  const seen = new Set<string>()
  for (const [path, absolute] of [...search.found].sort(([a], [b]) => compareText(a, b))) {
    const text = search.read(path, absolute, seen)
    if (text === undefined) continue
    if (absolute === options.configuration || isConfiguration(path, text)) {
      search.diagnostics.push(diagnose(catalogue.configurationInInput, undefined, { path }))
      continue
    }
    if (isManifestSource(path) && unreadSources({ path, text }).length === 0) search.passedOver.push(path)
    else files.push({ path, text })
  }
  if (search.passedOver.length > 0) search.diagnostics.push(passedOver(search.passedOver))
  files.push(...search.unread.map(([path, unread]) => ({ path, text: '', unread })))
  return {
    files: files.sort((a, b) => compareText(a.path, b.path)),
    diagnostics: search.diagnostics,
    roots: search.roots,
    trees: search.trees,
    unreadable: search.unreadable,
  }
}

class Search {
  /** Shown path to absolute path. */
  readonly found = new Map<string, string>()
  readonly diagnostics: Diagnostic[] = []
  readonly roots: string[] = []
  readonly trees: string[] = []
  /** What was not read, with the problem. */
  readonly unread: (readonly [path: string, problem: string])[] = []
  readonly unreadable: string[] = []
  /** What the given folders have and what is not looked into. */
  readonly passedOver: string[] = []
  readonly #recursive: boolean

  constructor(recursive: boolean) {
    this.#recursive = recursive
  }

  path(path: string): void {
    const stats = this.#stats(path)
    if (stats === 'missing') {
      if (isDynamicPattern(path)) this.#pattern(path)
      else this.#missing(path)
    } else if (stats?.isDirectory()) {
      const before = this.found.size
      this.roots.push(resolve(path))
      this.trees.push(resolve(path))
      const complaints = this.diagnostics.length
      const folders = this.#folder(path, new Set())
      if (folders === 0 && this.found.size === before && this.diagnostics.length === complaints) this.#nothing(path)
    } else if (stats !== undefined) {
      this.trees.push(dirname(resolve(path)))
      this.#file(path)
    }
  }

  read(path: string, absolute: string, seen: Set<string>): string | undefined {
    try {
      // A pipe such as the shell's `<(…)` has no path of its own.
      const real = statSync(absolute).isFile() ? realpathSync(absolute) : absolute
      if (seen.has(real)) return undefined
      seen.add(real)
      return this.decode(path, readFileSync(real))
    } catch (error) {
      this.#unreadable(path, error)
      return undefined
    }
  }

  standardInput(bytes: () => Uint8Array): string | undefined {
    try {
      return this.decode('stdin.yaml', bytes())
    } catch (error) {
      // A folder behind `<`, or a descriptor that is closed.
      this.#unreadable('stdin.yaml', error)
      return undefined
    }
  }

  /** UTF-8 text, or undefined with a finding. The byte order mark stays, so that untouched files keep it. */
  decode(path: string, bytes: Uint8Array): string | undefined {
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      if (!text.includes('\0')) return text
    } catch {
      // Reported below, as for text with NUL bytes.
    }
    this.diagnostics.push(diagnose(catalogue.notText, undefined, { path }))
    this.unread.push([path, 'it is not UTF-8 text'])
    this.unreadable.push(path)
    return undefined
  }

  #pattern(pattern: string): void {
    const wanted = pattern.split(sep).join('/')
    // Dependencies are only searched when the pattern names them.
    const isSkipped = (part: string) => skippedFolders.has(part) && !wanted.split('/').includes(part)
    const matches = globSync([wanted], { dot: true, onlyFiles: true, expandDirectories: false })
      .filter((match) => !match.split('/').some(isSkipped))
      .sort(compareText)
    if (matches.length === 0) this.#nothing(pattern)
    const fixed = wanted.split('/')
    this.trees.push(
      resolve(
        fixed
          .slice(
            0,
            fixed.findIndex((part) => isDynamicPattern(part)),
          )
          .join('/') || (wanted.startsWith('/') ? '/' : '.'),
      ),
    )
    for (const match of matches) this.#file(match)
  }

  /** Adds the manifests of a folder; returns how many there are, those found before included. */
  #folder(path: string, above: ReadonlySet<string>): number {
    let count = 0
    try {
      const real = realpathSync(path)
      if (above.has(real)) return 0
      const chain = new Set([...above, real])
      const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name))
      if (entries.length === 0 && above.size > 0) this.passedOver.push(shown(path))
      for (const entry of entries) {
        const child = join(path, entry.name)
        const stats = entry.isSymbolicLink() ? this.#stats(child) : entry
        if (stats === 'missing') this.#missing(shown(child))
        else if (stats?.isDirectory()) {
          if (!this.#recursive) continue
          if (!skippedFolders.has(entry.name)) count += this.#folder(child, chain)
          else if (entry.name !== '.git') this.passedOver.push(shown(child))
        } else if (stats?.isFile() && isManifestSource(entry.name)) {
          if (isLibrary(path)) this.passedOver.push(shown(child))
          else this.#file(child)
        } else if (stats?.isFile() && manifestName.test(entry.name) && !isRecordName(entry.name)) {
          this.#file(child)
          count += 1
        } else if (stats !== undefined && !stats.isFile() && manifestName.test(entry.name)) {
          // kubectl opens it: a pipe or a device may hand out anything.
          this.#unreadable(shown(child), { code: 'not a regular file' })
        } else if (stats?.isFile() && nearlyManifestName.test(entry.name) && !isRecordName(entry.name)) this.passedOver.push(shown(child))
      }
    } catch (error) {
      this.#unreadable(shown(path), error)
    }
    return count
  }

  #file(path: string): void {
    this.found.set(shown(path), resolve(path))
  }

  #stats(path: string): Stats | 'missing' | undefined {
    try {
      return statSync(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing'
      this.#unreadable(shown(path), error)
      return undefined
    }
  }

  #missing(path: string): void {
    this.diagnostics.push(diagnose(catalogue.fileMissing, undefined, { path }))
    this.unread.push([path, 'there is no such file'])
  }

  #nothing(path: string): void {
    this.diagnostics.push(diagnose(catalogue.nothingToRead, undefined, { path }))
    // A submodule that is not checked out, or a pattern with a slip in it: what was meant may be anything.
    this.unread.push([path, noManifest])
  }

  #unreadable(path: string, error: unknown): void {
    const code = (error as NodeJS.ErrnoException).code
    const problem =
      code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code === 'EISDIR' ? 'it is a folder' : (code ?? String(error))
    this.diagnostics.push(diagnose(catalogue.fileUnreadable, undefined, { path, problem }))
    this.unread.push([path, problem])
    this.unreadable.push(path)
  }
}

function isLibrary(folder: string): boolean {
  return shown(folder)
    .split('/')
    .some((part) => libraryFolders.has(part))
}

const shownAtMost = 3

function passedOver(paths: readonly string[]): Diagnostic {
  const named = [...new Set(paths)].sort(compareText)
  const some = named.slice(0, shownAtMost).map((path) => `\`${path}\``)
  const more = named.length > some.length ? [`${named.length - some.length} more`] : []
  return diagnose(catalogue.passedOver, undefined, { count: named.length, paths: [...some, ...more].join(', ') })
}

/** Relative to the working directory, with `/`; on another drive it stays absolute. */
function shown(path: string): string {
  const short = relative(process.cwd(), resolve(path))
  return (isAbsolute(short) ? resolve(path) : short).split(sep).join('/')
}
