import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commands as commandEntries } from '../../src/cli/commands/index.ts'
import { optionsOfCommands } from '../../src/cli/configuration/load.ts'
import { readOptions, writtenOptions } from '../../src/cli/options/file-options.ts'
import type { Run } from '../../src/cli/run.ts'
import { reportFiles } from '../../src/cli/written/report-files.ts'
import { asData, asPage } from '../../src/report/format.ts'
import { filesBelow, runCli, workIn } from './run-cli.ts'

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

test('of an estimate too, and the earlier one stays', async () => {
  workIn('l4')
  await runCli('estimate', 'l4', '--report', 'json=a.json', '--report', 'junit=a.xml', '-o', 'github')
  expect(readFileSync('a.json', 'utf8')).toBe((await runCli('estimate', 'l4', '-o', 'json')).stdout)
  expect(readFileSync('a.xml', 'utf8')).toBe((await runCli('estimate', 'l4', '-o', 'junit')).stdout)
  const { code, stderr } = await runCli('estimate', 'l4', '--since', 'a.json', '--report', 'json=a.json')
  expect([code, stderr]).toEqual([2, expect.stringContaining('would overwrite a.json, which this run reads')])
})

test('a translation is a page, as its review is', async () => {
  workIn('l4')
  const page = (await runCli('convert', 'l4', '--to', 'ambient', '-o', 'html')).stdout
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toBe((await runCli('diff', 'l4', '--to', 'ambient', '-o', 'html')).stdout)
})

test('a file that could be applied is emptied where the change is refused', () => {
  const formats = {
    patch: { ...asData(() => 'a patch'), shows: 'output' },
    page: { ...asPage(() => 'refused\n'), shows: 'report' },
  } as const
  const files = [
    { format: 'patch', path: 'a.patch' },
    { format: 'page', path: 'a.txt' },
  ]
  const texts = reportFiles(files, formats, {}, { detail: 'brief', refused: true })
  expect(texts.map(({ path, text }) => [path, text])).toEqual([
    ['a.patch', ''],
    ['a.txt', 'refused\n'],
  ])
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
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^unsidecar: there is no folder .*missing for it: --report missing\/a.json\n$/m),
  ])
})

test('a report takes the place of no manifest, however its name is spelt', async () => {
  const folder = workIn('l4')
  symlinkSync('l4/mesh.yaml', 'link.html')
  linkSync('l4/mesh.yaml', 'twin.html')
  const before = filesBelow(folder)
  const names = ['l4/mesh.yaml', './l4/../l4/mesh.yaml', 'link.html', 'twin.html']
  const commands = [
    ...names.map((name) => ['convert', 'l4', '--to', 'ambient', '--report', `junit=${name}`]),
    ['diff', 'l4', '--to', 'ambient', '--report', 'html=l4/mesh.yaml'],
    ['verify', 'l4', '--against', 'l4', '--report', 'markdown=l4/mesh.yaml'],
  ]
  for (const args of commands) {
    const { code, stderr } = await runCli(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining('would overwrite l4/mesh.yaml, a file of the input')])
  }
  expect(filesBelow(folder)).toEqual(before)
})

test('nor of the lists that a run reads', async () => {
  workIn('l4')
  writeFileSync('known.yaml', 'accept: []\n')
  const { code, stderr } = await runCli('verify', 'l4', '--to', 'ambient', '--accept', 'known.yaml', '--report', 'html=known.yaml')
  expect([code, stderr]).toEqual([2, expect.stringContaining('would overwrite known.yaml, which this run reads')])
  expect(readFileSync('known.yaml', 'utf8')).toBe('accept: []\n')
})

test('nor of the configuration, traffic or shares that it reads', async () => {
  workIn('l4')
  const metric = { source_workload: 'a', source_workload_namespace: 'l4', destination_service: 'b.l4.svc.cluster.local' }
  writeFileSync(
    'traffic.json',
    JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric, value: [1, '5'] }] } }),
  )
  writeFileSync('share.json', (await runCli('verify', 'l4', '--to', 'ambient', '--shard', '1/1')).stdout)
  writeFileSync('unsidecar.yaml', 'quiet: true\n')
  const commands = [
    ['verify', 'l4', '--to', 'ambient', '--report', 'html=unsidecar.yaml'],
    ['verify', 'l4', '--to', 'ambient', '--traffic', 'traffic.json', '--report', 'json=traffic.json'],
    ['merge', 'share.json', '--report', 'json=share.json'],
    ['merge', 'share.json', '--traffic', 'traffic.json', '--report', 'json=traffic.json'],
  ]
  for (const args of commands) {
    const name = args.at(-1)!.split('=')[1]!
    const before = readFileSync(name, 'utf8')
    const { code, stderr } = await runCli(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(`would overwrite ${name}, which this run reads`)])
    expect(readFileSync(name, 'utf8')).toBe(before)
  }
})

