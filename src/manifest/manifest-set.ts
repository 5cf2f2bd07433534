import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { ObjectRef, SourceSpan } from '../diagnostics/place.ts'
import type { SourceObject } from '../model/object.ts'
import type { UnreadInput } from '../model/unread.ts'
import type { Copy } from './copies.ts'
import type { KustomizeReading } from './kustomization/transforms.ts'

/** One input file. `path` is what the user would call it, with `/` between folders; it is also where the output mirrors it. */
export interface InputFile {
  readonly path: string
  readonly text: string
  /** Why the file could not be read (`permission denied`); there is no text of it then, and what it holds is unknown. */
  readonly unread?: string
}

/** A document that was read but holds nothing to translate, with the reason. */
export interface SkippedDocument {
  readonly span: SourceSpan
  readonly reason: 'empty' | 'syntax-error' | 'template' | 'not-kubernetes' | 'duplicate' | 'kustomization' | 'patch' | 'invalid'
  readonly detail: string
}

/** The input, read. Objects are in the order of their files' paths, then as they stand in them. */
export interface ManifestSet {
  readonly files: readonly ManifestFile[]
  readonly objects: readonly SourceObject[]
  /** Objects that are given again and say the same as the first, which is in `objects`. */
  readonly copies: readonly Copy[]
  /** Documents that are no objects and have values of istiod's chart: files of Helm values, a `fleet.yaml`. */
  readonly values: readonly SourceObject[]
  readonly skipped: readonly SkippedDocument[]
  /** What is in the input and was not read, unreadable files included. */
  readonly unread: readonly UnreadInput[]
  /** Files of the input that could not be opened or are no text: no output is made of them. */
  readonly unreadFiles: readonly InputFile[]
  readonly diagnostics: readonly Diagnostic[]
  readonly kustomize: KustomizeReading
  /** YAML documents in all files; a `kind: List` is one document with several objects. */
  readonly documentCount: number
}

export interface ManifestFile {
  readonly path: string
  readonly text: string
}

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
