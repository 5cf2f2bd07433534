import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { goldens } from '../../vitest.config.ts'
import { sourcesIn } from './sources.ts'

/** Folders of tests that belong to no folder of the source, with what they are about. */
const ofTheWhole: Readonly<Record<string, string>> = {
  action: 'what runs in pull requests, as far as it runs without its host',
  apply: 'outputs, at a real API server',
  architecture: 'the source itself',
  corpora: 'manifests of others, from end to end',
  fates: 'what translators promise about each field, over all goldens',
  faults: 'how tests run against faults in the source',
  golden: 'how a case of `golden/` is read and run',
  mutants: 'damaged outputs, which comparing has to find',
  package: 'what npm pack holds, as those who install it see it',
  property: 'whole meshes by chance',
  vectors: 'decisions recorded from real engines',
}

/** The folder of the source that a folder of tests is about: `test/decide/walk` tests `src/decide/walk`, `test/translators/cilium` its namesake. */
function sourceOf(folder: string): string {
  const path = folder.replace(/^test\//, '')
  return path.split('/')[0] === 'translators' ? path : `src/${path}`
}

describe('tests', () => {
  test('folders directly below `test` are named after a folder of the source, or say what they are about', () => {
    const files = readdirSync('test', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const folders = [...new Set(files.map(({ parentPath }) => parentPath.split(/[\\/]/)[1] ?? ''))].filter((name) => name !== '')
    expect(folders.filter((name) => !(name in ofTheWhole) && !existsSync(sourceOf(`test/${name}`)))).toEqual([])
    expect(Object.keys(ofTheWhole).filter((name) => !folders.includes(name) || existsSync(sourceOf(`test/${name}`)))).toEqual([])
  })

  test('each is in the folder that has the name of what it tests', () => {
    const folders = sourcesIn('test')
      .filter(({ path }) => path.endsWith('.test.ts'))
      .map(({ path }) => dirname(path))
      .filter((folder) => folder !== 'test' && !((folder.split('/')[1] ?? '') in ofTheWhole))
    expect([...new Set(folders)].filter((folder) => !existsSync(sourceOf(folder)))).toEqual([])
  })

  test('a test in a folder of its own making would be noticed', () => {
    expect(
      ['test/read-security', 'test/translators/read', 'test/decide/walk', 'test/translators/istio/read'].map(sourceOf).filter(existsSync),
    ).toEqual(['src/decide/walk', 'translators/istio/read'])
  })

  test('those that ask for every golden share one process, where each is translated once', () => {
    const asking = sourcesIn('test').filter(
      ({ path, imports }) => path.endsWith('.test.ts') && imports.some((one) => one.endsWith('/remembered.ts')),
    )
    expect(asking.map(({ path }) => path)).toEqual([...goldens].sort())
  })
})
