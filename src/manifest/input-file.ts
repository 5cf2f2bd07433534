import type { SourceSpan } from '../diagnostics/place.ts'
import type { Reach } from '../model/unread.ts'

/** One input file. `path` is what the user would call it, with `/` between folders; it is also where the output mirrors it. */
export interface InputFile {
  readonly path: string
  readonly text: string
  /** Why the file could not be read (`permission denied`); the text is empty then, and the content is unknown. */
  readonly unread?: string
  /** Of an unread file: which objects it may have, where that is known; absent where it may have any. */
  readonly reach?: Reach
}

/** A document that was read but holds nothing to translate, with the reason. */
export interface SkippedDocument {
  readonly span: SourceSpan
  readonly reason: 'empty' | 'syntax-error' | 'template' | 'not-kubernetes' | 'duplicate' | 'kustomization' | 'patch' | 'invalid'
  readonly detail: string
}

export interface ManifestFile {
  readonly path: string
  readonly text: string
}
