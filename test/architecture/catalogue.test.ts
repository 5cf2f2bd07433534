import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.ts'
import type { DiagnosticDefinition } from '../../src/diagnostics/diagnostic.ts'
import { privateWords } from './private-words.ts'
import { sourcesIn } from './sources.ts'

const definitions = Object.entries(catalogue as Record<string, DiagnosticDefinition<never>>)

/** Codes that neither a golden nor a test can show, with the reason. */
const unshown: Readonly<Record<string, string>> = {
  US9001: 'a fault of ours by definition; every golden asserts that there is none',
  US9002: 'a fault of ours by definition; every golden asserts that there is none',
  US9003: 'a fault of ours by definition; test/fates shows that no field is without a fate',
}

describe('catalogue', () => {
  test('codes are well formed and used once', () => {
    const codes = definitions.map(([, { code }]) => code)
    expect(codes.filter((code) => !/^US\d{4}$/.test(code))).toEqual([])
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  test('no area loses a definition to another with the same name', () => {
    const defined = sourcesIn('src/diagnostics/catalogue').flatMap(({ text }) =>
      [...text.matchAll(/code: '(US\d+)'/g)].map((match) => match[1] ?? ''),
    )
    expect(defined.sort()).toEqual(definitions.map(([, { code }]) => code).sort())
  })

  for (const [name, definition] of definitions)
    test(`${definition.code} (${name}) is worded as all are`, () => {
      expect(definition.title).toMatch(/^[A-Z`].*[^.]$/)
      expect(definition.help).toMatch(/[.`]$/)
      expect(definition.why).toMatch(/[.`)]$/)
    })

  for (const [name, { code, title, message, help, why }] of definitions)
    test(`${code} (${name}) uses the terms of Istio and Envoy, and no private words`, () => {
      // The source of a message has the words of all its variants.
      expect([title, message.toString(), help, why].flatMap(privateWords)).toEqual([])
    })

  test('every code is shown by a golden or by a test', () => {
    const shown = new Set<string>()
    for (const text of [...goldenDiagnostics(), ...sourcesIn('test').map((file) => file.text)])
      for (const match of text.matchAll(/US\d{4}/g)) shown.add(match[0])
    // A test may name the definition instead of its code.
    const tests = sourcesIn('test')
      .map(({ text }) => text)
      .join('\n')
    const missing = definitions.filter(
      ([name, { code }]) => !shown.has(code) && !new RegExp(`catalogue\\.${name}\\b`).test(tests) && unshown[code] === undefined,
    )
    expect(missing.map(([name, { code }]) => `${code} ${name}`)).toEqual([])
  })

  test('every definition is used', () => {
    const sources = sourcesIn('src', 'translators').filter(({ path }) => !path.startsWith('src/diagnostics/catalogue'))
    const text = sources.map((file) => file.text).join('\n')
    expect(definitions.map(([name]) => name).filter((name) => !new RegExp(`\\.${name}\\b`).test(text))).toEqual([])
  })
})

function goldenDiagnostics(): string[] {
  if (!existsSync('golden')) return []
  return readdirSync('golden', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^diagnostics.*\.txt$/.test(entry.name) && entry.parentPath.endsWith('expected'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}
