import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { diffFormats } from '../../../src/report/diff/index.ts'
import { targetNames } from '../../../translators/index.ts'
import { runCli } from '../run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-completion-'))
const scripts: Record<string, string> = {}

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'kubectl']) {
    scripts[shell] = join(folder, shell)
    writeFileSync(scripts[shell], (await runCli('completion', shell)).stdout)
  }
  for (const name of ['mesh.yaml', 'of a mesh.yaml', 'st*r.yaml', 'stxr.yaml']) writeFileSync(join(folder, name), '')
})

/** A shell that is not there cannot be asked: the name of its test says so. */
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0
const titleOf = (shell: string): string => (has(shell) ? shell : `${shell} (not on this system, so not asked)`)

/** In a PATH without Node: what the scripts offer must not need it. */
const environment = { PATH: '/usr/bin:/bin', HOME: folder }

function bash(...words: readonly string[]): string[] {
  const script = `node() { echo started >&2; exit 9; }; source ${scripts.bash}
COMP_WORDS=(unsidecar "$@"); COMP_CWORD=$#; _unsidecar; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, 'bash', ...words], { cwd: folder, encoding: 'utf8', env: environment })
    .trim()
    .split('\n')
}

const formats = Object.keys(diffFormats).sort()

describe(titleOf('bash'), () => {
  test('offers commands, options, values and paths', () => {
    if (!has('bash')) return
    expect(bash('')).toContain('convert')
    expect(bash('di')).toEqual(['diff'])
    expect(bash('diff', '--ag')).toEqual(['--against'])
    expect(bash('diff', 'x', '--to', '')).toEqual([...targetNames])
    expect(bash('diff', '-o', '').sort()).toEqual(formats)
    expect(bash('diff', '--output', '=', '').sort()).toEqual(formats)
    expect(bash('diff', '--output', '=', 'mark')).toEqual(['markdown'])
    expect(bash('diff', '--output', '=')).toContain('sarif')
    expect(bash('diff', 'me')).toEqual(['mesh.yaml'])
    expect(bash('diff', 'of ')).toEqual(['of a mesh.yaml'])
    expect(bash('diff', '--accept', 'of')).toEqual(['of a mesh.yaml'])
    expect(bash('diff', 'st').sort()).toEqual(['st*r.yaml', 'stxr.yaml'])
    expect(bash('explain', 'US300')).toContain('US3001')
    expect(bash('diff', '--no-v')).toEqual(['--no-verify'])
  })
})

describe(titleOf('bash'), () => {
  test('answers kubectl as a program, with a directive of Cobra in the last line', () => {
    if (!has('bash')) return
    chmodSync(scripts.kubectl!, 0o755)
    const program = (...words: readonly string[]): string[] =>
      execFileSync(scripts.kubectl!, words, { cwd: folder, encoding: 'utf8', env: environment }).trim().split('\n')
    expect(program('di')).toEqual(['diff', ':4'])
    expect(program('')).toContain('convert')
    expect(program('diff', '--ag')).toEqual(['--against', ':4'])
    expect(program('diff', 'x', '--to', '')).toEqual([...targetNames, ':4'])
    expect(program('diff', '--to=amb')).toEqual(['ambient', ':4'])
    expect(program('diff', 'me')).toEqual([':0'])
    expect(program('diff', '--accept', '')).toEqual([':0'])
    expect(program()).toEqual(program(''))
  })
})

describe(titleOf('fish'), () => {
  test('offers commands, options, values and paths', () => {
    if (!has('fish')) return
    const fish = (line: string): string[] =>
      execFileSync('fish', ['--no-config', '-c', `source ${scripts.fish}; complete -C ${JSON.stringify(line)}`], {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      })
        .trim()
        .split('\n')
        .map((one) => one.split('\t')[0]!)
    expect(fish('unsidecar ')).toContain('convert')
    expect(fish('unsidecar diff --to ')).toEqual([...targetNames])
    expect(fish('kubectl-unsidecar diff -o ').sort()).toEqual(formats)
    expect(fish('unsidecar diff --aga')).toEqual(['--against'])
    expect(fish('unsidecar diff me')).toEqual(['mesh.yaml'])
    expect(fish('unsidecar explain US300')).toContain('US3001')
  })
})

describe(titleOf('zsh'), () => {
  /** What `_arguments` and `_describe` are given stands for what they would offer: a terminal is not there. */
  const zsh = (command: string): string => {
    const script = `compdef() { :; }; _describe() { print -rl -- \${(P)2} }
_arguments() { if [[ $1 == -C ]]; then state=rest; words=(${command}); else print -rl -- "$@"; fi }
source ${scripts.zsh}; _unsidecar`
    return execFileSync('zsh', ['-f', '-c', script], { cwd: folder, encoding: 'utf8', env: environment })
  }

  test('answers the first key press as a file of $fpath too', () => {
    if (!has('zsh')) return
    mkdirSync(join(folder, 'functions'), { recursive: true })
    cpSync(scripts.zsh!, join(folder, 'functions/_unsidecar'))
    const script = `fpath=(${folder}/functions $fpath); autoload -Uz _unsidecar
compdef() { print compdef; }; _arguments() { [[ $1 == -C ]] && print asked; }; _unsidecar; _unsidecar`
    expect(execFileSync('zsh', ['-f', '-c', script], { cwd: folder, encoding: 'utf8', env: environment })).toBe('asked\nasked\n')
  })

  test('declares the options of a command with their words', () => {
    if (!has('zsh')) return
    expect(spawnSync('zsh', ['-n', scripts.zsh!]).status).toBe(0)
    const lines = zsh('diff').split('\n')
    expect(lines).toContain(`*--to=[convert in memory and look at the result]:value:(${targetNames.join(' ')})`)
    expect(lines.find((line) => line.startsWith('*-o['))).toBe(
      lines.find((line) => line.startsWith('*--output=['))?.replace('--output=', '-o'),
    )
    expect(lines).toContain('*:path:_files')
    // A colon or a bracket of a description must not end it.
    expect(zsh('trace')).toContain("*--header=[such as 'x-user\\: alice'; may be repeated]:value:_files")
  })
})

test('every option of the help is offered', async () => {
  for (const command of ['convert', 'diff', 'verify', 'trace', 'estimate', 'explain', 'capabilities', 'completion']) {
    // The argument parser prints its help by `console.log`.
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    await runCli(command, '--help')
    const stdout = log.mock.calls.join('\n')
    log.mockRestore()
    const options = [...stdout.matchAll(/^ {2,}(?:-\w, )?--([a-z-]+) /gm)].map(([, name]) => name!)
    expect(options.length).toBeGreaterThan(0)
    const offered = bashOptions(command)
    const missing = options.filter((name) => !offered.has(name) && !offered.has(`no-${name}`) && name !== 'version')
    expect([command, missing]).toEqual([command, []])
  }
})

function bashOptions(command: string): Set<string> {
  const script = execFileSync('cat', [scripts.bash!], { encoding: 'utf8' })
  const [, words = ''] = new RegExp(`^ {6}${command}\\) COMPREPLY=\\(\\$\\(compgen -W '([^']*)'`, 'm').exec(script) ?? []
  return new Set(words.split(' ').map((word) => word.replace(/^--/, '')))
}

test('the shell of the user is the default, and another one is wrong usage', async () => {
  const before = process.env.SHELL
  process.env.SHELL = '/usr/bin/fish'
  expect((await runCli('completion')).stdout).toContain('complete -c unsidecar ')
  process.env.SHELL = '/bin/dash'
  expect((await runCli('completion')).stdout).toContain('complete -o filenames -F _unsidecar unsidecar')
  if (before === undefined) delete process.env.SHELL
  else process.env.SHELL = before
  expect((await runCli('completion', 'csh')).code).toBe(2)
})
