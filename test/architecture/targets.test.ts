import { describe, expect, test } from 'vitest'
import { assumptions, assumptionsOfReviews, defaultOptions } from '../../src/model/dialect.ts'
import { targetNames, targets } from '../../translators/index.ts'
import { titles } from '../../translators/titles.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { sourcesIn } from './sources.ts'

const all = Object.values(targets)
const names = targetNames.join('|')
/** Different names in a row, over lines as well: `['ambient', 'cilium']`, `'ambient' | 'cilium'`, `{ ambient: 'Istio ambient', cilium: 'Cilium' }`. */
const lists = [
  new RegExp(`['"](${names})['"]\\s*[,|]\\s*['"](?!\\1['"])(?:${names})['"]`, 'g'),
  new RegExp(`\\b(${names}): [^:{}]*,\\s*(?!\\1:)(?:${names}):`, 'g'),
]
/** `target === 'ambient'`, `'cilium' !== args.to`, `case 'cilium':`; of data planes, `dataPlane === 'ambient'` says something else. */
const comparisons = [
  new RegExp(`\\b(?!\\w*[pP]lane\\b|mode\\b)\\w+\\)? [!=]== ['"](?:${names})['"]`, 'g'),
  new RegExp(`['"](?:${names})['"] [!=]== `, 'g'),
  /\bcase 'cilium'/g,
]
/** `targets.ambient`: a test may ask for one target, nothing else may. */
const access = new RegExp(`\\btargets\\.(?:${names})\\b`, 'g')

/** Files where a pattern means something else, with the reason. */
const allowed: Readonly<Record<string, string>> = { 'test/architecture/targets.test.ts': 'shows what would be noticed' }

function violations(path: string, text: string): string[] {
  const patterns = [...lists, ...comparisons, ...(path.startsWith('test/') ? [] : [access])]
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`))
}

describe('targets', () => {
  test('the name of a target is its key', () => {
    expect(all.map((target) => target.name)).toEqual(targetNames)
    expect(Object.entries(titles)).toEqual(all.map(({ name, title }) => [name, title]))
  })

  test('there is one list of targets, and nothing depends on what one is called', () => {
    const found = sourcesIn('src', 'translators', 'scripts', 'bench', 'test')
      .filter(({ path }) => !(path in allowed))
      .flatMap(({ path, text }) => violations(path, text))
    expect(found).toEqual([])
  })

  test('a list and a comparison would be noticed', () => {
    for (const line of [
      "z.enum(['ambient', 'cilium'])",
      "readonly name: 'ambient' | 'cilium'",
      "const titles = { ambient: 'Istio ambient', cilium: 'Cilium' }",
      "byLabels: translation.target === 'cilium'",
      "if (request.target !== 'ambient') return []",
      "'cilium' === args.to",
      'fateAt(targets.ambient.fates[id], path)',
    ])
      expect(violations('src/x.ts', line), line).toHaveLength(1)
    for (const line of [
      "dataPlane === 'ambient'",
      "translate(files, { target: 'ambient' })",
      "labels['istio.io/dataplane-mode'] === 'ambient'",
    ])
      expect(violations('src/x.ts', line), line).toEqual([])
  })

  test('the files that are excused have one of the patterns', () => {
    const texts = new Map(sourcesIn('test').map(({ path, text }) => [path, text]))
    expect(Object.keys(allowed).filter((path) => violations(path, texts.get(path) ?? '').length === 0)).toEqual([])
  })

  test('what the capabilities of a target depend on is among its versions', () => {
    const versionOf = { istio: 'istio', gatewayApi: 'gatewayApi', channel: 'gatewayApiChannel', cilium: 'cilium' } as const
    for (const { name: target, versions, capabilities } of all)
      for (const { id, since = {} } of capabilities)
        for (const key of Object.keys(since) as (keyof typeof versionOf)[]) expect(versions, `${target}: ${id}`).toContain(versionOf[key])
  })

  test('every version, choice and assumption is taken by a target, or by reviews', () => {
    const { versions, assume: _, ...options } = defaultOptions
    expect(Object.keys(versions).filter((key) => !all.some((target) => target.versions.some((one) => one === key)))).toEqual([])
    expect(Object.keys(options).filter((key) => !all.some((target) => target.options.some((one) => one === key)))).toEqual([])
    const taken = [...assumptionsOfReviews, ...all.flatMap((target) => target.assumptions)]
    expect(assumptions.filter((one) => !taken.includes(one))).toEqual([])
    expect(assumptionsOfReviews.filter((one) => all.some((target) => target.assumptions.includes(one)))).toEqual([])
  })

  test('no golden gives its targets what none of them takes', () => {
    const wrong = goldenCases().flatMap((golden) => {
      const taking = golden.targets.map((target) => targets[target])
      const { versions, assume = [], ...options } = golden.request(golden.targets[0]!).options ?? {}
      const given = Object.keys(options).filter((key) => !taking.some((target) => target.options.some((one) => one === key)))
      const vouched = assume.filter((one) => !taking.some((target) => target.assumptions.includes(one)))
      const asked = Object.entries(versions ?? {}).flatMap(([key, value]) =>
        value === defaultOptions.versions[key as keyof typeof versions] ||
        taking.some((target) => target.versions.some((one) => one === key))
          ? []
          : [key],
      )
      return [...given, ...vouched, ...asked].map((what) => `${golden.name}: ${what}`)
    })
    expect(wrong).toEqual([])
  })
})
