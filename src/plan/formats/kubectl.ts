import { stepFiles } from '../step-files.ts'
import type { FormattedRollout } from './format.ts'

/** New objects are applied, and what changes is patched. */
export function kubectlRollout(): FormattedRollout {
  return {
    begin: [],
    texts: new Map(),
    step: ({ commands: { folder, forward, back }, contents }) => {
      const texts = [...stepFiles(contents).texts].map(([name, text]) => [`${folder}/${name}`, text] as const)
      return { forward, back, texts: new Map(texts) }
    },
  }
}
