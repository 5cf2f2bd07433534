import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AnswerFiles } from '../../src/cli/cache/answer-files.ts'
import { runCli, workIn } from './run-cli.ts'

const commands = [
  ['verify', 'shop', '--to', 'ambient'],
  ['verify', 'shop', '--to', 'cilium', '-o', 'json'],
  ['verify', 'shop', '--against', 'changed', '-o', 'sarif'],
  ['diff', 'shop', '--to', 'ambient'],
  ['diff', 'shop', '--against', 'changed', '-o', 'markdown'],
  ['diff', 'shop', '--to', 'ambient', '--to', 'cilium'],
  ['convert', 'shop', '--to', 'ambient', '-o', 'json'],
  ['verify', '--cluster', 'one=shop', '--cluster', 'two=changed', '--to', 'ambient'],
]

const manifests = () => readdirSync('shop').filter((file) => file.endsWith('.yaml'))

/** The shop beside a copy of which one policy says something else. */
function shopAndChanged(): void {
  workIn('shop')
  mkdirSync('changed')
  for (const file of manifests()) writeFileSync(join('changed', file), readFileSync(join('shop', file), 'utf8').replace('GET', 'PUT'))
}

const knownIn = (stderr: string) => /--cache cache: (\d+) of (\d+) destinations known\n/.exec(stderr)?.slice(1).map(Number)

describe('--cache', () => {
  test.each(commands)(
    '%s %s %s %s: the report is the same, the first time and the second',
    async (...words) => {
      shopAndChanged()
      const plain = await runCli(...words)
      const [first, second] = [await runCli(...words, '--cache', 'cache'), await runCli(...words, '--cache', 'cache')]
      for (const run of [first, second]) expect([run.code, run.stdout]).toEqual([plain.code, plain.stdout])
      const [known, of] = knownIn(second.stderr)!
      // Without a difference between the sides, or where no change reaches a destination, it is counted and not kept.
      expect(known).toBe(words.includes('--against') ? known : of)
      expect(of).toBeGreaterThan(5)
      expect((await runCli(...words, '-q', '--cache', 'cache')).stderr).toBe((await runCli(...words, '-q')).stderr)
    },
    60_000,
  )

  test('a file that was cut off, changed or given another name is not taken for an answer', async () => {
    shopAndChanged()
    const words = ['verify', 'shop', '--to', 'ambient'] as const
    const plain = await runCli(...words)
    const damages: readonly ((text: string, other: string) => string)[] = [
      (text) => text.slice(0, text.length / 2),
      (text) => text.replace('narrower', 'equal'),
      (_, other) => other,
      () => '',
    ]
    for (const damage of damages) {
      await runCli(...words, '--cache', 'cache')
      const files = readdirSync('cache').map((name) => join('cache', name))
      const texts = files.map((file) => readFileSync(file, 'utf8'))
      for (const [at, file] of files.entries()) writeFileSync(file, damage(texts[at]!, `${texts[at + 1] ?? texts[0]}`))
      const { code, stdout, stderr } = await runCli(...words, '--cache', 'cache')
      expect([code, stdout]).toEqual([plain.code, plain.stdout])
      if (files.some((file, at) => damage(texts[at]!, `${texts[at + 1] ?? texts[0]}`) !== texts[at] && file !== ''))
        expect(stderr).toMatch(/--cache cache: \d+ files? cannot be read or is not what was written; what it held was compared again\n/)
      // It was written again.
      expect(knownIn((await runCli(...words, '--cache', 'cache')).stderr)).toEqual(
        knownIn((await runCli(...words, '--cache', 'cache')).stderr),
      )
    }
  }, 60_000)

  test('a folder that cannot be written to changes nothing but a notice', async () => {
    shopAndChanged()
    writeFileSync('taken', '')
    const { code, stderr } = await runCli('verify', 'shop', '--to', 'ambient', '-q', '--cache', 'taken/cache')
    expect([code, stderr]).toEqual([
      (await runCli('verify', 'shop', '--to', 'ambient', '-q')).code,
      '--cache taken/cache: what was found is not kept (ENOTDIR)\n',
    ])
    expect(await runCli('verify', 'shop', '--to', 'ambient', '--cache', 'taken')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--cache taken is not a folder') as string,
    })
  })

  test('it is not kept among what convert writes, where the next run would find it', async () => {
    shopAndChanged()
    for (const cache of ['out', 'out/cache', './out/../out/cache'])
      for (const words of [
        ['convert', 'shop', '--to', 'ambient', '--output-dir', 'out'],
        ['diff', 'shop', '--to', 'ambient', '--check', 'out'],
      ])
        expect(await runCli(...words, '--cache', cache)).toMatchObject({
          code: 2,
          stdout: '',
          stderr: expect.stringContaining(`--cache ${cache} lies in --`) as string,
        })
    const beside = ['convert', 'shop', '--to', 'ambient', '--output-dir', 'out', '--cache', 'out-cache'] as const
    expect([(await runCli(...beside)).code, (await runCli(...beside)).code]).toEqual([0, 0])
  })

  test('it needs something to compare', async () => {
    shopAndChanged()
    for (const words of [
      ['convert', 'shop', '--to', 'ambient', '--no-verify'],
      ['diff', 'shop', '--to', 'ambient', '--no-verify'],
      ['verify', 'shop', '--to', 'ambient', '--shard', '1/2'],
    ])
      expect(await runCli(...words, '--cache', 'cache')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/--cache (and --no-verify )?exclude each other/) as string,
      })
  })
})

test('a folder with more than it may hold loses what was written first', () => {
  workIn()
  const files = new AnswerFiles('cache', 'a release', 500)
  for (const [at, bundle] of ['a', 'b', 'c'].entries()) {
    files.keep(bundle, [{ destination: 'x'.repeat(100), parts: [] }])
    utimesSync(join('cache', `${bundle}.answers`), at, at)
  }
  files.finish({ note: () => {} }, true)
  expect(['a', 'b', 'c'].map((bundle) => files.read(bundle)?.length)).toEqual([undefined, 1, 1])
})
