import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { packageLike } from './package-like.ts'
import { runCli, workIn } from './run-cli.ts'

const byHand = ['by-hand/before', '--against', 'by-hand/after']
const november = String(Date.parse('2026-11-28T12:00:00Z') / 1000)

/** Fills in what `--write-accept` left open. */
function filledIn(path: string, expires: string): void {
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text
      .replaceAll('reason: ""', 'reason: the pods are firewalled')
      .replaceAll('expires: ""', `expires: ${expires}\n  by: the owners of shop`),
  )
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('--write-accept', () => {
  for (const command of ['verify', 'diff'])
    test(`${command}: what it writes is refused until it is filled in, and then accepts exactly what was found`, async () => {
      workIn('by-hand')
      vi.stubEnv('SOURCE_DATE_EPOCH', november)
      const written = await runCli(command, ...byHand, '--write-accept', 'known.yaml')
      expect(written.code).toBe(1)
      expect(written.stderr).toContain('2 differences written to known.yaml; fill in reason and expires of each\n')
      expect(readFileSync('known.yaml', 'utf8')).toContain(
        '# WIDER Service shop/cart:80 and 2 more, from pods on sidecars and 1 more [1ti5wat4rv1]\n',
      )
      const open = await runCli(command, ...byHand, '--accept', 'known.yaml')
      expect(open.code).toBe(2)
      expect(open.stderr).toContain('`accept[0].reason` is empty')
      filledIn('known.yaml', '2026-12-28')
      const { code, stdout, stderr } = await runCli(command, ...byHand, '--accept', 'known.yaml')
      expect(code).toBe(0)
      expect(stdout).toContain('accepted until 2026-12-28 by the owners of shop: the pods are firewalled\n')
      expect(`${stdout}${stderr}`).toContain('this entry of `the owners of shop` expires on 2026-12-28, in 30 days')
      expect(`${stdout}${stderr}`).toContain('[US0210]')
    })

  test('an entry does not cover a policy that opens more', async () => {
    workIn('by-hand')
    await runCli('diff', ...byHand, '--write-accept', 'known.yaml')
    filledIn('known.yaml', '2999-12-31')
    const path = 'by-hand/after/shop.yaml'
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, `${text}${more}`)
    const { code, stdout } = await runCli('diff', ...byHand, '--accept', 'known.yaml')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^[1-9] wider/)
  })

  test('a list that is there is not overwritten, and a folder that is not is said', async () => {
    workIn('by-hand')
    writeFileSync('known.yaml', 'accept: []\n')
    expect(await runCli('diff', ...byHand, '--write-accept', 'known.yaml')).toMatchObject({ code: 2, stdout: '' })
    expect(readFileSync('known.yaml', 'utf8')).toBe('accept: []\n')
    const { code, stderr } = await runCli('diff', ...byHand, '--write-accept', 'absent/known.yaml')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/there is no folder .*absent for it: --write-accept absent\/known.yaml\n/)])
  })

  test('where nothing differs, the list is empty and valid', async () => {
    workIn('l4')
    const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--write-accept', 'known.yaml')
    expect(code).toBe(0)
    expect(stderr).toContain('0 differences written to known.yaml\n')
    expect((await runCli('convert', 'l4', '--to', 'ambient', '--accept', 'known.yaml')).code).toBe(0)
    expect((await runCli('estimate', 'l4', '--accept', 'known.yaml')).code).toBe(0)
  })

  test('an empty list says why, where all that differs is announced', async () => {
    workIn('shop')
    const { code, stderr } = await runCli('convert', 'shop', '--to', 'ambient', '-q', '--write-accept', 'known.yaml')
    expect(code).toBe(0)
    expect(stderr).toContain('0 differences written to known.yaml; those that findings announce, or that are accepted, need no entry\n')
  })

  test('convert and diff report entries that expired or match nothing, in every format', async () => {
    workIn('l4')
    vi.stubEnv('SOURCE_DATE_EPOCH', november)
    writeFileSync('known.yaml', 'accept:\n- {witness: abc, reason: gone, expires: 2026-11-27}\n')
    const told = 'this entry expired on 2026-11-27'
    expect((await runCli('convert', 'l4', '--to', 'ambient', '--accept', 'known.yaml')).stderr).toContain(told)
    expect((await runCli('diff', 'l4', '--to', 'ambient', '--accept', 'known.yaml')).stdout).toContain(told)
    for (const format of ['markdown', 'sarif', 'github', 'junit'])
      expect((await runCli('diff', 'l4', '--to', 'ambient', '--accept', 'known.yaml', '-o', format)).stdout).toContain(told)
    expect((await runCli('verify', 'l4', '--to', 'ambient', '--accept', 'known.yaml', '-o', 'markdown')).stdout).toContain(told)
  })
})

const more = `---
apiVersion: v1
kind: Service
metadata: {name: basket, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 81, targetPort: 8080}]}
`

