import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answerOf, kialiGraph, labelsFrom } from '../traffic/small-mesh.ts'
import { runCli, workIn } from './run-cli.ts'

function lay(): void {
  workIn('by-hand')
  writeFileSync('traffic.json', JSON.stringify(answerOf([labelsFrom('web', 'cart'), '42'], [labelsFrom('unknown', 'cart'), '3'])))
  writeFileSync('graph.json', JSON.stringify(kialiGraph))
}

const sides = ['by-hand/before', '--against', 'by-hand/after']

test('traffic changes neither exit codes nor counts of verdicts', async () => {
  lay()
  const [bare, held] = [await runCli('verify', ...sides), await runCli('verify', ...sides, '--traffic', 'traffic.json')]
  expect([held.code, bare.code]).toEqual([1, 1])
  expect(bare.stdout).toContain('\ntraffic was not looked at: --traffic FILE tells')
  expect(held.stdout).toContain('\ntraffic: 2 series of traffic.json; they name workloads and Services, and no method, path or port')
  expect(held.stdout.split('\n')[0]).toBe(bare.stdout.split('\n')[0])
})

test('several files count together, of both programs', async () => {
  lay()
  const { stdout } = await runCli('verify', ...sides, '-o', 'json', '--traffic', 'traffic.json', '--traffic', 'graph.json')
  expect((JSON.parse(stdout) as { traffic: unknown }).traffic).toEqual({ lookedAt: true, files: ['traffic.json', 'graph.json'], series: 4 })
})

test('convert names the announced differences that traffic hits', async () => {
  workIn('shop')
  writeFileSync('traffic.json', JSON.stringify(answerOf([labelsFrom('checkout', 'payments'), '40'])))
  const { stderr } = await runCli('convert', 'shop', '--to', 'ambient', '--traffic', 'traffic.json')
  expect(stderr).toMatch(
    /\ntraffic: 1 series of traffic\.json; .*\n {2}narrower Service shop\/payments:80 and \d+ more, from .*: traffic not certain\n/,
  )
})

test('a file that is wrong in any part is wrong usage, with the place', async () => {
  lay()
  writeFileSync('bad.json', '{"status": "success", "data": {"resultType": "vector", "result": [{"metric": {}, "value": [1]}]}}')
  const { code, stdout, stderr } = await runCli('diff', ...sides, '--traffic', 'traffic.json', '--traffic', 'bad.json')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^unsidecar: --traffic bad\.json data\.result\[0\]\.value/)
  expect((await runCli('diff', ...sides, '--traffic', 'absent.json')).stderr).toContain('absent.json cannot be read: there is no such file')
})

test('nothing that is not compared can be held against traffic', async () => {
  lay()
  for (const args of [
    ['diff', 'by-hand/before', '--to', 'ambient', '--no-verify'],
    ['diff', 'by-hand/before', '--to', 'ambient', '--check', 'closed'],
    ['diff', 'by-hand/before', '--to', 'ambient', '--to', 'cilium'],
    ['convert', 'by-hand/before', '--to', 'ambient', '--no-verify'],
  ])
    expect((await runCli(...args, '--traffic', 'traffic.json')).code, args.join(' ')).toBe(2)
})

test('names from metrics are escaped for the format they are printed in', async () => {
  lay()
  const hostile = { ...labelsFrom('a\nb\u001b[31m<script>`', 'cart'), source_workload_namespace: 'shop' }
  writeFileSync('hostile.json', JSON.stringify(answerOf([hostile, '1'])))
  for (const format of ['text', 'markdown', 'html']) {
    const { stdout } = await runCli('verify', ...sides, '-o', format, '--traffic', 'hostile.json')
    expect(stdout, format).not.toContain('\u001b[31m')
    expect(stdout, format).not.toContain('a\nb')
    if (format === 'html') expect(stdout).not.toContain('b<script>')
    expect(stdout, format).toContain('script')
  }
})
