import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isGenerated, sourcesIn } from './sources.ts'

const sources = sourcesIn('src', 'translators', 'scripts', 'test', 'bench')
const own = sources.filter(({ path }) => !isGenerated(path))

describe('files', () => {
  /** Lines of files as editors count them. Generated files are left out: they are as long as the CRDs ask, and are not read by people. */
  const lengths = own.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))

  test('no file is longer than 300 lines, and half of src and translators have at most 60', () => {
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([])
    const product = lengths.filter(({ path }) => /^(src|translators)\//.test(path)).map(({ lines }) => lines)
    expect(product.sort((a, b) => a - b)[product.length >> 1]).toBeLessThanOrEqual(60)
  })

  test('no drawer for things without a name', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|shared|lib)(\.ts$|\/)/
    expect(sources.map(({ path }) => path).filter((path) => drawers.test(path))).toEqual([])
  })

  test('file names are in kebab case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/
    expect(own.map(({ path }) => path).filter((path) => !kebab.test(path.split('/').at(-1) ?? ''))).toEqual([])
  })

  test('no unfinished work and no switched-off check', () => {
    const marks = new RegExp(
      ['TO' + 'DO', 'FIX' + 'ME', '@ts-' + 'ignore', '@ts-' + 'nocheck', 'as ' + 'any\\b', '\\.sk' + 'ip\\(', '\\.on' + 'ly\\('].join('|'),
    )
    expect(
      own.flatMap(({ path, text }) => text.split('\n').flatMap((line, index) => (marks.test(line) ? [`${path}:${index + 1}`] : []))),
    ).toEqual([])
  })

  test('output does not depend on the locale or the clock', () => {
    const product = own.filter(({ path }) => /^(src\/(?!cli\/)|translators\/)/.test(path))
    const impure = /\.localeCompare\(|\.toLocale\w+\(|\bDate\.now\(|new Date\(\)|Math\.random\(/
    expect(product.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('documentation', () => {
  const notes = readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`)
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'translators/README.md', 'crds/README.md', ...notes]

  for (const page of pages)
    test(`${page} names only files that exist`, () => {
      const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '')
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
      const named = [...text.matchAll(/`((?:src|translators|test|golden|examples|scripts|schemas|bench|bin)\/[\w./-]*)`/g)].map(
        (match) => match[1] ?? '',
      )
      const missing = (path: string): boolean => !existsSync(path) && !existsSync(join(dirname(page), path))
      expect([...links, ...named].filter(missing)).toEqual([])
    })

  test('each decision note has a number of its own, and says what was chosen, why, and when to look again', () => {
    const numbers = notes.map((note) => /\/(\d{3})-[a-z0-9-]+\.md$/.exec(note)?.[1])
    expect(new Set(numbers).size).toBe(notes.length)
    const lacking = notes.filter((note) => {
      const text = readFileSync(note, 'utf8')
      return !['Context', 'Choice', 'Revisit|Superseded'].every((part) => new RegExp(`^\\**(${part})\\b`, 'm').test(text))
    })
    expect(lacking).toEqual([])
  })
})
