import { isMap, parseAllDocuments } from 'yaml'
import type { InputFile } from '../../src/manifest/input-file.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { KubernetesObject } from '../../src/model/object.ts'
import { translate } from '../../src/translate.ts'
import type { Translation, TranslationRequest } from '../../src/translation.ts'
import { type CompareOptions, compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { compareOptionsOf, readBack } from '../../src/verify/verify.ts'
import { outputFiles } from '../golden/outcome.ts'
import { type Vocabulary, vocabularyOf } from './requests.ts'

/** A translation whose output is damaged, and what is known of it undamaged. */
export interface Subject {
  readonly name: string
  readonly translation: Translation
  readonly before: Mesh
  readonly emitted: Mesh
  readonly options: CompareOptions
  readonly baseline: Comparison
  readonly words: Vocabulary
  /** The output, file by file, as plain objects. */
  readonly files: readonly EmittedFile[]
}

export interface EmittedFile {
  readonly path: string
  readonly objects: readonly KubernetesObject[]
}

/** Undefined when the translation writes nothing: what is refused cannot be damaged. */
export function subjectOf(name: string, input: readonly InputFile[], request: TranslationRequest): Subject | undefined {
  const translation = translate(input, request)
  if (translation.output.files.every(({ status }) => status === 'unchanged')) return undefined
  const before = translation.mesh
  const emitted = readBack(translation)
  const options = compareOptionsOf(translation)
  return {
    name,
    translation,
    before,
    emitted,
    options,
    baseline: compareMeshes(before, emitted, options),
    words: vocabularyOf([before, emitted]),
    files: outputFiles(translation).map(({ path, text }) => ({ path, objects: objectsIn(text) })),
  }
}

function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { merge: true, logLevel: 'silent' }).flatMap((document) => {
    if (!isMap(document.contents) || document.errors.length > 0) return []
    const value = document.toJS() as KubernetesObject & { items?: unknown }
    const objects = typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items) ? value.items : [value]
    return objects.filter(({ kind, metadata }) => typeof kind === 'string' && typeof metadata?.name === 'string')
  })
}
