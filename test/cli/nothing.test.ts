import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { filesBelow, runCli, workIn } from './run-cli.ts'

test('an input without any document is an error for every command', async () => {
  workIn()
  writeFileSync('comments.yaml', '# nothing\n---\n# here\n')
  for (const command of [
    'convert --to ambient',
    'diff --to ambient',
    'verify --to ambient',
    'estimate',
    'trace --from a/b --to-service a/c:80',
  ]) {
    const { code, stderr } = await runCli(...command.split(' '), 'comments.yaml')
    expect([command, code, stderr.split('\n')[0]]).toEqual([
      command,
      2,
      'unsidecar: the input has no document: nothing was read, so nothing is said about it',
    ])
  }
})

test.each(['policies', 'policies/*.yaml', 'policys'])('nothing is moved while %s holds no manifest', async (path) => {
  workIn('shop')
  mkdirSync('policies')
  const { code, stderr } = await runCli('convert', path, 'shop', '--to', 'ambient', '--output-dir', 'out')
  expect(code).toBe(2)
  expect(stderr).toMatch(/^moves to ambient: nothing$/m)
  expect(stderr).toContain(`\`${path}\` was not read, so the whole mesh keeps its sidecars [US3018]`)
  expect(readFileSync('out/namespace.yaml', 'utf8')).toBe(readFileSync('shop/namespace.yaml', 'utf8'))
})

test('a folder without manifests alone is nothing', async () => {
  workIn()
  mkdirSync('policies')
  const { code, stderr } = await runCli('verify', 'policies', '--to', 'ambient')
  expect(code).toBe(2)
  expect(stderr).toMatch(/^unsidecar: the input has no document/)
})

describe('a file that cannot be read', () => {
  const bytes = Buffer.from('# caf\xe9\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n', 'latin1')
  const convert = (...args: string[]) => runCli('convert', 'shop', '--to', 'ambient', ...args)

  test('keeps a tree or stream from being written that would lack it', async () => {
    workIn('shop')
    writeFileSync('shop/closed.yaml', bytes)
    for (const args of [['--output-dir', 'out'], [], ['-o', 'json'], ['--no-verify', '-d', 'out']]) {
      const { code, stdout, stderr } = await convert(...args)
      expect([code, existsSync('out')], args.join(' ')).toEqual([2, false])
      expect(stderr).toContain('nothing was written, because `shop/closed.yaml` could not be read and would be missing from it')
      expect(stdout).not.toContain('apiVersion')
    }
  })

  test('stays where it is in place', async () => {
    workIn('shop')
    writeFileSync('shop/closed.yaml', bytes)
    const before = filesBelow(`${process.cwd()}/shop`)
    const { code, stderr } = await convert('--in-place')
    expect(code).toBe(2)
    expect(stderr).not.toMatch(/nothing was written|not in the output/)
    expect(filesBelow(`${process.cwd()}/shop`)).toEqual(before)
  })

  test('is not in the way of the model of what could be read', async () => {
    workIn('shop')
    writeFileSync('shop/closed.yaml', bytes)
    const { stdout, stderr } = await convert('-o', 'model-json')
    expect(JSON.parse(stdout).schemaVersion).toBe(1)
    expect(stderr).not.toMatch(/nothing was written|not in the output/)
  })

  test('is named where the rest is written under --assume unread-reviewed', async () => {
    workIn('shop')
    writeFileSync('shop/closed.yaml', bytes)
    const { stderr } = await convert('--output-dir', 'out', '--assume', 'unread-reviewed')
    expect(stderr).toContain('not in the output, because not read: `shop/closed.yaml`\n')
    expect(existsSync('out/namespace.yaml')).toBe(true)
  })
})
