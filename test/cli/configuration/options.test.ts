import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { commands } from '../../../src/cli/commands/index.ts'
import { optionsOfCommands } from '../../../src/cli/configuration/load.ts'
import { commandLineOnly, takenOptions } from '../../../src/cli/configuration/taken-options.ts'
import type { Run } from '../../../src/cli/run.ts'
import { runCli, workIn } from '../run-cli.ts'

const schema = JSON.parse(readFileSync('schemas/configuration.v1.json', 'utf8')) as { properties: Record<string, unknown> }

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** What `config print COMMAND …` says about options: their values, each with what it comes from. */
async function origins(...args: string[]): Promise<Record<string, { value?: unknown; from: string; at?: string }>> {
  const { stdout, stderr } = await runCli('config', 'print', ...args, '-o', 'json')
  expect(stderr).toBe('')
  return (JSON.parse(stdout) as { options: Record<string, { value?: unknown; from: string; at?: string }> }).options
}

describe('values of unsidecar.yaml', () => {
  test('count for every command that has the option, those of a section before them, and flags before both', async () => {
    workIn()
    write('unsidecar.yaml', 'to: ambient\nbrief: true\ncommands:\n  diff:\n    to: cilium\n')
    const diff = await origins('diff')
    expect(diff.to).toEqual({ value: 'cilium', from: 'file', at: 'unsidecar.yaml:5:5' })
    expect(diff.brief).toEqual({ value: true, from: 'file', at: 'unsidecar.yaml:2:1' })
    expect(diff.waypoints).toEqual({ value: 'namespace', from: 'default' })
    const convert = await origins('convert', '--waypoints', 'service')
    expect(convert.to).toMatchObject({ value: 'ambient' })
    expect(convert.waypoints).toEqual({ value: 'service', from: 'flag' })
    expect(convert).not.toHaveProperty('brief')
    expect((await origins('diff', '--no-brief')).brief).toEqual({ value: false, from: 'flag' })
  })

  test('make a run that has no flags', async () => {
    workIn('l4')
    write('unsidecar.yaml', 'to: ambient\nfilename: l4\ncommands:\n  convert:\n    output: json\n')
    const { code, stdout } = await runCli('convert')
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { target: string }).target).toBe('ambient')
    expect((await runCli('convert', '-o', 'yaml', '--to', 'cilium')).stdout).toContain('CiliumNetworkPolicy')
  })

  test('are left out where the command line says the other side, or other paths', async () => {
    workIn('l4')
    write('unsidecar.yaml', 'to: ambient\nfilename: [nowhere]\n')
    const { code, stderr } = await runCli('diff', 'l4', '--against', 'l4')
    expect(stderr).not.toContain('exclude each other')
    expect(stderr).not.toContain('nowhere')
    expect(code).toBe(0)
  })

  test('of paths are left out where the command line names a cluster', async () => {
    workIn()
    write('unsidecar.yaml', 'to: ambient\nfilename: manifests\n')
    const { code, stdout, stderr } = await runCli('convert', '--context', 'prod', '--show-commands')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('kubectl get services --all-namespaces')
  })

  test.each([['--color'], ['--no-color'], ['-v'], ['-q']])(
    'of paths are left out where %s stands before the command or a path',
    async (flag) => {
      workIn()
      write('unsidecar.yaml', 'filename: manifests\n')
      expect((await origins('diff', flag, 'one.yaml')).filename).toEqual({ from: 'default' })
      const { stderr } = await runCli(flag, 'convert', 'one.yaml', '--to', 'ambient')
      expect(stderr).toContain('one.yaml')
      expect(stderr).not.toContain('manifests')
    },
  )

  test('that are paths are from the folder of the file, also those of an estimate', async () => {
    workIn()
    write('unsidecar.yaml', 'codeowners: OWNERS\nsince: last.json\nweights: points.yaml\n')
    mkdirSync('.git')
    mkdirSync('team')
    process.chdir('team')
    const { codeowners, since, weights } = await origins('estimate')
    expect([codeowners?.value, since?.value, weights?.value]).toEqual(['../OWNERS', '../last.json', '../points.yaml'])
    process.chdir('..')
  })

  test('of fail-on are the one that what a command does has: severities of a conversion, verdicts of a change', async () => {
    workIn()
    write('unsidecar.yaml', 'fail-on: [warning, narrower]\n')
    expect((await origins('convert'))['fail-on']).toMatchObject({ value: 'warning' })
    expect((await origins('verify'))['fail-on']).toMatchObject({ value: 'narrower' })
    expect((await origins('diff', 'x', '--to', 'ambient'))['fail-on']).toMatchObject({ value: 'warning' })
    expect((await origins('diff', 'x', '--against', 'y'))['fail-on']).toMatchObject({ value: 'narrower' })
  })

  test('that are paths are relative to the file', async () => {
    const folder = workIn()
    write('.git/HEAD', '')
    write('unsidecar.yaml', 'accept: lists/accept.yaml\nfilename: [manifests, -]\n')
    mkdirSync('team/deep', { recursive: true })
    process.chdir('team/deep')
    const { accept, filename } = await origins('diff')
    expect(accept).toEqual({ value: '../../lists/accept.yaml', from: 'file', at: '../../unsidecar.yaml:1:1' })
    expect(filename!.value).toEqual(['../../manifests', '-'])
    process.chdir(folder)
  })
})

