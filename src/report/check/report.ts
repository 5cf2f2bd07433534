import type { OutputFile } from '../../manifest/output-tree.ts'

/** A folder held against what `convert` would write to it: `before` of a file is what is there, `text` what would be. */
export interface CheckReport {
  readonly folder: string
  readonly files: readonly OutputFile[]
  /** True where only the names of the files are printed. */
  readonly brief?: boolean
}
