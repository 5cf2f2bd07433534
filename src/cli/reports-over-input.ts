import { statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import type { InputFile } from '../manifest/input-file.ts'
import { UsageError } from './errors.ts'
import type { ReportFile } from './options/report-files.ts'

interface Named {
  readonly report?: readonly ReportFile[]
  readonly accept?: string | undefined
  readonly expect?: string | undefined
  readonly traffic?: readonly string[] | undefined
  readonly shares?: readonly string[] | undefined
  readonly configuration?: { readonly path: string } | undefined
}

/** Formats of manifests that the next run would read as a second definition of everything. */
const manifests: ReadonlySet<string> = new Set(['text', 'yaml'])

/**
 * Refuses a report that would take the place of what is read: a manifest, a list of accepted differences, the configuration, traffic, a share. Links and other spellings of a name
 * lead to the same file. A report of an earlier run that lies among the manifests is replaced.
 */
export function refuseReportsOverInput(
  { report = [], accept, expect, traffic = [], shares = [], configuration }: Named,
  found: { readonly files: readonly InputFile[]; readonly roots: readonly string[] },
): void {
  if (report.length === 0) return
  const inputs = new Map(found.files.map((input) => [fileOf(input.path), input]))
  const lists = new Map(
    [accept, expect, configuration?.path, ...traffic, ...shares].flatMap((path) => (path === undefined ? [] : [[fileOf(path), path]])),
  )
  for (const { format, path } of report) {
    const file = fileOf(path)
    const input = file === undefined ? undefined : inputs.get(file)
    if (input !== undefined && !isReport(input))
      throw new UsageError(`--report ${format}=${path} would overwrite ${input.path}, a file of the input; name another file`)
    if (file !== undefined && lists.has(file))
      throw new UsageError(`--report ${format}=${path} would overwrite ${lists.get(file)}, which this run reads; name another file`)
    const folder = found.roots.find((root) => resolve(path).startsWith(root + sep))
    if (manifests.has(format) && folder !== undefined && /\.(?:ya?ml|json)$/i.test(path))
      throw new UsageError(`--report ${format}=${path} would be read as input by the next run; write it outside of ${folder}`)
  }
}

/** Of our own JSON, SARIF and Code Climate. */
const reportFields = ['schemaVersion', '$schema', 'check_name']

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
