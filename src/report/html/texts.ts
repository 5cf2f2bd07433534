import type { InputFile } from '../../manifest/input-file.ts'
import type { Translation } from '../../translation.ts'
import type { BothTexts } from './differences.ts'
import type { Texts } from './panes.ts'

/** Files on both sides of a comparison. */
export interface TwoSetsOfFiles {
  readonly before: readonly InputFile[]
  readonly after: readonly InputFile[]
}

/** The files of a translation: its input, and what it would write. */
export function setsOfTranslation({ output }: Pick<Translation, 'output'>): TwoSetsOfFiles {
  return {
    before: output.files.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, text: before }])),
    after: output.files.flatMap(({ path, before, text, status }) => (status === 'removed' ? [] : [{ path, text: text ?? before ?? '' }])),
  }
}

/** The texts of two sets of manifests; none where a report was made without them. */
export function textsOfSets(sets: TwoSetsOfFiles | undefined): BothTexts {
  const texts = (files: readonly InputFile[] = []): Texts => new Map(files.map(({ path, text }) => [path, text]))
  return { before: texts(sets?.before), after: texts(sets?.after) }
}
