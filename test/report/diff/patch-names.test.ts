import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { OutputFile } from '../../../src/manifest/output-tree.ts'
import { belowRoot, gitPatch } from '../../../src/report/diff/unified-diff.ts'
import fc from '../../fast-check.ts'

const root = mkdtempSync(join(tmpdir(), 'patch-names-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Applies the patch of the files in a folder of its own and returns what is there then. */
function applied(files: readonly OutputFile[]): Record<string, string> {
  const folder = mkdtempSync(join(root, 'case-'))
  for (const { path, before } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    if (before !== undefined) writeFileSync(join(folder, path), before)
  }
  execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
    cwd: folder,
    input: gitPatch(files),
    env: { ...process.env, GIT_CEILING_DIRECTORIES: root },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    there.map((entry) => [
      join(entry.parentPath, entry.name).slice(folder.length + 1),
      readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    ]),
  )
}

/** Each name once edited, once added, once removed, also for files of one line, without a last line end, and empty. */
function expectApplies(name: string): void {
  const files: OutputFile[] = [
    { path: `e/${name}`, status: 'edited', before: 'a\nb\nc\n', text: 'a\nB\nc\n' },
    { path: `s/${name}`, status: 'edited', before: 'a', text: 'b' },
    { path: `n/${name}`, status: 'added', text: 'new\n' },
    { path: `m/${name}`, status: 'added', text: '' },
    { path: `r/${name}`, status: 'removed', before: 'old\n' },
    { path: `q/${name}`, status: 'removed', before: '' },
    { path: name, status: 'edited', before: '-- x\n++ y\n', text: '-- x\n++ z\n' },
  ]
  const wanted = files.filter(({ status }) => status !== 'removed').map(({ path, text }) => [path, text])
  expect(applied(files), JSON.stringify(name)).toEqual(Object.fromEntries(wanted))
}

test.each([
  'plain.yaml',
  'two words.yaml',
  ' leading.yaml',
  'trailing .yaml ',
  'tab\there.yaml',
  'line\nbreak.yaml',
  'carriage\rreturn.yaml',
  'quo"te.yaml',
  "apo'strophe.yaml",
  'back\\slash.yaml',
  'back\\"both.yaml',
  'bell\u0007escape\u001bdelete\u007f.yaml',
  'ü€🙂.yaml',
  'e\u0301.yaml',
  'no\u00a0break\u2028.yaml',
  '-dash.yaml',
  '--help',
  'a',
  'b',
  'a b/c.yaml',
  'a/b/a/b.yaml',
  'b/a/x.yaml',
  'a b b',
  'x b/x',
  'dev/null',
  '"',
  '\\',
  '\\n.yaml',
  '\\303.yaml',
  '{x => y}.yaml',
  '#c.yaml',
  '@@ -1 +1 @@',
  '.git-not/x.yaml',
  `${'x'.repeat(250)}.yaml`,
])('git applies the patch of a file called %j', (name) => {
  expectApplies(name)
})

test('git applies the patch of a file with any name', { timeout: 60_000 }, () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    ' ',
    '"',
    '\\',
    '\t',
    '\n',
    '\r',
    '\u0001',
    '\u007f',
    'é',
    '🙂',
    '-',
    '+',
    '@',
    '/',
    '.y',
    '0',
    '{',
    '\u0085',
  )
  const name = fc
    .array(piece, { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''))
    // What no file can be called, or what git refuses for a reason of its own.
    .filter((text) => text.split('/').every((part) => part !== '' && !/^\.+$/.test(part)) && !/^\.git$/i.test(text))
  fc.assert(
    fc.property(name, (text) => expectApplies(text)),
    { numRuns: 60, seed: 5 },
  )
})

test('paths that begin as others do are cut where all agree', () => {
  const of = (...paths: string[]) => belowRoot(paths.map((path) => ({ path, status: 'added' as const, text: '' })))
  expect(of('../a/b/x.yaml', '../a/bc/y.yaml')).toMatchObject({ root: '../a/', files: [{ path: 'b/x.yaml' }, { path: 'bc/y.yaml' }] })
  expect(of('/x.yaml', '/a/y.yaml')).toMatchObject({ root: '/', files: [{ path: 'x.yaml' }, { path: 'a/y.yaml' }] })
  expect(of('..x/a.yaml').root).toBeUndefined()
  expect(existsSync(root)).toBe(true)
})
