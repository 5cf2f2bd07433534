import { expect, test } from 'vitest'
import { structureSchema } from '../../src/report/structure/schema.ts'
import { runCli, workIn } from './run-cli.ts'

test('diff --structural shows a conversion by path, in text, Markdown and JSON', async () => {
  workIn('shop')
  const { code, stdout } = await runCli('diff', 'shop', '--to', 'ambient', '--structural')
  expect(code).toBe(1)
  expect(stdout).not.toContain('diff --git')
  expect(stdout).toContain('\nChanges by path\n')
  expect(stdout).toContain('  Namespace shop (edited, 2 values)\n    ~ metadata.labels.istio-injection: enabled → disabled\n')
  expect(stdout).toMatch(/→ spec\.http\[name=canary\]\.timeout is now HTTPRoute shop\/catalog spec\.rules\[\d\]\.timeouts\.request: 3s/)
  const markdown = (await runCli('diff', 'shop', '--to', 'ambient', '--structural', '-o', 'markdown')).stdout
  expect(markdown).toContain('### Changes by path')
  expect(markdown).toContain('<summary>Namespace shop (edited, 2 values)</summary>')
  const { structure } = JSON.parse((await runCli('diff', 'shop', '--to', 'ambient', '--structural', '-o', 'json')).stdout) as {
    structure: unknown
  }
  const objects = structureSchema.parse(structure).objects.map(({ object }) => object)
  expect(objects).toContain('HTTPRoute shop/catalog')
  expect(objects).toContain('VirtualService shop/catalog')
})

test('and a change of manifests', async () => {
  workIn('by-hand')
  const { stdout } = await runCli('diff', 'by-hand/before', '--against', 'by-hand/after', '--structural')
  expect(stdout).toContain('Changes by path')
  expect(stdout).not.toContain('diff --git')
})

test('formats without a text diff do not take it', async () => {
  workIn('l4')
  for (const flags of [
    ['-o', 'patch'],
    ['-o', 'sarif'],
    ['--check', 'out'],
    ['--to', 'cilium'],
  ])
    expect((await runCli('diff', 'l4', '--to', 'ambient', '--structural', ...flags)).code).toBe(2)
})
