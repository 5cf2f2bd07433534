import { afterEach, describe, expect, test, vi } from 'vitest'
import { targets } from '../../translators/index.ts'
import { filesBelow, runCli, workIn } from './run-cli.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** An emitter that fails. */
function failingEmitter(): void {
  vi.spyOn(targets.ambient, 'emit').mockImplementation(() => {
    throw new Error('out of ideas')
  })
}

// The first run of a command loads it, which takes long on a busy machine.
describe('a fault of ours makes the exit code 3, and nothing is written', { timeout: 120_000 }, () => {
  test.each([
    'convert l4 --to ambient',
    'convert l4 --to ambient --output-dir out',
    'convert l4 --to ambient --in-place',
    'convert l4 --to ambient --no-verify',
    'convert l4 --to ambient -o json',
    'convert l4 --to ambient -q',
    'convert l4 --to ambient --fail-on warning',
    'convert l4 --to ambient --assume unread-reviewed',
    'diff l4 --to ambient',
    'diff l4 --to ambient --exit-zero',
    'diff l4 --to ambient -o patch',
    'verify l4 --to ambient',
  ])('%s', async (line) => {
    failingEmitter()
    const folder = workIn('l4')
    const before = filesBelow(folder)
    const { code, stdout, stderr } = await runCli(...line.split(' '))
    expect(code).toBe(3)
    expect(stdout + stderr).toContain('US9002')
    expect(stdout).not.toMatch(/dataplane-mode|^diff --git/m)
    expect(filesBelow(folder)).toEqual(before)
  })

  test('and convert says so', async () => {
    failingEmitter()
    workIn('l4')
    const { stderr } = await runCli('convert', 'l4', '--to', 'ambient')
    expect(stderr).toContain('nothing was written because of the internal error above\n')
    expect(stderr).not.toMatch(/^verified/m)
  })
})
