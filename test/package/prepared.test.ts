import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { prepare: string } }

/** What `prepare` asks of npm in a folder. */
function asked(folder: string): string[] {
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\necho "$@" >> ${folder}/asked\n`)
  chmodSync(join(folder, 'npm'), 0o755)
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` }
  expect(spawnSync('sh', ['-c', scripts.prepare], { cwd: folder, env }).status).toBe(0)
  return readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n')
}

// pre-commit installs a repository with `npm install -g git+file:…`, and npm 11 then prepares it without the packages that building needs.
test.skipIf(process.platform === 'win32')('a repository that npm installs globally gets what building needs first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-prepared-'))
  expect(asked(folder)).toEqual(['ci --global=false --include=dev --ignore-scripts', 'run build'])
  const installed = mkdtempSync(join(tmpdir(), 'unsidecar-prepared-'))
  mkdirSync(join(installed, 'node_modules/typescript'), { recursive: true })
  expect(asked(installed)).toEqual(['run build'])
})
