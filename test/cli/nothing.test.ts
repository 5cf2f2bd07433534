import { writeFileSync } from 'node:fs'
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
