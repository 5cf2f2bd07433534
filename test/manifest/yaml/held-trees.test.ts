import { describe, expect, test } from 'vitest'
import { parseFile } from '../../../src/manifest/parse-file.ts'
import type { ParsedDocument } from '../../../src/manifest/yaml/parsed-file.ts'

const account = (index: number) => `kind: ServiceAccount\nmetadata:\n  name: app-${index}\n`
const entries = (count: number) => Array.from({ length: count }, (_, index) => `  key-${index}: value\n`).join('')

function documentsOf(texts: readonly string[]): readonly ParsedDocument[] {
  return parseFile('mesh.yaml', texts.join('---\n')).file.documents
}

describe('trees of plain documents', () => {
  const many = Array.from({ length: 300 }, (_, index) => account(index))

  test('give way to newer ones, and are made again as they were', () => {
    const documents = documentsOf(many)
    const first = documents[0]!.tree
    const [before, range] = [first?.toJS(), first?.contents?.range]
    const newest = documents.map(({ tree }) => tree).at(-1)
    expect(documents.at(-1)!.tree).toBe(newest)
    expect(documents[0]!.tree).not.toBe(first)
    expect(documents[0]!.tree?.toJS()).toEqual(before)
    expect(documents[0]!.tree?.contents?.range).toEqual(range)
  })

  test('stay where a document is long, which a list may be, and where the parser made them', () => {
    const long = `kind: ConfigMap\ndata:\n${entries(600)}`
    const unusual = `kind: ConfigMap\ndata: { a: b }\n`
    const documents = documentsOf([long, unusual, ...many])
    const [ofLong, ofUnusual] = documents.map(({ tree }) => tree)
    expect(documents[0]!.isPlain).toBe(true)
    expect(documents[1]!.isPlain).toBe(false)
    expect(documents[0]!.tree).toBe(ofLong)
    expect(documents[1]!.tree).toBe(ofUnusual)
  })
})
