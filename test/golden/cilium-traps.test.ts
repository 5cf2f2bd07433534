import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readFolder } from './folder.ts'
import { goldenRoot } from './golden-case.ts'

const traps = z
  .array(
    z.strictObject({
      trap: z.int(),
      says: z.string(),
      goldens: z.array(z.string()).min(1),
      shows: z.array(z.string()).default([]),
      never: z.array(z.string()).default([]),
    }),
  )
  .parse(parse(readFileSync(new URL('cilium-traps.yaml', import.meta.url), 'utf8')))

const stored = z
  .array(z.strictObject({ stored: z.string(), golden: z.string(), shows: z.string() }))
  .parse(parse(readFileSync(new URL('cilium-stored.yaml', import.meta.url), 'utf8')))

/** What is expected of a golden, as one text. */
function expectedOf(golden: string): string {
  const texts = [...readFolder(`${goldenRoot}/${golden}/expected`).values()]
  expect(texts, `${golden} has no expected files`).not.toEqual([])
  return texts.join('\n')
}

describe('traps of translating to Cilium', () => {
  test('each has a golden', () => {
    const numbers = [...new Set(traps.map(({ trap }) => trap))]
    expect(numbers).toEqual(Array.from({ length: 43 }, (_, index) => index + 1))
  })
  test.each(traps)('$trap: $says', ({ goldens, shows, never }) => {
    expect([...shows, ...never]).not.toEqual([])
    for (const golden of goldens) {
      const text = expectedOf(golden)
      for (const pattern of shows) expect(text, golden).toMatch(new RegExp(pattern, 'm'))
      for (const pattern of never) expect(text, golden).not.toMatch(new RegExp(pattern, 'm'))
    }
  })
})

describe('policies that Cilium stores and does not apply', () => {
  test.each(stored)('$stored', ({ golden, shows }) => expect(expectedOf(golden)).toContain(shows))

  test('every golden of them is in the list', () => {
    const listed = new Set([...stored.map(({ golden }) => golden), ...traps.flatMap(({ goldens }) => goldens)])
    const folders = readdirSync(`${goldenRoot}/cilium-stored`).map((name) => `cilium-stored/${name}`)
    expect(folders.filter((name) => !listed.has(name))).toEqual([])
  })
})

test('Cilium has at least 80 goldens', () => {
  const areas = readdirSync(goldenRoot).filter((area) => area.startsWith('cilium-'))
  expect(areas.flatMap((area) => readdirSync(`${goldenRoot}/${area}`)).length).toBeGreaterThanOrEqual(80)
})
