import { describe, expect, test } from 'vitest'
import { isGenerated, type SourceFile, sourcesIn } from './sources.ts'

const declared = /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm

/** Definitions of findings and generated types have names of their own making; everything else is found by its name. */
const sources = sourcesIn('src', 'translators', 'scripts', 'bench').filter(
  ({ path }) => !isGenerated(path) && !path.startsWith('src/diagnostics/catalogue/'),
)

/** The files that declare each exported name, for names that more than one file declares. */
function shared(files: readonly SourceFile[]): Map<string, string[]> {
  const places = new Map<string, Set<string>>()
  for (const { path, text } of files)
    for (const [, name = ''] of text.matchAll(declared)) places.set(name, (places.get(name) ?? new Set()).add(path))
  return new Map([...places].flatMap(([name, paths]) => (paths.size > 1 ? [[name, [...paths]] as const] : [])))
}

/**
 * The only names that two files may share: `toPod` of `src/decide/walk/to-pod.ts` follows one request, `toPod` of
 * `src/verify/symbolic/walk/to-pod.ts` all of them. Reading the two side by side is what the same name is for (twins.test.ts).
 */
function areTwins(paths: readonly string[]): boolean {
  const [decide = '', symbolic = ''] = paths
  return paths.length === 2 && decide.startsWith('src/decide/') && symbolic === decide.replace('src/decide/', 'src/verify/symbolic/')
}

/** `plan` is what the library of CEL calls a compiled rule. */
const ofLibraries = ['test/architecture/names.test.ts', 'test/crd/oracle/cel-library.ts']

/** The rollouts that `unsidecar plan` plans. */
const ofRollouts =
  /^(src|test|src\/report|test\/report)\/plan\/|^(src\/cli\/commands|test\/cli)\/plan[.-]|^(src|test)\/report\/html\/plan[/-]|^test\/architecture\/(layers|formats)/

describe('exported names', () => {
  const all = [...shared(sources)]
  const twins = all.filter(([, paths]) => areTwins(paths)).map(([name]) => name)

  test('each names one thing', () => {
    expect(all.filter(([name]) => !twins.includes(name)).map(([name, paths]) => `${name}: ${paths.join(', ')}`)).toEqual([])
  })

  test(`only twins of the two evaluators share one: ${twins.join(', ')}`, () => {
    expect(twins).toContain('toPod')
  })

  test('`plan` stays free for what a user plans: a rollout', () => {
    const named = sourcesIn('src', 'translators', 'scripts', 'bench', 'test').filter(
      ({ path, text }) =>
        /(^|[/-])plans?[/.-]/.test(path) || /\b(?:const|let|function|class|interface|type) #?\w*[pP]lans?\b|\bplans?\??:/.test(text),
    )
    expect(named.map(({ path }) => path).filter((path) => !ofLibraries.includes(path) && !ofRollouts.test(path))).toEqual([])
  })

  test('a name that two files give would be noticed', () => {
    const file = (path: string, text: string): SourceFile => ({ path, text, imports: [], valueImports: [] })
    const found = shared([
      file('src/a.ts', 'export interface Plan {}\nexport const Plan = 1'),
      file('translators/b.ts', '\nexport type Plan = string'),
      file('scripts/c.ts', 'const Plan = 2'),
    ])
    expect([...found]).toEqual([['Plan', ['src/a.ts', 'translators/b.ts']]])
  })
})
