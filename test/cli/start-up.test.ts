import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleCommandLine } from '../../scripts/bundle/command-line.ts'
import { commands } from '../../src/cli/commands/index.ts'
import { packageLike } from './package-like.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-start-'))
const chunks = join(folder, 'dist/cli')
let binary = ''

beforeAll(async () => {
  binary = await packageLike(folder)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The files that are loaded with some, by their static imports. */
function loadedWith(...names: readonly string[]): Set<string> {
  const loaded = new Set<string>()
  const load = (name: string): void => {
    if (loaded.has(name)) return
    loaded.add(name)
    const text = readFileSync(join(chunks, name), 'utf8')
    for (const [, next] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g)) load(next!)
  }
  names.forEach(load)
  return loaded
}

function sizeOf(names: Iterable<string>): number {
  return [...names].reduce((sum, name) => sum + readFileSync(join(chunks, name)).length, 0)
}

// Compiling is what a start takes: its size is measured here, its time by `npm run bench -- start`.
test('version and help load the argument parser, explain also the catalogue, and none of them a translator', () => {
  const all = readdirSync(chunks).filter((name) => name.endsWith('.js'))
  expect(sizeOf(all)).toBeGreaterThan(2_000_000)
  expect(sizeOf(loadedWith('main.js'))).toBeLessThan(250_000)
  expect(sizeOf(loadedWith('main.js', 'explain.js'))).toBeLessThan(500_000)
})

test('zod is loaded where a list of the user is read, and by nothing else', () => {
  const holding = (names: Iterable<string>): string[] =>
    [...names].filter((name) => /\bZodObject\b/.test(readFileSync(join(chunks, name), 'utf8')))
  expect(holding(loadedWith('main.js', ...commands.map(({ name }) => `${name}.js`)))).toEqual([])
  expect(holding(loadedWith('read-accept-list.js'))).toHaveLength(1)
})

test('nothing outside the package is loaded but modules of Node', () => {
  for (const name of readdirSync(chunks).filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(join(chunks, name), 'utf8')
    const imported = [...text.matchAll(/^import\b[^;"']*?["']([^"']+)["']|;import\b[^;"']*?["']([^"']+)["']/g)].map(
      (match) => match[1] ?? match[2]!,
    )
    expect(imported.filter((specifier) => !specifier.startsWith('./') && !isBuiltin(specifier))).toEqual([])
  }
})

test('the same sources give the same bytes, and every package has its licence beside it', { timeout: 60_000 }, async () => {
  const again = join(folder, 'again')
  await bundleCommandLine('src/cli/main.ts', again)
  const texts = (at: string): string[] => readdirSync(at).map((name) => `${name}\n${readFileSync(join(at, name), 'utf8')}`)
  expect(texts(again)).toEqual(texts(chunks))
  const licences = readFileSync(join(again, 'LICENCES.txt'), 'utf8')
  for (const name of ['yaml', 'yargs', 'zod', 'diff', 're2js'])
    expect(licences).toMatch(new RegExp(`^${name} \\d.*\\((?:ISC|MIT|BSD-3-Clause)\\)$`, 'm'))
})

const run = (env: object, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [binary, ...args], { encoding: 'utf8', env: { ...process.env, ...env } })

test('the binary knows its version, and lists all commands', { timeout: 30_000 }, () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(run({}, '--version')).toBe(`${version}\n`)
  const help = run({}, '--help')
  for (const { command, describe } of commands) expect(help.replace(/\s+/g, ' ')).toContain(`unsidecar ${command} ${describe}`)
  expect(run({ LC_ALL: 'de_DE.UTF-8' }, '--help')).toBe(help)
})

test('each command says what it takes, and completes it', { timeout: 60_000 }, () => {
  for (const { name } of commands) expect(run({}, name, '--help')).toContain(`unsidecar ${name}`)
  expect(run({}, '--get-yargs-completions', 'unsidecar', 'convert', '--out')).toContain('--output-dir')
})

test('the package has the bundle, the library, and nothing that only its own build uses', () => {
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: readonly string[] }
  for (const needed of ['bin', 'dist/cli', 'dist/src', 'dist/translators', 'schemas']) expect(files).toContain(needed)
  expect(files.filter((file) => dirname(file) === '.' && file.startsWith('dist'))).toEqual([])
  const sources = readFileSync('bin/unsidecar.js', 'utf8')
  expect(sources).toContain("import('../dist/cli/main.js')")
})
