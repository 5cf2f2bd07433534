import type { ObjectRef } from '../diagnostics/place.ts'

/** What becomes of a file; `unchanged` ones keep their bytes. */
export type FileStatus = 'unchanged' | 'edited' | 'added' | 'removed'

/** A file of the output. `text` is undefined for a removed file, `before` for an added one. */
export interface OutputFile {
  readonly path: string
  readonly status: FileStatus
  readonly before?: string
  readonly text?: string
  /** The text without the documents that do not parse, where there are any: what the one-stream form prints. */
  readonly parseable?: string
}

/** What became of the documents: `read` is always the sum of the other four. */
export interface DocumentAccount {
  readonly read: number
  /** Documents that the translation edited. */
  readonly translated: number
  readonly kept: number
  /** Documents whose meaning moved to other objects. */
  readonly removed: number
  readonly skipped: number
}

/** What applying changes to a manifest set gives. */
export interface OutputTree {
  readonly files: readonly OutputFile[]
  readonly account: DocumentAccount
  /** Objects added, for the report: where each was written. */
  readonly added: readonly { readonly ref: ObjectRef; readonly file: string }[]
}
