import { spawn } from 'node:child_process'
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepStandardInput } from '../../src/cli/process/standard-input.ts'
import { packageLike } from './package-like.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-process-'))

let binary = ''

// Pipes are what is tested here, so the program runs in a process of its own.
beforeAll(async () => {
  binary = await packageLike(folder)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(args: readonly string[], options: { input?: string; closeAfter?: number } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binary, ...args])
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (options.closeAfter !== undefined && stdout.length >= options.closeAfter) child.stdout.destroy()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.end(options.input ?? '')
  })
}

const mesh = readFileSync('examples/l4/mesh.yaml', 'utf8')

test('standard input is read for -', { timeout: 30_000 }, async () => {
  const { code, stdout } = await run(['convert', '-', '--to', 'ambient'], { input: mesh })
  expect(code).toBe(0)
  expect(stdout).toContain('# Source: stdin.yaml')
  expect(stdout).toContain('istio.io/dataplane-mode: ambient')
})

test('standard input may be named with -f as well', () => {
  for (const args of [['-'], ['-f', '-'], ['--filename', '-'], ['--filename=-']])
    expect(keepStandardInput(['convert', ...args, '-n', 'prod'])).toEqual(['convert', '--filename=-', '-n', 'prod'])
})

// The goldens of one folder together are a mesh whose output is more than a pipe holds.
test('a reader that goes away is no error', { timeout: 30_000 }, async () => {
  const { code, stderr } = await run(['convert', 'golden/ambient-enrolment', '--to', 'ambient', '-q', '-o', 'json'], { closeAfter: 1 })
  expect(stderr).not.toContain('EPIPE')
  expect(stderr).not.toContain('internal error')
  expect(code).toBe(1)
})

const everyCommand = [
  'convert FOLDER --to ambient',
  'convert FOLDER --to ambient -o json',
  'convert FOLDER --to ambient -o model-json',
  'diff FOLDER --to ambient -o patch',
  'verify FOLDER --to ambient -o markdown',
  'verify FOLDER --to ambient -o junit',
  'trace FOLDER --from outside --to-service storage/queue:5672',
  'estimate FOLDER',
  'explain',
  'capabilities --to cilium',
  'completion',
  'version',
  '--help',
]

// A file to which nothing can be written; Linux has one. Elsewhere the list is empty, and the test's name says so.
const full = existsSync('/dev/full') ? everyCommand : []

test.each(full.length === 0 ? ['(no /dev/full on this system)'] : full)(
  'a full disk behind > is one sentence and exit code 2: %s',
  { timeout: 60_000 },
  async (line) => {
    if (full.length === 0) return
    cpSync('examples/l4', join(folder, 'l4'), { recursive: true })
    const args = line.replace('FOLDER', join(folder, 'l4')).split(' ')
    const { code, stderr } = await runToFull(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(/(?:^|\n)unsidecar: standard output cannot be written: there is no space left on the device\n$/)
    expect(stderr).not.toContain('    at ')
  },
)

/** Runs the program with its standard output on a full disk, and returns what it says about that. */
function runToFull(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const device = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [binary, ...args], { stdio: ['ignore', device, 'pipe'] })
    closeSync(device)
    let stderr = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.on('close', (code) => resolve({ code, stderr }))
  })
}