describe('--baseline', () => {
  test('only what a change adds is reported and fails', async () => {
    workIn('by-hand')
    for (const command of ['verify', 'diff']) {
      writeFileSync(`${command}.json`, (await runCli(command, ...byHand, '-o', 'json')).stdout)
      const { code, stdout } = await runCli(command, ...byHand, '--baseline', `${command}.json`)
      expect(code).toBe(0)
      expect(stdout).toMatch(/^2 wider \(2 in the baseline\), 0 narrower/)
      expect(stdout).not.toContain('WIDER')
      for (const format of ['markdown', 'sarif', 'github', 'junit'])
        expect((await runCli(command, ...byHand, '--baseline', `${command}.json`, '-o', format)).stdout).not.toMatch(
          /<b>wider|"ruleId": "wider|^::error|<failure/m,
        )
    }
    expect((await runCli('diff', ...byHand, '--baseline', 'diff.json')).stdout).toContain(
      'in the baseline: 2 differences, 1 changed file\n',
    )
    writeFileSync('by-hand/after/more.yaml', more)
    const { code, stdout } = await runCli('diff', ...byHand, '--baseline', 'diff.json')
    expect(code).toBe(1)
    expect(stdout).toContain('WIDER in ')
    expect(stdout).toContain('diff --git a/by-hand/after/more.yaml b/by-hand/after/more.yaml\n')
    expect(stdout).not.toContain('diff --git a/by-hand/after/shop.yaml')
  })

  test('of a translation: findings, files and deletions that were there before are counted, and all are in the report', async () => {
    workIn('shop')
    const first = await runCli('diff', 'shop', '--to', 'ambient', '-o', 'json')
    writeFileSync('main.json', first.stdout)
    const same = await runCli('diff', 'shop', '--to', 'ambient', '--baseline', 'main.json')
    expect(same.code).toBe(0)
    expect(same.stdout).toMatch(/^in the baseline: .*\d+ findings, \d+ changed files$/m)
    expect(same.stdout).toContain('nothing changes beside what the baseline has\n')
    expect(same.stdout).not.toMatch(/To decide|diff --git/)
    const marked = JSON.parse((await runCli('diff', 'shop', '--to', 'ambient', '--baseline', 'main.json', '-o', 'json')).stdout) as Marked
    const plain = JSON.parse(first.stdout) as Marked
    expect(marked.diagnostics.map(({ inBaseline: _, ...rest }) => rest)).toEqual(plain.diagnostics)
    expect(marked.diagnostics.every(({ inBaseline }) => inBaseline)).toBe(true)
    // A line above what was found before makes nothing new.
    writeFileSync('shop/policies.yaml', `# Reviewed.\n${readFileSync('shop/policies.yaml', 'utf8')}`)
    expect((await runCli('diff', 'shop', '--to', 'ambient', '--baseline', 'main.json')).stdout).not.toContain('To decide')
    writeFileSync('shop/new.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: new, labels: {istio-injection: enabled}}\n')
    const added = await runCli('diff', 'shop', '--to', 'ambient', '--baseline', 'main.json')
    expect(added.code).toBe(1)
    expect(added.stdout).toContain('diff --git a/shop/new.yaml b/shop/new.yaml\n')
    expect(added.stdout).not.toContain('diff --git a/shop/routing.yaml')
  })

  test.each([
    ['{', '--baseline main.json is not a JSON report of verify or diff (`-o json`)'],
    [
      '{"schemaVersion": "1", "diagnostics": [], "verification": {"verified": false, "reason": "x"}}',
      '--baseline main.json has no differences: it was written with --no-verify',
    ],
    [
      '{"schemaVersion": "1", "diagnostics": [], "target": "cilium", "differences": []}',
      '--baseline main.json is about a translation to cilium, and this is about two sets of manifests',
    ],
  ])('what cannot be a baseline is wrong usage: %s', async (text, problem) => {
    workIn('by-hand')
    writeFileSync('main.json', text)
    const { code, stdout, stderr } = await runCli('diff', ...byHand, '--baseline', 'main.json')
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `unsidecar: ${problem}`])
  })
})

interface Marked {
  readonly diagnostics: readonly { readonly inBaseline?: true }[]
}

describe('the real binary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-baseline-'))
  let binary = ''

  beforeAll(async () => {
    binary = await packageLike(folder)
    cpSync('examples/by-hand', join(folder, 'by-hand'), { recursive: true })
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = (epoch: string, ...args: string[]) =>
    spawnSync(process.execPath, [binary, 'diff', ...byHand, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
    })

  test('an accept-list that it wrote holds until its last day', { timeout: 60_000 }, () => {
    expect(run(november, '--write-accept', 'known.yaml').status).toBe(1)
    filledIn(join(folder, 'known.yaml'), '2026-11-28')
    const [today, again, tomorrow] = [november, november, String(Number(november) + 86_400)].map((epoch) =>
      run(epoch, '--accept', 'known.yaml'),
    )
    expect(today?.status).toBe(0)
    expect(today?.stdout).toContain('expires on 2026-11-28, today')
    expect(again?.stdout).toBe(today?.stdout)
    expect(tomorrow?.status).toBe(1)
    expect(tomorrow?.stdout).toContain('expired on 2026-11-28')
  })
})
