import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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

test('diff says what a translation means before it says what it changes, and writes nothing', async () => {
  const folder = workIn('l4')
  const before = filesBelow(folder)
  const { code, stdout } = await runCli('diff', 'l4', '--to', 'ambient')
  expect(code).toBe(1)
  const first = stdout.slice(0, stdout.indexOf('\n\ndiff --git')).split('\n')
  expect(first.slice(0, 5)).toEqual([
    '0 wider, 0 narrower, 0 rerouted, 0 undetermined; 32 of 32 parts equal; 1 moves, 0 stay, 0 resources refused',
    'moves to ambient: namespace storage; 1 workload',
    'stays on sidecars: nothing',
    '',
    'To decide',
  ])
  expect(first.slice(-2)).toEqual(['What becomes of the source', '  Namespace storage  →  edited'])
  expect(stdout).toContain('-    istio-injection: enabled\n+    istio-injection: disabled\n+    istio.io/dataplane-mode: ambient\n')
  expect(filesBelow(folder)).toEqual(before)
})

test('--brief leaves out the text diff, and --exit-zero the exit code of differences alone', async () => {
  workIn('l4')
  const { code, stdout } = await runCli('diff', 'l4', '--to', 'ambient', '--brief', '--exit-zero')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^0 wider/)
  expect(stdout).not.toContain('diff --git')
  expect((await runCli('diff', 'absent', '--to', 'ambient', '--exit-zero')).code).toBe(2)
})

test('a document that does not parse ends with 2 beside a review of the rest, as it does with --against', async () => {
  workIn('l4')
  writeFileSync('l4/broken.yaml', 'kind: AuthorizationPolicy\na: [\n')
  for (const more of [[], ['--exit-zero'], ['-o', 'json']]) {
    const { code, stdout, stderr } = await runCli('diff', 'l4', '--to', 'ambient', ...more)
    expect(code, more.join(' ')).toBe(2)
    expect(`${stdout}${stderr}`).toContain('US0001')
  }
  expect((await runCli('diff', 'l4', '--to', 'ambient', '--assume', 'unread-reviewed')).code).toBe(1)
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
  expect(stdout).toContain('diff --git a/policies.yaml b/policies.yaml\n')
  expect(stderr).toContain('paths of the patch are relative to ../elsewhere/')
  process.chdir(`${folder}/elsewhere`)
  gitApply(stdout)
  expect(filesBelow(`${folder}/elsewhere`)).toHaveProperty(['waypoint-shop.yaml'])
})

describe('the review of a change that is there already', () => {
  const policy = (action: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: storage-clients, namespace: storage}
spec:
  action: ALLOW
  rules: [{from: [{source: {namespaces: [${action}]}}]}]
`
  function twoSets(head: string): void {
    workIn('l4')
    for (const folder of ['base', 'head']) {
      cpSync('l4', folder, { recursive: true })
      writeFileSync(`${folder}/policy.yaml`, policy('orders'))
    }
    writeFileSync('head/policy.yaml', head)
  }

  test('nothing to review ends with 0, also where the text differs and no decision does', async () => {
    twoSets(`# A comment.\n${policy('orders')}`)
    const { code, stdout } = await runCli('diff', 'base', '--against', 'head')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^0 wider, 0 narrower, 0 rerouted/)
    expect(stdout).toContain('+# A comment.\n')
    expect(stdout).toContain('diff --git a/head/policy.yaml b/head/policy.yaml\n')
    expect(stdout).not.toContain('mesh.yaml b/')
  })

  test('a file that the change removes is called as in the repository, and the patch makes the head of the base', async () => {
    twoSets(policy('orders'))
    const folder = process.cwd()
    for (const side of ['base', 'head']) mkdirSync(`${side}/manifests/team`, { recursive: true })
    for (const side of ['base', 'head']) renameSync(`${side}/mesh.yaml`, `${side}/manifests/mesh.yaml`)
    for (const side of ['base', 'head']) renameSync(`${side}/policy.yaml`, `${side}/manifests/team/policy.yaml`)
    rmSync('head/manifests/team/policy.yaml')
    writeFileSync('head/manifests/team/other.yaml', policy('billing'))
    process.chdir(`${folder}/head`)
    const change = ['diff', '../base/manifests', '--against', 'manifests']
    expect((await runCli(...change)).stdout.match(/^diff --git .*$/gm)).toEqual([
      'diff --git a/manifests/team/other.yaml b/manifests/team/other.yaml',
      'diff --git a/manifests/team/policy.yaml b/manifests/team/policy.yaml',
    ])
    const { stdout } = await runCli(...change, '-o', 'patch')
    process.chdir(`${folder}/base`)
    gitApply(stdout)
    expect(filesBelow(`${folder}/base`)).toEqual(filesBelow(`${folder}/head`))
  })

  test('one file against another is a change of it, whatever the two are called', async () => {
    twoSets(`# A comment.\n${policy('orders')}`)
    renameSync('head/policy.yaml', 'new.yaml')
    const { stdout } = await runCli('diff', 'base/policy.yaml', '--against', 'new.yaml')
    expect(stdout).toContain('diff --git a/new.yaml b/new.yaml\n--- a/new.yaml\n+++ b/new.yaml\n')
    expect(stdout.match(/^[-+][^-+].*$/gm)).toEqual(['+# A comment.'])
  })

  test('a narrower or wider decision ends with 1, unless --fail-on is graver; each has a witness', async () => {
    twoSets(policy('billing'))
    const { code, stdout } = await runCli('diff', 'base', '--against', 'head')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^[1-9]\d* wider/)
    expect(stdout).toContain('Decisions that change\n  WIDER in ')
    expect(stdout).toContain('head/policy.yaml:6:11 AuthorizationPolicy storage/storage-clients spec.rules[0]')
    expect((await runCli('diff', 'head', '--against', 'base', '--fail-on', 'wider', '--exit-zero')).code).toBe(0)
    expect((await runCli('diff', 'base', '--against', 'head', '-o', 'json')).stdout).toContain('"path": "head/policy.yaml"')
    expect((await runCli('diff', 'base', '--against', 'head', '-o', 'github')).stdout).toMatch(/^::error file=head\//)
  })

  test('input that does not parse ends with 2, and levels of the other use are refused', async () => {
    twoSets('{')
    expect((await runCli('diff', 'base', '--against', 'head', '--exit-zero')).code).toBe(2)
    expect(await runCli('diff', 'base', '--against', 'head', '--fail-on', 'warning')).toMatchObject({ code: 2, stdout: '' })
    expect(await runCli('diff', 'base', '--to', 'ambient', '--fail-on', 'wider')).toMatchObject({ code: 2, stdout: '' })
    expect((await runCli('diff', 'base')).stderr).toContain('name the other side with')
  })
})
