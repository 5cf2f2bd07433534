/** Words that only this project had for things that Istio, Envoy and Kubernetes have a term for, and turns of phrase that are hard to read. */
const words = [
  'round(?! robin|-robin)', // bypass
  'nobody|somebody|anybody|everybody', // the client, the proxy or the controller that is meant
  'mend(s|ed)?', // correct, fix
  'judge[ds]?|judging', // decide, enforce, evaluate
  'told|tells', // shows, contains
  '(?<!there )(is|are|was|were) no(?! longer)', // is not a
  'otherwise than', // differently from
  'whoever|whomever',
  'as (it|they) (is|are|was|were)(?= *(;|,|\\.|:|$|and|because))', // unchanged
  'anew',
  'goes past|go past|led past', // bypass
]

const pattern = new RegExp(`\\b(${words.join('|')})\\b`, 'gi')

/** The private words of a text, each with the words around it. */
export function privateWords(text: string): string[] {
  return [...text.matchAll(pattern)].map(({ index }) => text.slice(Math.max(0, index - 30), index + 40).replaceAll('\n', ' '))
}
