import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { SourceObject } from '../model/object.ts'
import type { UnreadInput } from '../model/unread.ts'
import type { Copy, SecondDefinition } from './copy.ts'
import type { InputFile, ManifestFile, SkippedDocument } from './input-file.ts'
import type { KustomizeReading } from './kustomization/transforms.ts'

/** The input, read. Objects are in the order of their files' paths, then as they stand in them. */
export interface ManifestSet {
  readonly files: readonly ManifestFile[]
  readonly objects: readonly SourceObject[]
  /** Objects that are given again and say the same as the first, which is in `objects`. */
  readonly copies: readonly Copy[]
  /** Objects that are given again and say something else than the first. */
  readonly seconds: readonly SecondDefinition[]
  /** Documents that are not objects and have values of istiod's chart: files of Helm values, a `fleet.yaml`. */
  readonly values: readonly SourceObject[]
  readonly skipped: readonly SkippedDocument[]
  /** What is in the input and was not read, unreadable files included. */
  readonly unread: readonly UnreadInput[]
  /** Files of the input that could not be opened or are not text: no output is made of them. */
  readonly unreadFiles: readonly InputFile[]
  readonly diagnostics: readonly Diagnostic[]
  readonly kustomize: KustomizeReading
  /** Whether the user vouches that sidecars are injected into namespaces whose Namespace object is not in `objects`. */
  readonly namespacesInjected: boolean
  /** YAML documents in all files; a `kind: List` is one document with several objects. */
  readonly documentCount: number
}
