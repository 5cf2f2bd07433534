import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'

const script = resolve('dist/scripts/publishable.js')
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts

beforeAll(() => {
  if (!existsSync(script)) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' })
})

function publishing(manifest: object): { readonly status: number | null; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'unsidecar-publishable-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' })
  return { status, said: stderr }
}

test('a package is published only with the repository that it comes from', () => {
  expect(scripts.prepublishOnly).toBe('node dist/scripts/publishable.js')
  expect(publishing({ name: 'unsidecar' })).toEqual({ status: 1, said: expect.stringContaining('npm pkg set repository=') })
  expect(publishing({ name: 'unsidecar', repository: { type: 'git' } }).status).toBe(1)
  expect(publishing({ name: 'unsidecar', repository: { type: 'git', url: 'git+https://git.example.com/mesh/unsidecar.git' } })).toEqual({
    status: 0,
    said: '',
  })
  expect(publishing({ name: 'unsidecar', repository: 'github:mesh/unsidecar' }).status).toBe(0)
})
