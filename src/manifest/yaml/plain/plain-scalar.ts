import { isScalar, type ScalarTag } from 'yaml'
import { kubernetesSchema } from '../scalars.ts'

const scalarTags = kubernetesSchema.tags.filter((tag): tag is ScalarTag => tag.default === true && 'test' in tag && tag.test !== undefined)

/** `false` is the longest word that is read as something else than text. */
const longestWord = 5
/** How `yes`, `no`, `true`, `false`, `on`, `off` and `null` begin. */
const firstOfWords = /^[yntfo]/i

/** The value of a plain scalar, by the tags of the schema in their order, as the parser has it. */
export function resolvePlain(source: string): unknown {
  if (/^[a-z]/i.test(source) && (source.length > longestWord || !firstOfWords.test(source))) return source
  const tag = scalarTags.find(({ test }) => test!.test(source))
  const resolved = tag === undefined ? source : tag.resolve(source, neverFails, {})
  // The tag of null gives a node.
  return isScalar(resolved) ? resolved.value : resolved
}

/** The tags of scalars that are found by their text have nothing to object to. */
function neverFails(): void {}
