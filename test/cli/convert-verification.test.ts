import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { translationReportSchema } from '../../src/report/translation/schema.ts'
import { targets } from '../../translators/index.ts'
import { filesBelow, runCli, workIn } from './run-cli.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** An emitter that forgets the policies. */
function forgetPolicies(): void {
  const { emit } = targets.ambient
  vi.spyOn(targets.ambient, 'emit').mockImplementation((mesh, options) => {
    const emission = emit(mesh, options)
    const removals = mesh.authorization.map(({ place }) => ({
      kind: 'remove' as const,
      target: place.object,
      causes: [place],
      why: 'a test',
    }))
    return { ...emission, changes: [...emission.changes, ...removals] }
  })
}

test('an output that would allow more is not written, and the request is shown', async () => {
  forgetPolicies()
  const folder = workIn('l4')
  const before = filesBelow(folder)
  for (const where of [['--in-place'], ['--output-dir', 'out'], []]) {
    const { code, stdout, stderr } = await runCli('convert', 'l4', '--to', 'ambient', ...where)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^WIDER .*storage\/queue:5672/m)
    expect(stderr).toMatch(/^verified: [1-9]\d* wider/m)
    expect(stderr).toContain('nothing was written, because requests that are denied now would be allowed')
  }
  expect(filesBelow(folder)).toEqual(before)
})

const outputs = ['text', 'yaml', 'json', 'model-json'] as const

for (const output of outputs)
  test(`-o ${output} neither prints nor writes manifests that would allow more`, async () => {
    forgetPolicies()
    const folder = workIn('l4')
    const before = filesBelow(folder)
    for (const where of [['--in-place'], ['--output-dir', 'out'], ...(output === 'model-json' ? [] : [[]])]) {
      const { code, stdout, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '-o', output, ...where)
      expect(code).toBe(1)
      expect(stdout).not.toContain('istio.io/dataplane-mode')
      expect(stderr).toContain('nothing was written')
    }
    expect(filesBelow(folder)).toEqual(before)
  })

test('the model of the input is printed whatever the output would be', async () => {
  forgetPolicies()
  workIn('l4')
  const { code, stdout, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'model-json')
  expect([code, JSON.parse(stdout).schemaVersion]).toEqual([0, 1])
  expect(stderr).not.toContain('verified')
})

for (const output of ['text', 'patch', 'json'] as const)
  test(`diff -o ${output} prints no change that would allow more, and exits with 1`, async () => {
    forgetPolicies()
    workIn('l4')
    const { code, stdout, stderr } = await runCli('diff', 'l4', '--to', 'ambient', '-o', output)
    expect(code).toBe(1)
    expect(stdout).not.toMatch(/^diff --git|dataplane-mode/m)
    if (output === 'json') expect(translationReportSchema.parse(JSON.parse(stdout)).files).toEqual([])
    if (output === 'text') expect(stdout).toContain('no change is shown, because it would allow more\n')
    if (output === 'patch') expect(stdout).toBe('')
    expect(output === 'text' ? stdout : stderr).toMatch(/^ *WIDER .*storage\/queue:5672/m)
    expect(stderr).toContain('no change was printed, because requests that are denied now would be allowed')
    expect((await runCli('diff', 'l4', '--to', 'ambient', '-o', output, '--no-verify')).stdout).toContain('dataplane-mode')
  })

test('as JSON, what is refused has the differences and no files', async () => {
  forgetPolicies()
  workIn('l4')
  const { code, stdout } = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'json')
  const { files, verification } = translationReportSchema.parse(JSON.parse(stdout))
  expect([code, files]).toEqual([1, []])
  expect(verification).toMatchObject({
    verified: true,
    differences: expect.arrayContaining([expect.objectContaining({ verdict: 'wider', fails: true })]),
  })
})

test('what the user accepted is written', async () => {
  forgetPolicies()
  workIn('l4')
  const { stdout } = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'json')
  const { verification } = translationReportSchema.parse(JSON.parse(stdout))
  const ids = verification?.verified === true ? verification.differences.map(({ id }) => id) : []
  writeFileSync('accept.yaml', `accept:\n${ids.map((id) => `- {witness: ${id}, reason: it is a test, expires: 2999-12-31}\n`).join('')}`)
  const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--in-place', '--accept', 'accept.yaml')
  expect(code).toBe(0)
  expect(stderr).toMatch(/^verified: (\d+) wider \(\1 accepted\)/m)
  expect(readFileSync('l4/mesh.yaml', 'utf8')).not.toContain('AuthorizationPolicy')
})

test('what would have to be accepted is written where --write-accept says, also of an output that is refused', async () => {
  forgetPolicies()
  workIn('l4')
  const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--write-accept', 'known.yaml')
  expect(code).toBe(1)
  expect(stderr).toMatch(/^[1-9]\d* differences? written to known\.yaml; fill in reason and expires of each$/m)
  expect(readFileSync('known.yaml', 'utf8')).toMatch(/^ *- witness: /m)
  await runCli('convert', 'l4', '--to', 'ambient', '--no-verify', '--write-accept', 'other.yaml')
  expect(existsSync('other.yaml')).toBe(false)
})

test('--no-verify does not look, and says so', async () => {
  forgetPolicies()
  workIn('l4')
  const { code, stdout, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--no-verify')
  expect(code).toBe(0)
  expect(stdout).toContain('istio.io/dataplane-mode: ambient')
  expect(stderr).toContain('not verified: --no-verify\n')
  const report = translationReportSchema.parse(
    JSON.parse((await runCli('convert', 'l4', '--to', 'ambient', '--no-verify', '-o', 'json')).stdout),
  )
  expect(report.verification).toEqual({ verified: false, reason: '--no-verify' })
})

test('a difference that nobody announced is written, told, and makes the exit code 1', async () => {
  const { emit } = targets.ambient
  vi.spyOn(targets.ambient, 'emit').mockImplementation((mesh, options) => ({ ...emit(mesh, options), diagnostics: [] }))
  workIn('shop')
  const { code, stdout, stderr } = await runCli('convert', 'shop', '--to', 'ambient')
  expect(code).toBe(1)
  expect(stdout).toContain('istio.io/dataplane-mode: ambient')
  expect(stderr).toMatch(/^NARROWER /m)
  expect(stderr).toMatch(/^verified: 0 wider, [1-9]\d* narrower, /m)
})

test('a conversion that differs only where it said so tells the count alone', async () => {
  workIn('shop')
  const { code, stderr } = await runCli('convert', 'shop', '--to', 'ambient')
  expect(code).toBe(0)
  expect(stderr).toMatch(
    /^verified: 0 wider, (\d+) narrower \(\1 announced\), 0 rerouted, 0 undetermined; \d+ of \d+ parts equal(?:, \d+ but for the identity of clients)?$/m,
  )
  expect(stderr).not.toContain('NARROWER')
  expect((await runCli('convert', 'shop', '--to', 'ambient', '-q')).stderr).toBe('')
})
