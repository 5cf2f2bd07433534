import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writeReportFiles } from '../../src/cli/report-files.ts'
import { asData, asPage } from '../../src/report/format.ts'
import { runCli, workIn } from './run-cli.ts'

test('one run writes several formats, each as -o prints it', async () => {
  workIn('by-hand')
  const sides = ['by-hand/before', '--against', 'by-hand/after']
  const { code, stdout } = await runCli('diff', ...sides, '-o', 'gitlab', '--report', 'markdown=a.md', '--report', 'sarif=b=c.sarif')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toHaveLength(2)
  expect(readFileSync('a.md', 'utf8')).toBe((await runCli('diff', ...sides, '-o', 'markdown')).stdout)
  expect(readFileSync('b=c.sarif', 'utf8')).toBe((await runCli('diff', ...sides, '-o', 'sarif')).stdout)
  await runCli('verify', ...sides, '-q', '--report', 'junit=c.xml')
  expect(readFileSync('c.xml', 'utf8')).toBe((await runCli('verify', ...sides, '-o', 'junit')).stdout)
})

test('of a translation too', async () => {
  workIn('l4')
  const { stdout } = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'gitlab')
  expect(JSON.parse(stdout)).toMatchObject([{ check_name: 'US0040', severity: 'major' }])
  await runCli('convert', 'l4', '--to', 'ambient', '--output-dir', 'out', '--report', 'gitlab=a.json', '-q')
  expect(readFileSync('a.json', 'utf8')).toBe(stdout)
  await runCli('diff', 'l4', '--to', 'ambient', '--report', 'patch=a.patch', '-q')
  expect(readFileSync('a.patch', 'utf8')).toContain('+    istio.io/dataplane-mode: ambient')
})

test('a file that could be applied is emptied where the change is refused', () => {
  workIn()
  const formats = {
    patch: { ...asData(() => 'a patch'), shows: 'output' },
    page: { ...asPage(() => 'refused\n'), shows: 'report' },
  } as const
  writeFileSync('a.patch', 'of an earlier run')
  const files = [
    { format: 'patch', path: 'a.patch' },
    { format: 'page', path: 'a.txt' },
  ]
  writeReportFiles(files, formats, {}, { detail: 'brief', refused: true })
  expect([readFileSync('a.patch', 'utf8'), readFileSync('a.txt', 'utf8')]).toEqual(['', 'refused\n'])
})

test('wrong usage is said, and a file that cannot be written too', async () => {
  workIn('l4')
  expect((await runCli('diff', 'l4', '--to', 'ambient', '--report', 'sarif')).stderr).toContain('is not of the form FORMAT=FILE')
  expect((await runCli('diff', 'l4', '--to', 'ambient', '--report', 'pdf=a.pdf')).stderr).toContain(
    'there is no format `pdf` here; it takes text,',
  )
  expect(existsSync('a.pdf')).toBe(false)
  const twice = await runCli('diff', 'l4', '--to', 'ambient', '--report', 'html=a', '--report', 'json=./a')
  expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('--report json=./a: another --report writes this file already')])
  expect((await runCli('diff', 'l4', '--to', 'ambient', '--report', 'html=-')).stderr).toContain('`-o html` prints to standard output')
  expect([existsSync('a'), existsSync('-')]).toEqual([false, false])
  const { code, stderr } = await runCli('verify', 'l4', '--to', 'ambient', '--report', 'json=missing/a.json')
  expect([code, stderr.includes('--report missing/a.json cannot be written: ENOENT')]).toEqual([2, true])
})
