import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isGenerated, sourcesIn } from './sources.ts'

/** Words that hide who is meant: the client, the proxy, the controller or the user. `there is no`, `is no longer` and names in code are not meant. */
const pattern =
  /\b(nobody|somebody|whoever|judged|judges|mend|mends|mended|told|go(es)? round|went round|(?<!here )(is|are|was|were) no(?! longer| more))\b/gi

/** Files that speak of the words themselves, or in which one of them is a value. */
const allowed: Readonly<Record<string, string>> = {
  'CONTRIBUTING.md': 'lists the words',
  'test/architecture/words.test.ts': 'lists the words',
  'test/architecture/private-words.ts': 'lists the words',
}

interface Prose {
  readonly path: string
  readonly text: string
}

const found = ({ path, text }: Prose): string[] =>
  path in allowed
    ? []
    : [...text.matchAll(pattern)].map(({ index }) => `${path}: ${text.slice(Math.max(0, index - 40), index + 40).trim()}`)

/** The lines of a source that are comments. */
const comments = sourcesIn('src', 'translators', 'scripts', 'bench', 'test')
  .filter(({ path }) => !isGenerated(path))
  .map(
    ({ path, text }): Prose => ({ path, text: (text.match(/^\s*(\/\*\*?|\*|\/\/).*$/gm) ?? []).join('\n').replace(/`[^`\n]*`/g, '`…`') }),
  )

/** What the command line prints of its options, and why it stops. */
const usage = sourcesIn('src/cli').map(({ path, text }): Prose => ({ path, text: (text.match(/'[^'\n]* [^'\n]*'/g) ?? []).join('\n') }))

const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`)].map(
  (path): Prose => ({
    path,
    text: readFileSync(path, 'utf8')
      .replace(/^```[\s\S]*?^```/gm, '')
      .replace(/`[^`\n]*`|"[^"\n]*"/g, '…'),
  }),
)

describe(`words that hide who is meant (not in ${Object.keys(allowed).join(', ')})`, () => {
  test('comments have none', () => void expect(comments.flatMap(found)).toEqual([]))
  test('neither have usage texts', () => void expect(usage.flatMap(found)).toEqual([]))
  test('nor documents', () => void expect(documents.flatMap(found)).toEqual([]))
  test('one would be noticed', () =>
    void expect(
      found({ path: 'a.ts', text: '// A pod is no Service. There is no pod; nobody asks, and it is no longer there.' }),
    ).toHaveLength(2))
})
