import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { packageLike } from '../cli/package-like.ts'

const file = readFileSync('Dockerfile', 'utf8')

test('what the container file copies is enough to run the command line', { timeout: 60_000 }, async () => {
  const [folder, image] = ['built', 'image'].map((name) => mkdtempSync(join(tmpdir(), `unsidecar-${name}-`)))
  await packageLike(folder!)
  cpSync('LICENSE', join(folder!, 'LICENSE'))
  const copied = [...file.matchAll(/^COPY --from=build (.+) (\S+)$/gm)].flatMap(([, sources = '', target = '']) =>
    sources.split(' ').map((source) => {
      const path = source.replace('/src/', '')
      return [path, target.endsWith('/') ? join(target, path.split('/').at(-1)!) : target] as const
    }),
  )
  for (const [from, to] of copied) {
    mkdirSync(dirname(join(image!, to)), { recursive: true })
    cpSync(join(folder!, from), join(image!, to), { recursive: true })
  }
  const [, binary = ''] = /ln -s \/opt\/unsidecar\/(\S+)/.exec(file) ?? []
  expect(existsSync(join(image!, binary))).toBe(true)
  expect(execFileSync(process.execPath, [join(image!, binary), 'explain', 'US3001'], { encoding: 'utf8' })).toContain('US3001')
  for (const path of [folder!, image!]) rmSync(path, { recursive: true })
})

test('what the build reads is not left out of its context', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n')
  for (const needed of ['src', 'translators', 'scripts', 'bench', 'bin', 'package-lock.json']) expect(ignored).not.toContain(needed)
})
