import type { InputFile } from '../../src/manifest/input-file.ts'
import type { SourceObject } from '../../src/model/object.ts'

/** A manifest file of a corpus, with the Kubernetes objects that it defines. */
export interface CorpusFile {
  readonly file: InputFile
  readonly objects: readonly SourceObject[]
}