describe('the file', () => {
  test('is looked for up to the root of the repository, and outside of one only in the working directory', async () => {
    const folder = workIn()
    write('unsidecar.yaml', 'to: cilium\n')
    mkdirSync('repository/team', { recursive: true })
    process.chdir('repository/team')
    expect((await origins('diff')).to).toEqual({ from: 'default' })
    process.chdir(folder)
    write('repository/.git', 'gitdir: elsewhere\n')
    process.chdir('repository/team')
    expect((await origins('diff')).to).toEqual({ from: 'default' })
    write('../unsidecar.yaml', 'to: ambient\n')
    expect((await origins('diff')).to).toMatchObject({ value: 'ambient', at: '../unsidecar.yaml:1:1' })
    process.chdir(folder)
  })

  test('is another one with --config, and none with --no-config', async () => {
    workIn()
    write('unsidecar.yaml', 'to: ambient\n')
    write('ci.yaml', 'to: cilium\n')
    expect((await origins('diff', '--config', 'ci.yaml')).to).toMatchObject({ value: 'cilium', at: 'ci.yaml:1:1' })
    expect((await origins('diff', '--config=ci.yaml')).to).toMatchObject({ value: 'cilium' })
    expect((await origins('diff', '--no-config')).to).toEqual({ from: 'default' })
    expect((await runCli('diff', '--config', 'gone.yaml')).stderr).toContain('--config gone.yaml cannot be read: there is no such file')
  })

  test.each([
    [['--config', 'ci.yaml', '--config', 'ci.yaml'], '`--config` is given more than once'],
    [['--config', 'ci.yaml', '--no-config'], '`--config` is given more than once'],
    [['--config='], '--config needs a file (--no-config reads none)'],
  ])('is not that of the repository in place of an unclear %j', async (args, message) => {
    workIn()
    write('unsidecar.yaml', 'to: ambient\n')
    write('ci.yaml', 'to: cilium\n')
    for (const command of [
      ['config', 'print'],
      ['diff', '.'],
    ]) {
      const { code, stdout, stderr } = await runCli(...command, ...args)
      expect([code, stdout, stderr]).toEqual([2, '', `unsidecar: ${message}\nSee \`unsidecar --help\`.\n`])
    }
  })

  test('that is nearly called so is said, and help needs none', async () => {
    workIn()
    write('unsidecar.yml', 'to: ambient\n')
    const { code, stderr } = await runCli('diff', 'x')
    expect(code).toBe(2)
    expect(stderr).toContain('the configuration file is called unsidecar.yaml')
    expect((await runCli('diff', '--help')).code).toBe(0)
  })

  test('may be empty, and is not asked by commands about the program itself', async () => {
    workIn()
    write('unsidecar.yaml', '# nothing yet\n')
    expect((await runCli('config', 'print')).stdout).toBe('Configuration: unsidecar.yaml\n')
    write('unsidecar.yaml', 'nonsense: true\n')
    for (const args of [['explain', 'US3001'], ['completion', 'bash'], ['version']]) expect((await runCli(...args)).code).toBe(0)
  })
})

