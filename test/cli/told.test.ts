import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCli, workIn } from './run-cli.ts'

const convert = async (...args: string[]) => (await runCli('convert', 'l4', '--to', 'ambient', '--no-verify', ...args)).stderr

// The first run of a command loads it, which takes long on a busy machine.
describe('what convert tells of what it wrote', { timeout: 120_000 }, () => {
  test('is how many files, and where', async () => {
    workIn('l4')
    expect(await convert('-d', 'out')).toMatch(/^1 file written to out$/m)
    expect(await convert('-d', 'out')).not.toMatch(/^wrote /m)
    expect(await convert('--in-place')).toMatch(/^1 file written in place$/m)
  })

  test('is each file with -v, and nothing with -q', async () => {
    workIn('l4')
    expect(await convert('-d', 'out', '-v')).toMatch(/^wrote out\/mesh\.yaml$/m)
    expect(await convert('-d', 'other', '-q')).not.toContain('other')
  })

  test('is what it deleted of an earlier output', async () => {
    workIn('l4')
    await convert('-d', 'out')
    writeFileSync('small.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: alone, labels: {istio-injection: enabled}}\n')
    const { stderr } = await runCli('convert', 'small.yaml', '--to', 'ambient', '--no-verify', '-d', 'out')
    expect(stderr).toMatch(/^deleted out\/mesh\.yaml$/m)
  })

  test('has the steps that apply it where it was written, and not where it was printed', async () => {
    workIn('l4')
    expect(await convert('-d', 'out')).toMatch(/^to apply, in this order:\n {2}kubectl apply -R -f out$/m)
    expect(await convert()).not.toContain('to apply')
    expect(await convert('-d', 'other', '-q')).not.toContain('to apply')
  })

  test('is that nothing changes where nothing does, unless it is to be quiet', async () => {
    workIn('l4')
    expect(await convert('-d', 'out')).not.toContain('nothing to change')
    const again = async (...args: string[]) =>
      (await runCli('convert', 'out', '--to', 'ambient', '--no-verify', '-d', 'again', ...args)).stderr
    expect(await again()).toMatch(/^nothing to change$/m)
    expect(await again('-q')).toBe('not verified: --no-verify\n')
    writeFileSync('l4/other.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: other, namespace: elsewhere}\n')
    expect(await convert('-d', 'both')).not.toContain('nothing to change')
  })
})

test('the model beside a written tree is printed, and the tree is compared', { timeout: 120_000 }, async () => {
  workIn('l4')
  const { code, stdout, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'model-json', '-d', 'out')
  expect([code, JSON.parse(stdout).schemaVersion]).toEqual([0, 1])
  expect(stderr).toMatch(/^verified: 0 wider/m)
  expect(stderr).toMatch(/^moves to ambient/m)
  const alone = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'model-json')
  expect(alone.stderr).not.toMatch(/verified|moves to/)
})
