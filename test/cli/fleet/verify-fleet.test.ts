import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fleetFormats } from '../../../src/report/fleet/index.ts'
import { fleetMarkdown } from '../../../src/report/fleet/markdown.ts'
import { fleetReportSchema } from '../../../src/report/fleet/schema.ts'
import type { VerifyReport } from '../../../src/report/verify/report.ts'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'
import { runCli, workIn } from '../run-cli.ts'

const clusters = ['--cluster', 'east=shop', '--cluster', 'west=west', '--to', 'ambient'] as const

/** `shop` is one cluster; of the other, `west`, only the policies are those of `shop`, but one that is not there. */
function twoClusters(): void {
  workIn('shop')
  cpSync('shop', 'west', { recursive: true })
  const policies = readFileSync('shop/policies.yaml', 'utf8').split(/^---\n/m)
  writeFileSync('west/policies.yaml', policies.filter((text) => !text.includes('name: catalog-readers')).join('---\n'))
}

test('each cluster has the report that verify makes of it alone, and the counts are those of all', async () => {
  twoClusters()
  const { code, stdout } = await runCli('verify', ...clusters, '-o', 'json')
  const report = fleetReportSchema.parse(JSON.parse(stdout))
  const alone = [
    await runCli('verify', 'shop', '--to', 'ambient', '-o', 'json'),
    await runCli('verify', 'west', '--to', 'ambient', '-o', 'json'),
  ]
  expect(JSON.parse(stdout)).toMatchObject({
    clusters: [
      { name: 'east', report: JSON.parse(alone[0]!.stdout) as object },
      { name: 'west', report: JSON.parse(alone[1]!.stdout) as object },
    ],
  })
  const [east, west] = report.clusters.map((cluster) => cluster.report.parts)
  expect(east).not.toEqual(west)
  expect(report.parts).toEqual(
    Object.fromEntries(Object.entries(east!).map(([verdict, count]) => [verdict, count + west![verdict as 'equal']])),
  )
  expect([code, report.fails, report.complete]).toEqual([0, false, true])
})

test('every format names the cluster of each difference', async () => {
  twoClusters()
  const printed = {
    text: await runCli('verify', ...clusters, '-o', 'text'),
    json: await runCli('verify', ...clusters, '-o', 'json'),
    markdown: await runCli('verify', ...clusters, '-o', 'markdown'),
    html: await runCli('verify', ...clusters, '-o', 'html'),
    junit: await runCli('verify', ...clusters, '-o', 'junit'),
    sarif: await runCli('verify', ...clusters, '-o', 'sarif'),
    github: await runCli('verify', ...clusters, '-o', 'github'),
    gitlab: await runCli('verify', ...clusters, '-o', 'gitlab'),
  }
  expect(Object.keys(printed)).toEqual(Object.keys(fleetFormats))
  const unnamed = Object.entries(printed).filter(
    ([, { code, stdout }]) => code !== 0 || !/\beast\b/.test(stdout) || !/\bwest\b/.test(stdout),
  )
  expect(unnamed).toEqual([])
})

