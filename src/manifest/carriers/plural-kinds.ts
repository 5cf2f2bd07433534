import { decidingKinds } from '../../model/deciding-kinds.ts'

const byPlural: ReadonlyMap<string, string> = new Map(
  decidingKinds.map((kind) => {
    const word = kind.toLowerCase()
    if (/[^aeiou]y$/.test(word)) return [`${word.slice(0, -1)}ies`, kind]
    return [/(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`, kind]
  }),
)

/** The deciding kind whose plural an API rule names: `authorizationpolicies`, `pods`. */
export function kindOfPlural(resource: string): string | undefined {
  return byPlural.get(resource)
}
