import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isGenerated, sourcesIn } from './sources.ts'

/** The lists of files that CONTRIBUTING gives to those who add something are whole: a file that the task leads to is named, or its folder is. */
describe('recipes of CONTRIBUTING', () => {
  const product = sourcesIn('src', 'translators').filter(({ path }) => !isGenerated(path))

  test('a new field of a CRD: every file that reads a generated type', () => {
    const consumers = product.filter(({ text }) => text.includes('crd/generated/types/')).map(({ path }) => path)
    expect(consumers.length).toBeGreaterThan(50)
    expect(notNamed('Add a field', consumers)).toEqual([])
  })

  test('a new atom: every file that names one which no API has by that name', () => {
    const consumers = product.filter(({ text }) => text.includes("'token-principal'")).map(({ path }) => path)
    expect(consumers.length).toBeGreaterThan(5)
    expect(notNamed('Add a field', consumers)).toEqual([])
  })

  test('a new enforcement point: every file that names one of those there are', () => {
    const consumers = product.filter(({ text }) => /'(cilium endpoint|destination sidecar)'/.test(text)).map(({ path }) => path)
    expect(consumers.length).toBeGreaterThan(3)
    expect(notNamed('Add an enforcement point', consumers)).toEqual([])
  })

  test('a list that lacks a file is noticed', () => {
    expect(notNamed('Add an enforcement point', ['src/cli/main.ts'])).toEqual(['src/cli/main.ts'])
  })
})

/** The files that a section names neither themselves nor by their folder. */
function notNamed(title: string, files: readonly string[]): string[] {
  const section =
    readFileSync('CONTRIBUTING.md', 'utf8')
      .split(/^## /m)
      .find((text) => text.startsWith(`${title}\n`)) ?? ''
  const named = [...section.matchAll(/`((?:src|translators)\/[\w./-]+)`/g)].map((match) => match[1]!)
  return files.filter((file) => !named.some((path) => file === path || file.startsWith(`${path}/`)))
}
