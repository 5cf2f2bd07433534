import { describe, expect, test } from 'vitest'
import { suggestion } from '../../src/cli/process/suggestion.ts'
import { allExplanations, capabilities } from '../../src/index.ts'
import { runCli, workIn } from './run-cli.ts'

describe('wrong usage ends with exit code 2 and one short message', () => {
  const cases: readonly [args: string, message: string][] = [
    ['', 'a command is needed'],
    ['convrt', 'Did you mean convert?'],
    ['convert .', '`--to` is needed'],
    ['convert . --to ambiant', '`--to ambiant` is not possible; choose one of ambient, cilium'],
    ['convert . --to ambient --outptu-dir x', 'there is no option `--outptu-dir`; did you mean `--output-dir`?'],
    ['convert . --to ambient --frobnicate', 'there is no option `--frobnicate`'],
    ['convert --to ambient', 'nothing to read: name a file, a directory, or - for standard input; --context reads a cluster'],
    ['convert . --to ambient --istio-version newest', '`newest` is not a version such as 1.32'],
    [
      'convert . --to ambient --cilium-version 1.21',
      'Cilium 1.21 is newer than 1.20, the newest that is known; `--assume newest-known` takes it for that one',
    ],
    ['convert . --to ambient --allow-fail-open', '--allow-fail-open needs --to cilium; with --to ambient it would do nothing'],
    ['diff . --against head --allow-fail-open', '--allow-fail-open needs --to cilium; with --against it would do nothing'],
    ['plan . --to ambient --allow-fail-open', '--allow-fail-open needs --to cilium; with --to ambient it would do nothing'],
    ['explain US3001 US3002', '`US3002` is one word too many'],
    ['krm list.yaml', '`list.yaml` is one word too many'],
    ['explain US0', 'there is no code `US0`; `unsidecar explain` lists them'],
  ]
  for (const [args, message] of cases)
    test(`unsidecar ${args}`, async () => {
      workIn()
      const { code, stdout, stderr } = await runCli(...args.split(' ').filter((arg) => arg !== ''))
      expect([code, stdout, stderr]).toEqual([2, '', `unsidecar: ${message}\nSee \`unsidecar --help\`.\n`])
    })

  test.each([
    ['convert --to ambient'],
    ['diff --to ambient'],
    ['diff --to ambient --to cilium'],
    ['verify --to ambient'],
    ['estimate'],
    ['plan --to ambient'],
  ])('input that is not there (%s)', async (command) => {
    workIn()
    const { code, stdout, stderr } = await runCli(...command.split(' '), 'nowhere')
    expect(code).toBe(2)
    // A review has it where it says what is to be decided.
    expect(command === 'diff --to ambient' ? stdout : stderr).toContain('there is no file or folder `nowhere` [US0020]')
  })
})

test('near words are suggested, far ones are not', () => {
  expect(suggestion('namepsace', ['namespace', 'name'])).toBe('namespace')
  expect(suggestion('zzz', ['namespace', 'to'])).toBeUndefined()
})

test('explain says what each code means, why, and what to do', async () => {
  for (const { code, title, why, help } of allExplanations()) {
    const { code: exit, stdout } = await runCli('explain', code.toLowerCase())
    expect(exit).toBe(0)
    for (const part of [code, title, why, help]) expect(stdout).toContain(part)
  }
})

test('explain without a code lists every code', async () => {
  const { stdout } = await runCli('explain')
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 6)),
  ).toEqual(allExplanations().map(({ code }) => code))
})

test('capabilities depend on the versions that are given', async () => {
  const older = await runCli('capabilities', '--to', 'ambient', '--istio-version', '1.25', '-o', 'json')
  const rows = (JSON.parse(older.stdout) as { capabilities: { id: string; here: string; source: string }[] }).capabilities
  const newer = capabilities('ambient', { istio: '1.32' })
  expect(rows.map(({ id }) => id)).toEqual(newer.map(({ id }) => id))
  expect(rows.filter(({ here }, row) => here !== newer[row]?.here).length).toBeGreaterThan(0)
  expect(rows.every(({ source }) => source !== '')).toBe(true)
  expect((await runCli('capabilities', '--to', 'cilium')).stdout).toContain('SUPPORT')
})

test('version, help and completion answer on standard output', async () => {
  expect((await runCli('version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect((await runCli('--version')).code).toBe(0)
})
