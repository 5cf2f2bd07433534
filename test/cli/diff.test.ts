import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { filesBelow, runCli, workIn } from './run-cli.ts'

const mesh = (file: string): string => readFileSync(new URL(`../../examples/l4/${file}`, import.meta.url), 'utf8')

/** Applies a patch in the current folder, away from any repository. */
function gitApply(patch: string): void {
  execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
    input: patch,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: process.cwd() },
  })
}

/** What `git apply` of the patch leaves in `work`, and what converting in place leaves there. */
async function bothWays(): Promise<{ applied: Record<string, string>; converted: Record<string, string> }> {
  const folder = process.cwd()
  const { code, stdout } = await runCli('diff', 'work', '--to', 'ambient', '-o', 'patch')
  expect(code).toBe(1)
  cpSync('work', 'copy', { recursive: true })
  gitApply(stdout)
  const applied = filesBelow(`${folder}/work`)
  await runCli('convert', 'copy', '--to', 'ambient', '--in-place')
  return { applied, converted: filesBelow(`${folder}/copy`) }
}

describe('git apply of the patch equals converting in place', () => {
  for (const example of ['shop', 'l4'])
    test(`for examples/${example}`, async () => {
      workIn(example)
      cpSync(example, 'work', { recursive: true })
      const { applied, converted } = await bothWays()
      expect(applied).toEqual(converted)
    })

  const variants: Record<string, (text: string) => string> = {
    'without a final newline': (text) => text.trimEnd(),
    'with CRLF line ends': (text) => text.replaceAll('\n', '\r\n'),
  }
  for (const [what, change] of Object.entries(variants))
    test(`for a file ${what}`, async () => {
      workIn('l4')
      cpSync('l4', 'work', { recursive: true })
      writeFileSync('work/mesh.yaml', change(mesh('mesh.yaml')))
      writeFileSync('work/a name with spaces.yaml', change(mesh('mesh.yaml')).replaceAll('storage', 'lager').replaceAll('5672', '5673'))
      writeFileSync('work/empty.yaml', '')
      const { applied, converted } = await bothWays()
      expect(applied).toEqual(converted)
      expect(applied['a name with spaces.yaml']).toContain('istio.io/dataplane-mode: ambient')
    })
})

test('diff prints a summary line and the unified diff, and writes nothing', async () => {
  const folder = workIn('l4')
  const before = filesBelow(folder)
  const { code, stdout } = await runCli('diff', 'l4', '--to', 'ambient')
  expect(code).toBe(1)
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    'moves to ambient: namespace storage; 1 workload',
    'stays on sidecars: nothing',
    '4 resources: 4 auto',
    '',
    'diff --git a/l4/mesh.yaml b/l4/mesh.yaml',
  ])
  expect(stdout).toContain('-    istio-injection: enabled\n+    istio-injection: disabled\n+    istio.io/dataplane-mode: ambient\n')
  expect(filesBelow(folder)).toEqual(before)
})

test('the JSON report of diff is that of convert, with the patch of each file in place of its text', async () => {
  workIn('l4')
  const { files, ...rest } = JSON.parse((await runCli('diff', 'l4', '--to', 'ambient', '-o', 'json')).stdout) as ReportWithFiles
  const { files: whole, ...converted } = JSON.parse(
    (await runCli('convert', 'l4', '--to', 'ambient', '-o', 'json')).stdout,
  ) as ReportWithFiles
  expect(rest).toEqual(converted)
  expect(files.map(({ path, status }) => ({ path, status }))).toEqual(whole.map(({ path, status }) => ({ path, status })))
  const { stdout: patch } = await runCli('diff', 'l4', '--to', 'ambient', '-o', 'patch')
  expect(files.map((file) => file.patch).join('')).toBe(patch)
})

interface ReportWithFiles {
  readonly files: readonly { readonly path: string; readonly status: string; readonly patch?: string }[]
}

test('diff of what is converted already is empty, with exit code 0', async () => {
  workIn('l4')
  await runCli('convert', 'l4', '--to', 'ambient', '--in-place')
  expect(await runCli('diff', 'l4', '--to', 'ambient', '-o', 'patch')).toMatchObject({ code: 0, stdout: '' })
})

test('paths outside the current folder are made relative to the folder that holds the files', async () => {
  const folder = workIn('shop')
  process.chdir(`${folder}/shop`)
  writeFileSync('x.yaml', '')
  cpSync(`${folder}/shop`, `${folder}/elsewhere`, { recursive: true })
  const { stdout, stderr } = await runCli('diff', '../elsewhere', '--to', 'ambient', '-o', 'patch')
  expect(stdout).toContain('diff --git a/access.yaml b/access.yaml\n')
  expect(stderr).toContain('paths of the patch are relative to ../elsewhere/')
  process.chdir(`${folder}/elsewhere`)
  gitApply(stdout)
  expect(filesBelow(`${folder}/elsewhere`)).toHaveProperty(['waypoint-shop.yaml'])
})