describe('what is wrong with it', () => {
  const cases: [name: string, text: string, message: string][] = [
    ['an unknown key', 'assumes: [x]\n', 'unsidecar.yaml:1:1: error: `assumes` is not known here; did you mean `assume`? [US0216]'],
    [
      'a key in a section',
      'commands:\n  diff:\n    breif: true\n',
      '3:5: error: `commands.diff.breif` is not known here; did you mean `brief`?',
    ],
    [
      'an option of another command',
      'commands:\n  estimate:\n    brief: true\n',
      '3:5: error: `commands.estimate.brief` is not an option of `estimate`',
    ],
    ['a section at the top', 'diff:\n  brief: true\n', '1:1: error: `diff` is a command; its options stand under `commands.diff`'],
    ['an unknown command', 'commands:\n  covert: {}\n', '2:3: error: `commands.covert` is not known here; did you mean `convert`?'],
    [
      'a version that YAML reads as a number',
      'istio-version: 1.30\n',
      '1:16: error: `istio-version` is not a text; quote numbers such as "1.30"',
    ],
    ['a version that is none', 'istio-version: new\n', '1:1: error: `istio-version` is not valid: `new` is not a version such as 1.32'],
    ['a word that is no choice', 'to: ambiant\n', '1:5: error: `to` is not one of ambient, cilium, or a list of them'],
    ['a switch that is a text', 'strict-input: "yes"\n', '1:15: error: `strict-input` is not `true` or `false`'],
    ['several targets where one is taken', 'to: [ambient, cilium]\n', '1:1: error: `to` has 2 values, and this command takes one'],
    ['what writes', 'in-place: true\n', '1:1: error: `in-place` is given on the command line only'],
    ['a program that would be started', 'kustomize: ./kustomize\n', '1:12: error: `kustomize` is not one of auto, off'],
    [
      'a list in place of a map',
      '- to\n',
      '1:1: error: this file is not a configuration of unsidecar: it is not a map of options [US0215]',
    ],
    ['two documents', 'to: ambient\n---\nto: cilium\n', 'it has more than one document'],
    ['text that does not parse', 'to: [\n', 'unsidecar.yaml:'],
    [
      'an entry without its reason',
      'suppress:\n- {code: US3001, kind: Kind, name: one, expires: 2027-01-31}\n',
      '`suppress[0].reason` is missing',
    ],
    [
      'a code that there is not',
      `suppress:\n- {code: US9998, kind: Kind, name: one, reason: r, expires: 2027-01-31}\n`,
      'is not a code of a finding',
    ],
    [
      'a code that is never hidden',
      `suppress:\n- {code: US0001, kind: Kind, name: one, reason: r, expires: 2027-01-31}\n`,
      'such a finding is never hidden',
    ],
    [
      'a day that there is not',
      `suppress:\n- {code: US3001, kind: Kind, name: one, reason: r, expires: 2027-02-31}\n`,
      'is not a day such as 2027-01-31',
    ],
  ]
  test.each(cases)('%s', async (_, text, message) => {
    workIn('l4')
    write('unsidecar.yaml', text)
    const { code, stdout, stderr } = await runCli('convert', 'l4')
    expect(stderr).toContain(message)
    expect(stderr).toContain('unsidecar: unsidecar.yaml is not valid\n')
    expect([code, stdout]).toEqual([2, ''])
  })
})

describe('the schema', () => {
  const run = { argv: [], exitCode: 0 } as unknown as Run

  test('has every option of every command but those that write', async () => {
    const options = [...(await optionsOfCommands(commands, run)).values()].flat().filter(({ name }) => !commandLineOnly.has(name))
    expect(options.length).toBeGreaterThan(80)
    expect(options.filter(({ name }) => !(name in schema.properties)).map(({ name }) => name)).toEqual([])
    expect([...takenOptions(options).values()].filter(({ words, list }) => list && words?.length === 0)).toEqual([])
  })

  test('takes what is taken, and nothing else', () => {
    const takes = new Ajv2020({ allowUnionTypes: true }).compile(schema)
    const valid = 'to: [ambient]\nassume: extensions-reviewed\ncommands: {diff: {brief: true}}\n'
    expect(takes(parse(valid))).toBe(true)
    expect(takes(parse('to: ambiant'))).toBe(false)
    expect(takes(parse('in-place: true'))).toBe(false)
    expect(takes(parse('suppress: [{code: US3001}]'))).toBe(false)
  })
})

test('an option that takes one value is refused where it is given twice', async () => {
  workIn('l4')
  for (const option of ['to', 'kustomize', 'accept']) {
    const value = option === 'to' ? 'ambient' : 'off'
    const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', `--${option}`, value, `--${option}`, value)
    expect([code, stderr.split('\n')[0]]).toEqual([2, `unsidecar: \`--${option}\` is given more than once`])
  }
})
