import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { krewManifest } from '../../scripts/krew/manifest.ts'
import { packageLike } from '../cli/package-like.ts'
import { type Packed, packed } from './packed.ts'

let one: Packed

beforeAll(() => {
  one = packed()
}, 180_000)

afterAll(() => rmSync(one.project, { recursive: true, force: true }))

interface Manifest {
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly version: string
    readonly platforms: readonly [{ uri: string; sha256: string; bin: string; files: readonly { from: string; to: string }[] }]
  }
}

test('krew is given what was packed, and what it installs is enough to run', async () => {
  const own = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string; description: string }
  const tarball = join(one.project, `unsidecar-${own.version}.tgz`)
  const uri = 'https://example.com/unsidecar.tgz'
  const manifest = parse(krewManifest(own, readFileSync(tarball), uri)) as Manifest
  const [platform] = manifest.spec.platforms
  expect([manifest.metadata.name, manifest.spec.version, platform.uri]).toEqual(['unsidecar', `v${own.version}`, uri])
  expect(platform.sha256).toBe(createHash('sha256').update(readFileSync(tarball)).digest('hex'))
  // What the sources are now, laid where krew lays it.
  await packageLike(join(one.project, 'package'))
  cpSync('LICENSE', join(one.project, 'package/LICENSE'))
  const installed = join(one.project, 'krew')
  for (const { from, to } of platform.files) {
    const source = join(one.project, from.replace(/\/\*$/, ''))
    const target = from.endsWith('/*') ? join(installed, to) : join(installed, to, from.split('/').at(-1)!)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target, { recursive: true })
  }
  const programs = join(one.project, 'programs')
  mkdirSync(programs)
  symlinkSync(join(installed, platform.bin), join(programs, 'kubectl-unsidecar'))
  const environment = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` }
  expect(execFileSync('kubectl-unsidecar', ['--help'], { encoding: 'utf8', env: environment })).toContain(
    'kubectl unsidecar convert [paths..]',
  )
  expect(execFileSync('kubectl-unsidecar', ['explain', 'US3001'], { encoding: 'utf8', env: environment })).toContain('US3001')
})
