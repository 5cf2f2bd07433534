import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageLike } from './package-like.ts'
import { runCli, workIn } from './run-cli.ts'

describe('--check', () => {
  test('ends with 0 for what convert wrote, and with 1 for a file that is missing, differs, or that convert would not write', async () => {
    workIn('shop')
    await runCli('convert', 'shop', '--to', 'ambient', '--output-dir', 'out')
    const check = ['diff', 'shop', '--to', 'ambient', '--check', 'out']
    const same = await runCli(...check)
    expect([same.code, same.stdout]).toEqual([0, expect.stringMatching(/^out is what convert writes: \d+ files\n$/)])
    expect(await runCli(...check, '-o', 'patch')).toMatchObject({ code: 0, stdout: '' })
    appendFileSync('out/policies.yaml', '# By hand.\n')
    writeFileSync('out/more.yaml', 'kind: Namespace\n')
    unlinkSync('out/namespace.yaml')
    writeFileSync('out/NOTES.md', 'Notes are not applied.\n')
    const { code, stdout } = await runCli(...check)
    expect(code).toBe(1)
    expect(stdout).toContain('out is not what convert writes: 3 of ')
    expect(stdout).toContain('  not written by convert: out/more.yaml\n  missing: out/namespace.yaml\n  differs: out/policies.yaml\n')
    expect(stdout).toContain('-# By hand.\n')
    expect((await runCli(...check, '--exit-zero')).code).toBe(0)
    const brief = await runCli(...check, '--brief')
    expect([brief.code, brief.stdout]).toEqual([1, stdout.slice(0, stdout.indexOf('\ndiff --git'))])
  })

  test('what it has no use for is wrong usage, and not left out in silence', async () => {
    workIn('l4')
    const unused = [
      ['--report', 'json=report.json'],
      ['--write-accept', 'accept.yaml'],
      ['--only', 'storage'],
      ['--baseline', 'report.json'],
      ['--structural'],
    ]
    await runCli('diff', 'l4', '--to', 'ambient', '--report', 'json=report.json', '-q')
    for (const options of unused) {
      const { code, stdout, stderr } = await runCli('diff', 'l4', '--to', 'ambient', '--check', 'out', ...options)
      expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `unsidecar: ${options[0]} and --check exclude each other`])
    }
  })

  test('a folder that is not there lacks every file; other formats and --against are wrong usage', async () => {
    workIn('l4')
    const { code, stdout } = await runCli('diff', 'l4', '--to', 'ambient', '--check', 'out')
    expect([code, stdout.split('\n')[1]]).toEqual([1, '  missing: out/mesh.yaml'])
    expect(await runCli('diff', 'l4', '--to', 'ambient', '--check', 'out', '-o', 'sarif')).toMatchObject({ code: 2, stdout: '' })
    expect(await runCli('diff', 'l4', '--against', 'l4', '--check', 'out')).toMatchObject({ code: 2, stdout: '' })
    expect(await runCli('diff', 'l4', '--to', 'ambient', '--check', 'l4/mesh.yaml')).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('--only', () => {
  test('cuts the review down to a kind or a namespace; the summary and the exit code are those of the whole', async () => {
    workIn('shop')
    const whole = await runCli('diff', 'shop', '--to', 'ambient')
    const cut = await runCli('diff', 'shop', '--to', 'ambient', '--only', 'virtualservices')
    expect(cut.code).toBe(whole.code)
    expect(cut.stdout.split('\n')[0]).toBe(whole.stdout.split('\n')[0])
    expect(cut.stdout).toContain('shown is what is about virtualservices: ')
    expect(cut.stdout).toContain('  VirtualService shop/')
    expect(cut.stdout).not.toMatch(/^ {2}AuthorizationPolicy shop\//m)
    expect(cut.stdout).not.toContain('diff --git a/shop/namespace.yaml')
    const none = await runCli('diff', 'shop', '--to', 'ambient', '--only', 'elsewhere,Sidecar', '-o', 'markdown')
    expect(none.stdout).toContain('- shown is what is about elsewhere, Sidecar: 0 of ')
    expect(none.stdout).toContain('; no kind and no namespace in this review is called elsewhere, Sidecar')
    expect(cut.stdout).not.toContain('no kind and no namespace')
    const one = await runCli('diff', 'shop', '--to', 'ambient', '--only', 'shop,shpo')
    expect(one.stdout).toContain('; no kind and no namespace in this review is called shpo\n')
    expect(none.code).toBe(1)
    expect(await runCli('diff', 'shop', '--to', 'ambient', '--only', 'shop', '-o', 'patch')).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('--only of a change', () => {
  const mesh = (path: string, subset = 'v1') => `apiVersion: v1
kind: Namespace
metadata: {name: default, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec: {selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: cart, image: cart}]}}}
---
{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: cart}, spec: {rules: [{to: [{operation: {paths: [${path}]}}]}]}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: other}
spec: {host: cart.default.svc.cluster.local, subsets: [{name: ${subset}}]}
`
  const lay = (): void => {
    workIn()
    mkdirSync('before')
    mkdirSync('after')
    writeFileSync('before/mesh.yaml', mesh('/a'))
    writeFileSync('after/mesh.yaml', mesh('/*'))
  }
  const only = (...args: string[]) => runCli('diff', 'before', '--against', 'after', '-q', ...args)

  test('knows objects without a namespace and in flow style by what they are', async () => {
    lay()
    for (const name of ['default', 'authorizationpolicies', 'AuthorizationPolicy'])
      expect((await only('--only', name)).stdout).toContain('diff --git a/after/mesh.yaml')
    // Documents of other objects stand in the same file.
    for (const name of ['other', 'DestinationRule', 'Namespace']) expect((await only('--only', name)).stdout).not.toContain('diff --git')
    expect((await only('--only', 'shop', '-n', 'shop')).stdout).toContain('diff --git a/after/mesh.yaml')
  })

  test('says that the change is about something else, as grave as it is', async () => {
    lay()
    expect((await only('--only', 'other')).stdout).toMatch(/^2 wider.*\n.*\n\nno change is about other\n$/)
    expect((await only('--only', 'other', '--structural')).stdout).toMatch(/\n\nno change is about other\n$/)
    expect((await only('--only', 'other', '-o', 'markdown')).stdout).toContain('\n❌ **2 wider')
    const page = await only('--only', 'other', '-o', 'html')
    expect(page.stdout).toContain('shown is what is about other: 0 of 1 causes')
    expect(page.stdout).not.toContain('/mesh.yaml')
  })

  test('shows a change of comments by the objects that have them, and a file that does not parse whatever it is about', async () => {
    lay()
    writeFileSync('after/mesh.yaml', mesh('/a').replace('kind: Service\n', 'kind: Service # of the shop\n'))
    expect((await only('--only', 'Service')).stdout).toContain('+kind: Service # of the shop')
    expect((await only('--only', 'Namespace')).stdout).toContain('no change is about Namespace')
    writeFileSync('after/mesh.yaml', `${mesh('/a')}---\na: [\n`)
    expect((await only('--only', 'Namespace')).stdout).toContain('+a: [')
  })
})

test('--assume takes several facts with commas, and refuses what is not one', async () => {
  workIn('l4')
  const read = async (...assume: string[]) =>
    JSON.parse((await runCli('diff', 'l4', '--to', 'ambient', '-o', 'json', ...assume)).stdout) as Options
  const names = ['unread-reviewed', 'newest-known']
  const { options } = await read('--assume', names.join(','))
  expect(options).toEqual((await read('--assume', names[0]!, '--assume', names[1]!)).options)
  const { code, stderr } = await runCli('diff', 'l4', '--to', 'ambient', '--assume', 'unread-reviewed,guessed')
  expect(code).toBe(2)
  expect(stderr).toContain('`--assume guessed` is not possible; choose one of ')
})

interface Options {
  readonly options: { readonly assume: readonly string[] }
}

describe('the real binary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-diff-test-'))
  let binary = ''

  beforeAll(async () => {
    binary = await packageLike(folder)
    for (const example of ['l4', 'by-hand']) cpSync(join('examples', example), join(folder, example), { recursive: true })
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (env: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, [binary, 'diff', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } })

  test('the program of KUBECTL_EXTERNAL_DIFF shows the text diff', { timeout: 60_000 }, () => {
    const env = { KUBECTL_EXTERNAL_DIFF: 'diff -r --unified=0' }
    const { status, stdout } = run(env, 'l4', '--to', 'ambient')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^0 wider/)
    expect(stdout).toMatch(/^\+\+\+ AFTER\/l4\.mesh\.yaml.*\n@@ -6 \+6,2 @@\n/m)
    expect(stdout).not.toContain('diff --git')
    expect(run(env, 'by-hand/before', '--against', 'by-hand/after').stdout).toContain('AFTER/by-hand.after.shop.yaml')
    // As the documentation of kubectl has it, which goes into no folders.
    expect(run({ KUBECTL_EXTERNAL_DIFF: 'diff -N -u' }, 'l4', '--to', 'ambient').stdout).toContain('+    istio-injection: disabled')
    expect(run(env, 'l4', '--to', 'ambient', '-o', 'patch').stdout).toMatch(/^diff --git/)
    writeFileSync(join(folder, 'own-diff'), '#!/bin/sh\necho shown by "$@"\n', { mode: 0o755 })
    expect(run({ KUBECTL_EXTERNAL_DIFF: './own-diff -u' }, 'l4', '--to', 'ambient').stdout).toMatch(/^shown by -u BEFORE AFTER$/m)
    const absent = run({ KUBECTL_EXTERNAL_DIFF: 'no-such-program' }, 'l4', '--to', 'ambient')
    expect([absent.status, absent.stderr]).toEqual([
      2,
      expect.stringContaining('no-such-program cannot be run: there is no such program\n'),
    ])
    const shell = run({ KUBECTL_EXTERNAL_DIFF: 'diff ;ls' }, 'l4', '--to', 'ambient')
    expect([shell.status, shell.stdout]).toEqual([2, ''])
  })

  test('a signal while it shows them leaves no manifests behind', { timeout: 60_000 }, async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'))
    writeFileSync(join(folder, 'waits'), '#!/bin/sh\necho waiting\nexec sleep 60\n', { mode: 0o755 })
    const env = { ...process.env, KUBECTL_EXTERNAL_DIFF: './waits', TMPDIR: temporary }
    const child = spawn(process.execPath, [binary, 'diff', 'l4', '--to', 'ambient'], { cwd: folder, env, detached: true })
    const end = new Promise((done) => child.on('exit', (code, signal) => done([code, signal])))
    await new Promise<void>((done) => child.stdout.on('data', (text) => String(text).includes('waiting') && done()))
    expect(readdirSync(temporary)).toHaveLength(1)
    // To the whole group, as a terminal sends it.
    process.kill(-child.pid!, 'SIGINT')
    expect(await end).toEqual([null, 'SIGINT'])
    expect(readdirSync(temporary)).toEqual([])
  })

  test('a signal that ended the program before it was heard is ours as well', { timeout: 60_000 }, () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'))
    writeFileSync(join(folder, 'ended'), '#!/bin/sh\nkill -"$1" $$\n', { mode: 0o755 })
    const by = (name: string) => {
      const { status, signal, stderr } = run({ KUBECTL_EXTERNAL_DIFF: `./ended ${name}`, TMPDIR: temporary }, 'l4', '--to', 'ambient')
      return { status, signal, isSaid: stderr.includes(`was ended by SIG${name}`) }
    }
    expect(by('INT')).toEqual({ status: null, signal: 'SIGINT', isSaid: true })
    // No terminal sends it: the program failed.
    expect(by('KILL')).toEqual({ status: 2, signal: null, isSaid: true })
    expect(readdirSync(temporary)).toEqual([])
  })

  test('a fault of ours ends with 3, whatever --exit-zero says, and leaves nothing to apply', { timeout: 60_000 }, () => {
    // The comparison prints the cause of each difference as JSON.
    const fault = 'const s=JSON.stringify;JSON.stringify=(...a)=>{if(a[0]?.[0]==="wider")throw new Error("a fault put in");return s(...a)}'
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` }
    const { status, stdout, stderr } = run(env, 'by-hand/before', '--against', 'by-hand/after', '--exit-zero')
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain('unsidecar: internal error (please report it)\n')
    expect(stderr).toContain('a fault put in')
  })
})