test('nor of an earlier report or a program that another option names', async () => {
  workIn('l4')
  const to = ['l4', '--to', 'ambient']
  writeFileSync('base.json', (await runCli('verify', ...to, '-o', 'json')).stdout)
  writeFileSync('diff.json', (await runCli('diff', ...to, '-o', 'json')).stdout)
  writeFileSync('share.json', (await runCli('verify', ...to, '--shard', '1/1')).stdout)
  await runCli('convert', ...to, '-q', '-d', 'checked')
  writeFileSync('builder', '#!/bin/sh\n', { mode: 0o755 })
  linkSync('base.json', 'twin.json')
  const commands = [
    ['verify', ...to, '--baseline', 'base.json', '--report', 'json=base.json'],
    ['verify', ...to, '--baseline', 'base.json', '--report', 'json=twin.json'],
    ['diff', ...to, '--baseline', 'diff.json', '--report', 'json=./diff.json'],
    ['merge', 'share.json', '--baseline', 'base.json', '--report', 'json=base.json'],
    ['convert', ...to, '--kustomize', './builder', '--report', 'json=builder'],
  ]
  for (const args of commands) {
    const name = args.at(-1)!.split('=')[1]!
    const before = existsSync(name) ? readFileSync(name, 'utf8') : undefined
    const { code, stderr } = await runCli(...args)
    expect([args, code, stderr]).toEqual([args, 2, expect.stringMatching(/would overwrite \S+, which this run reads/)])
    expect(existsSync(name) ? readFileSync(name, 'utf8') : undefined).toBe(before)
  }
  for (const name of ['mesh.yaml', 'new.html']) {
    const before = readdirSync('checked')
    const { code, stderr } = await runCli('diff', ...to, '--check', 'checked', '--report', `html=checked/${name}`)
    expect([code, stderr]).toEqual([2, expect.stringContaining('--report and --check exclude each other')])
    expect(readdirSync('checked')).toEqual(before)
  }
})

test('nor of a file that only a build of kustomize reads', async () => {
  const folder = workIn('l4')
  mkdirSync('base')
  mkdirSync('overlay')
  writeFileSync('base/kustomization.yaml', 'resources: [mesh.yaml]\nconfigMapGenerator: [{name: app, files: [app.properties]}]\n')
  writeFileSync('base/app.properties', 'color=blue\n')
  writeFileSync('base/mesh.yaml', readFileSync('l4/mesh.yaml', 'utf8'))
  writeFileSync('overlay/kustomization.yaml', 'resources: [../base, https://example.com/remote]\n')
  writeFileSync('mesh.yaml', readFileSync('l4/mesh.yaml', 'utf8'))
  const before = filesBelow(folder)
  for (const path of ['base/kustomization.yaml', 'overlay/../base/mesh.yaml', 'base/app.properties']) {
    const { code, stderr } = await runCli('convert', 'l4', 'overlay', '--to', 'ambient', '-q', '--report', `json=${path}`)
    expect([code, stderr]).toEqual([2, expect.stringMatching(/would overwrite base\/\S+, which this run reads/)])
  }
  const against = await runCli('diff', 'l4', '--against', 'overlay', '--report', 'html=base/app.properties')
  expect([against.code, against.stderr]).toEqual([2, expect.stringContaining('would overwrite base/app.properties, which this run reads')])
  const tree = await runCli('convert', 'overlay', 'mesh.yaml', '--to', 'ambient', '-d', 'base', '--force')
  expect([tree.code, tree.stderr]).toEqual([2, expect.stringContaining('these files are read by this run and would be overwritten')])
  expect(filesBelow(folder)).toEqual(before)
})

