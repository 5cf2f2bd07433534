import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli, workIn } from './run-cli.ts'

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