test('a difference that two clusters have is two results and two rows, and what both assume stands once', async () => {
  workIn('shop')
  const same = ['--cluster', 'east=shop', '--cluster', 'west=shop', '--to', 'ambient'] as const
  const sarif = JSON.parse((await runCli('verify', ...same, '-o', 'sarif')).stdout) as {
    runs: { results: { message: { text: string }; partialFingerprints: Record<string, string> }[] }[]
  }
  const results = sarif.runs[0]!.results
  const prints = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash)
  expect(new Set(prints).size).toBe(results.length)
  const texts = (name: string): string[] =>
    results
      .map(({ message }) => message.text)
      .filter((text) => text.includes(`${name}: `))
      .map((text) => text.replaceAll(`${name}: `, ''))
      .sort()
  expect(texts('east').length).toBeGreaterThan(0)
  expect(texts('east')).toEqual(texts('west'))
  const page = (await runCli('verify', ...same, '-o', 'html')).stdout
  const ids = [...page.matchAll(/<details class="row" id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const text = (await runCli('verify', ...same)).stdout
  expect(text.match(/no other workload uses the service account of a waypoint/g)).toHaveLength(1)
})

test('the exit code is the gravest of any cluster, and the report has all of them', async () => {
  twoClusters()
  expect((await runCli('verify', ...clusters, '--fail-on', 'narrower', '-o', 'github')).code).toBe(1)
  writeFileSync('broken.yaml', 'kind: [\n')
  const { code, stdout } = await runCli('verify', ...clusters, '--cluster', 'west=broken.yaml', '-o', 'json', '--report', 'junit=fleet.xml')
  const report = fleetReportSchema.parse(JSON.parse(stdout))
  expect([code, report.complete, report.clusters.map((one) => one.report.complete)]).toEqual([2, false, [true, false]])
  expect(readFileSync('fleet.xml', 'utf8')).toContain('<testsuite name="west: reading"')
  writeFileSync('empty.yaml', '# nothing\n')
  const empty = await runCli('verify', '--cluster', 'north=empty.yaml', ...clusters)
  expect([empty.code, empty.stdout]).toEqual([2, ''])
  expect(empty.stderr).toMatch(/^unsidecar: cluster north: /)
})

test.each([
  [['--cluster', 'east=shop', 'shop', '--to', 'ambient'], '--cluster and paths exclude each other'],
  [['--cluster', 'east=shop', '--against', 'shop'], '--against is about one mesh'],
  [['--cluster', 'east=shop', '--to', 'ambient', '--accept', 'list.yaml'], '--accept is about one mesh'],
  [['--cluster', 'east=shop', '--to', 'ambient', '--states'], '--states is about one mesh'],
  [['--cluster', 'east=shop', '--to', 'ambient', '--traffic', 'seen.json'], '--traffic is about one mesh'],
  [['--cluster', 'shop', '--to', 'ambient'], 'is not of the form NAME=PATH'],
  [['--cluster', 'East=shop', '--to', 'ambient'], 'the name takes lower-case letters'],
  [['--cluster', 'east=-', '--to', 'ambient'], 'name a file'],
  [['--cluster', 'east=shop', '--to', 'ambient', '--report', 'sarif=shop/policies.yaml'], 'would overwrite shop/policies.yaml'],
])('%j is refused', async (args, message) => {
  workIn('shop')
  const { code, stderr } = await runCli('verify', ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})

test('of options that a configuration file has the refusal names the file, and its paths give way to those of clusters', async () => {
  workIn('shop')
  writeFileSync('unsidecar.yaml', 'filename: shop\naccept: list.yaml\n')
  const { code, stderr } = await runCli('verify', '--cluster', 'east=shop', '--to', 'ambient')
  expect(code).toBe(2)
  expect(stderr).toContain('--accept is about one mesh')
  expect(stderr).toContain('--accept is from unsidecar.yaml:2:1; with --no-config no such file is read')
})

test('every report for people says once that no traffic was looked at, and asks for no option that is refused', async () => {
  workIn('shop')
  for (const format of ['text', 'markdown', 'html']) {
    const { stdout } = await runCli('verify', ...clusters.map((word) => word.replace('=west', '=shop')), '-o', format)
    const notes = stdout.match(/traffic was not looked at.*/g) ?? []
    expect([format, notes]).toEqual([format, [expect.stringContaining('verify of one cluster alone')]])
  }
})

test('a comment on many clusters has the gravest difference of all of them first', () => {
  workIn('shop')
  const names = Array.from({ length: 60 }, (_, index) => `c-${index}`)
  const files = readdirSync('shop').map((path) => ({ path, text: readFileSync(`shop/${path}`, 'utf8') }))
  const translation = translate(files, { target: 'ambient' })
  const own: VerifyReport = {
    target: 'ambient',
    comparison: verifyTranslation(translation),
    expectations: [],
    policy: { failOn: 'wider', unannouncedFail: true },
    diagnostics: [],
  }
  const report = { clusters: names.map((name) => ({ name, report: own })) }
  expect(fleetMarkdown(report)).toContain('<summary><b>narrower</b> c-0:')
  const [first, ...others] = report.clusters
  const grave = first!.report.comparison.differences.map((one) => ({ ...one, verdict: 'wider' as const }))
  const last = { name: 'last', report: { ...first!.report, comparison: { ...first!.report.comparison, differences: grave } } }
  const text = fleetMarkdown({ clusters: [first!, ...others, last] })
  expect(text.indexOf('<b>wider</b> last:')).toBeGreaterThan(0)
  expect(text.indexOf('<b>wider</b> last:')).toBeLessThan(text.indexOf('<b>narrower</b>'))
})
