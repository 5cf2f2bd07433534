import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageLike } from './package-like.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-terminal-'))

let binary = ''

// Terminals and exit codes are what is tested here, so the program runs in a process of its own.
beforeAll(async () => {
  binary = await packageLike(folder)
  for (const example of ['l4', 'by-hand']) cpSync(join('examples', example), join(folder, example), { recursive: true })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const { NO_COLOR: _, FORCE_COLOR: __, ...environment } = process.env

/** Runs it without a terminal on any stream. */
function run(
  line: string,
  { env = {}, program = [binary] }: { env?: NodeJS.ProcessEnv; program?: readonly string[] } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const args = [...program, ...line.split(' ')]
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        text[name] += chunk.toString()
      })
    child.on('close', (code) => resolve({ code, ...text }))
  })
}

const escapeCode = '\u001b'

describe('each exit code comes out of the process', { timeout: 120_000 }, () => {
  test.each([
    [0, 'diff l4 --against l4'],
    [0, 'verify l4 --to ambient'],
    [0, 'diff by-hand/before --against by-hand/after --exit-zero'],
    [1, 'diff l4 --to ambient'],
    [1, 'diff by-hand/before --against by-hand/after'],
    [1, 'verify by-hand/before --against by-hand/after'],
    [2, 'diff missing --to ambient'],
    [2, 'diff l4 --to nowhere'],
    [2, 'diff l4'],
  ])('%i: %s', async (code, line) => {
    expect((await run(`${line} -q`)).code).toBe(code)
  })

  test('3 where something breaks inside', async () => {
    const broken = join(folder, 'broken.mjs')
    writeFileSync(
      broken,
      `process.stdout.write = () => { throw new RangeError('a test') }
`,
    )
    const { code, stdout, stderr } = await run('diff l4 --to ambient --exit-zero', { program: ['--import', broken, binary] })
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('internal error')
  })
})

describe('without a terminal', { timeout: 120_000 }, () => {
  test('nothing is coloured and nothing moves, unless colours are asked for', async () => {
    const plain = await run('diff by-hand/before --against by-hand/after')
    expect(plain.stdout + plain.stderr).not.toContain(escapeCode)
    expect(plain.stdout + plain.stderr).not.toContain('\r')
    const forced = await run('convert l4 --to ambient -d forced', { env: { FORCE_COLOR: '1' } })
    expect(forced.stderr).toContain(escapeCode)
    const asked = await run('convert l4 --to ambient -d asked', { env: { FORCE_COLOR: '1', NO_COLOR: '' } })
    expect(asked.stderr).not.toContain(escapeCode)
  })

  test.each(['convert l4 --to ambient -d quiet', 'diff l4 --against l4'])('-q leaves the result: %s', async (line) => {
    const [loud, quiet] = [await run(line.replace('quiet', 'loud')), await run(`${line} -q`)]
    expect(quiet.code).toBe(loud.code)
    expect(quiet.stdout).toBe(loud.stdout)
    expect(loud.stderr).not.toBe('')
    expect(quiet.stderr).toMatch(/^(?:verified: [^\n]*\n)?$/)
  })

  test('-q says why it fails', async () => {
    mkdirSync(join(folder, 'bad'), { recursive: true })
    writeFileSync(join(folder, 'bad/mesh.yaml'), 'kind: [\n')
    const { code, stderr } = await run('convert bad --to ambient -q')
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/^bad\/mesh\.yaml:\d+:\d+: error: /m)
  })
})

/** Sidecars of the example need it, unless the user says that they do not. */
const heldBack = `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: lua, namespace: storage}
spec:
  configPatches:
  - applyTo: HTTP_FILTER
    match: {context: SIDECAR_INBOUND}
    patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.lua}}
`

// A terminal of its own for a process needs util-linux; elsewhere the list is empty, and the test's name says so.
const hasTerminals = process.platform === 'linux' && ['script', 'stty'].every((program) => spawnSync(program, ['--version']).status === 0)

/** Runs it on a terminal of 80 columns, and returns what would be seen there. */
function onTerminal(line: string, env: NodeJS.ProcessEnv = {}): string {
  const command = `stty cols 80 rows 24; '${process.execPath}' '${binary}' ${line}`
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, env: { ...environment, ...env }, encoding: 'utf8' })
  return stdout.replaceAll('\r\n', '\n')
}

describe(hasTerminals ? 'on a terminal of 80 columns' : 'on a terminal (util-linux is not here)', { timeout: 120_000 }, () => {
  test
    .runIf(hasTerminals)
    .each([
      'estimate l4',
      'estimate by-hand/before --to cilium',
      'plan l4 --to ambient',
      'trace by-hand/before --from shop/web --to-pod shop/cart:8080',
      'trace by-hand/before --against by-hand/after --from shop/web --to-pod shop/cart:8080 --method DELETE',
    ])('pages that are laid out fit: %s', (line) => {
    const seen = stripVTControlCharacters(onTerminal(line)).replace(/^.*\r/gm, '')
    expect(seen.length).toBeGreaterThan(100)
    expect(seen.split('\n').filter((text) => [...text].length > 80)).toEqual([])
  })

  test.runIf(hasTerminals).each(['estimate held', 'plan held --to ambient'])(
    'says which decision is tried, and takes it back: %s',
    (line) => {
      cpSync('examples/l4', join(folder, 'held'), { recursive: true })
      writeFileSync(join(folder, 'held/filter.yaml'), heldBack)
      const seen = stripVTControlCharacters(onTerminal(line))
      expect(seen).toMatch(/trying decision 1 of \d+…\r/)
      expect(seen.replace(/^.*\r/gm, '')).not.toContain('trying decision')
      expect(spawnSync(process.execPath, [binary, ...line.split(' ')], { cwd: folder, encoding: 'utf8' }).stderr).not.toContain('trying')
    },
  )

  test.runIf(hasTerminals)('it is coloured there, and not with NO_COLOR or --no-color', () => {
    const line = 'diff by-hand/before --against by-hand/after'
    const coloured = onTerminal(line)
    expect(coloured).toContain(`${escapeCode}[`)
    for (const plain of [onTerminal(line, { NO_COLOR: '1' }), onTerminal(`${line} --no-color`)]) {
      expect(plain).not.toContain(escapeCode)
      expect(plain).toBe(stripVTControlCharacters(coloured))
    }
  })
})
