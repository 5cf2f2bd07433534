import { isScalar, type ScalarTag } from 'yaml'
import { isResolvedScalar, kubernetesSchema } from '../scalars.ts'

const scalarTags = kubernetesSchema.tags.filter((tag): tag is ScalarTag => tag.default === true && 'test' in tag && tag.test !== undefined)

/** `false` is the longest word that is read as something else than text. */
const longestWord = 5
/** How `yes`, `no`, `true`, `false`, `on`, `off` and `null` begin. */
const firstOfWords = /^[yntfo]/i
/** An integer that any reader takes for the same, with fewer digits than a number holds exactly. */
const shortInteger = /^[1-9]\d{0,14}$/

/** The value of a plain scalar, by the tags of the schema in their order, as the parser has it. */
export function resolvePlain(source: string): unknown {
  if (isLetter(source.charCodeAt(0))) {
    if (source.length > longestWord || !firstOfWords.test(source)) return source
  } else if (shortInteger.test(source)) return Number(source)
  const tag = scalarTags.find(({ test }) => test!.test(source))
  const resolved = tag === undefined ? source : tag.resolve(source, neverFails, {})
  // The tag of null gives a node.
  return isScalar(resolved) ? resolved.value : resolved
}

/** Whether a key that begins with a letter or `_` is read as something else than text. */
export function resolvesPlainKey(source: string): boolean {
  return source.length <= longestWord && firstOfWords.test(source) && isResolvedScalar(source)
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}

/** The tags of scalars that are found by their text have nothing to object to. */
function neverFails(): void {}
