import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as library from '../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-bundle-'))
let code = ''

beforeAll(async () => {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: resolve('src/index.ts'), formats: ['es'], fileName: 'unsidecar' },
    },
  })
  const outputs = Array.isArray(result) ? result : [result]
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []))
  code = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? [chunk.code] : [])).join('\n')
  writeFileSync(join(folder, 'unsidecar.mjs'), code)
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a bundle for browsers imports no module of Node', () => {
  const imported = [...code.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]!)
  const ofNode = imported.filter((name) => name.startsWith('node:') || builtinModules.includes(name))
  expect(code.length).toBeGreaterThan(100_000)
  expect(ofNode).toEqual([])
  // Vite replaces modules of Node that slip in by this stand-in.
  expect(code).not.toContain('__vite-browser-external')
})

test('the bundle translates strings', async () => {
  const { translate, streamOf }: typeof library = await import(pathToFileURL(join(folder, 'unsidecar.mjs')).href)
  const text = readFileSync('examples/l4/mesh.yaml', 'utf8')
  const { output, diagnostics } = translate([{ path: 'mesh.yaml', text }], { target: 'ambient' })
  expect(diagnostics).toEqual([])
  expect(streamOf(output)).toContain('istio.io/dataplane-mode: ambient')
})