test('nor does a tree, whatever is forced', async () => {
  workIn('l4')
  mkdirSync('out')
  writeFileSync('out/mesh.yaml', 'accept: []\n')
  const tree = ['l4', '--to', 'ambient', '-d', 'out', '--force', '--accept', 'out/mesh.yaml']
  const { code, stderr } = await runCli('convert', ...tree)
  expect([code, stderr]).toEqual([2, expect.stringContaining('these files are read by this run and would be overwritten: out/mesh.yaml')])
  expect(readFileSync('out/mesh.yaml', 'utf8')).toBe('accept: []\n')
})

test('every option that takes text names a file that a run reads or writes, or none', async () => {
  const options = [...(await optionsOfCommands(commandEntries, { argv: [], exitCode: 0 } as unknown as Run)).values()].flat()
  const texts = options.filter(({ type, choices }) => type === 'string' && choices === undefined).map(({ name }) => name)
  const files = [...new Set(texts)].filter((name) => readOptions.has(name) || writtenOptions.has(name))
  const others = [...new Set(texts)].filter((name) => !files.includes(name)).sort()
  expect(others).toMatchInlineSnapshot(`
    [
      "cilium-version",
      "claim",
      "client-ip",
      "context",
      "fact",
      "from",
      "gateway-api-version",
      "header",
      "host",
      "istio-version",
      "method",
      "namespace",
      "only",
      "order",
      "owner-label",
      "path",
      "repo",
      "shard",
      "sni",
      "to-host",
      "to-pod",
      "to-service",
    ]
  `)
})

test('a report of an earlier run that lies among the manifests is replaced', async () => {
  workIn('l4')
  for (const format of ['json', 'sarif', 'gitlab', 'model-json'])
    for (const run of ['first', 'second']) {
      const { code } = await runCli('convert', 'l4', '--to', 'ambient', '-q', '--report', `${format}=l4/${format}.json`)
      expect([format, run, code]).toEqual([format, run, 0])
    }
})

test('manifests are not put among those that the next run reads', async () => {
  const folder = workIn('l4')
  const before = filesBelow(folder)
  const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--report', 'yaml=l4/ambient.yaml')
  expect([code, stderr]).toEqual([2, expect.stringContaining('would be read as input by the next run')])
  expect(filesBelow(folder)).toEqual(before)
})

// A device to which nothing can be written; Linux has one.
const unwritable = ['missing/a.json', ...(existsSync('/dev/full') ? ['/dev/full'] : [])]

test.each(unwritable)('the tree, the reports and the list of differences are written together or not at all: %s', async (path) => {
  const folder = workIn('l4')
  const before = filesBelow(folder)
  for (const where of [['--in-place'], ['-d', 'out'], []]) {
    const files = ['--report', 'markdown=a.md', '--report', `json=${path}`, '--write-accept', 'known.yaml']
    const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', ...where, ...files)
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^unsidecar: .*--report .*\n$/m)])
    expect(filesBelow(folder)).toEqual(before)
  }
  expect((await runCli('convert', 'l4', '--to', 'ambient', '-q', '--in-place', '--write-accept', 'known.yaml')).code).toBe(0)
})

test('a list is not left behind where the tree cannot be written', async () => {
  const folder = workIn('l4')
  writeFileSync('out', 'a file in the way')
  const before = filesBelow(folder)
  const { code } = await runCli(
    'convert',
    'l4',
    '--to',
    'ambient',
    '-d',
    'out',
    '--write-accept',
    'known.yaml',
    '--report',
    'markdown=a.md',
  )
  expect([code, filesBelow(folder)]).toEqual([2, before])
})

test('a report has no name of the output, and may lie in its new folder', async () => {
  const folder = workIn('l4')
  const convert = (...args: string[]) => runCli('convert', 'l4', '--to', 'ambient', '-q', ...args)
  const { code, stderr } = await convert('-d', 'out', '--report', 'markdown=out/mesh.yaml')
  expect([code, stderr]).toEqual([2, expect.stringContaining('another file of the output has this name: --report out/mesh.yaml')])
  expect(filesBelow(folder)['out/mesh.yaml']).toBeUndefined()
  for (let run = 0; run < 2; run += 1) expect((await convert('-d', 'out', '--report', 'markdown=out/report.md')).code).toBe(0)
  expect(readFileSync('out/report.md', 'utf8')).toContain('#')
})
