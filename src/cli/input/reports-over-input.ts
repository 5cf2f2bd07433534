import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { InputFile } from '../../manifest/input-file.ts'
import { filesOfAllBuilds, isKustomizationPath } from '../kustomize/build-files.ts'
import { treeOnDisk } from '../kustomize/disk-tree.ts'
import { readOptions } from '../options/file-options.ts'
import type { ReportFile } from '../options/report-files.ts'
import { UsageError } from '../process/errors.ts'

/** The arguments of a command, of which those count that name files. */
interface NamedFiles {
  readonly report?: readonly ReportFile[]
  readonly configuration?: { readonly path: string } | undefined
}

/** Formats of manifests that the next run would read as a second definition of everything. */
const manifests: ReadonlySet<string> = new Set(['text', 'yaml'])

/**
 * Refuses a report that would take the place of what is read: a manifest, a file that a build of a kustomization in the input reads, or whatever
 * another option names. Links and other spellings of a name lead to the same file. A report of an earlier run that lies among the manifests is replaced.
 */
export function refuseReportsOverInput(
  args: NamedFiles,
  found: { readonly files: readonly InputFile[]; readonly roots: readonly string[] },
): void {
  const { report = [] } = args
  if (report.length === 0) return
  const inputs = new Map(found.files.map((input) => [fileOf(input.path), input]))
  const readBeside = readBesideManifests(args, found.files)
  for (const { format, path } of report) {
    const file = fileOf(path)
    const input = file === undefined ? undefined : inputs.get(file)
    if (input !== undefined && !isReport(input))
      throw new UsageError(`--report ${format}=${path} would overwrite ${input.path}, a file of the input; name another file`)
    const read = readBeside(path)
    if (read !== undefined)
      throw new UsageError(`--report ${format}=${path} would overwrite ${read}, which this run reads; name another file`)
    const folder = found.roots.find((root) => placeOf(path).startsWith(root + sep))
    if (manifests.has(format) && folder !== undefined && /\.(?:ya?ml|json)$/i.test(path))
      throw new UsageError(`--report ${format}=${path} would be read as input by the next run; write it outside of ${folder}`)
  }
}

/**
 * What a run reads at a path beside its manifests, as the user spells it: because an option names it, or because a kustomization of the input
 * builds from it, such as a base of which only the overlay was given. It is not written to, even with `--force`.
 */
export function readBesideManifests(args: NamedFiles, input: readonly InputFile[]): (path: string) => string | undefined {
  const files = new Map<string | undefined, string>()
  const folders: string[] = []
  const values = Object.entries({ ...args, config: args.configuration?.path })
  for (const [option, value] of values)
    for (const path of [value].flat()) {
      const use = readOptions.get(option)
      if (use === undefined || use === 'manifests' || typeof path !== 'string') continue
      if (use === 'folder') folders.push(path)
      else if (use === 'lists' || !['auto', 'off'].includes(path)) files.set(fileOf(path), path)
    }
  const kustomizations = input.map(({ path }) => path).filter(isKustomizationPath)
  const own = new Set(kustomizations.length === 0 ? [] : input.map(({ path }) => fileOf(path)))
  for (const path of filesOfAllBuilds(kustomizations, treeOnDisk())) {
    const file = fileOf(path)
    if (!files.has(file) && !own.has(file)) files.set(file, relative('.', path))
  }
  files.delete(undefined)
  return (path) => files.get(fileOf(path)) ?? folders.find((folder) => placeOf(path).startsWith(placeOf(folder) + sep))
}

/** Of our own JSON, SARIF and Code Climate. */
const reportFields = ['schemaVersion', '$schema', 'check_name']

/** Where a file stands or would stand, whichever links lead there. */
function placeOf(path: string): string {
  const whole = resolve(path)
  try {
    return realpathSync(whole)
  } catch {
    const parent = dirname(whole)
    return parent === whole ? whole : join(placeOf(parent), basename(whole))
  }
}

/** What the file system calls a file, however it is spelt. Undefined where nothing is there. */
function fileOf(path: string): string | undefined {
  try {
    const there = statSync(path)
    return there.isFile() ? `${there.dev}:${there.ino}` : undefined
  } catch {
    return undefined
  }
}

/** The JSON of a report, whose fields no manifest has; a refused or empty one has nothing. */
function isReport({ text, unread }: InputFile): boolean {
  if (unread !== undefined) return false
  if (/^\s*(?:\[\s*\]\s*)?$/.test(text)) return true
  if (!/^\s*[[{]/.test(text)) return false
  try {
    const value: unknown = JSON.parse(text)
    const [first] = Array.isArray(value) ? value : [value]
    if (typeof first !== 'object' || first === null || Object.hasOwn(first, 'kind')) return false
    return reportFields.some((field) => Object.hasOwn(first, field))
  } catch {
    return false
  }
}
