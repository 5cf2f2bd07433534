import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { planReportSchema } from '../../src/report/plan/schema.ts'
import { runCli, workIn } from './run-cli.ts'

const texts = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )

describe('plan', () => {
  test('planned again into its folder, says where the mesh stands: after each step, and after each way back', async () => {
    workIn('shop')
    const plan = async () => {
      const { code, stdout } = await runCli('plan', 'shop', '--to', 'ambient', '-d', 'rollout')
      expect(code).toBe(0)
      return stdout.replaceAll(/\s+/g, ' ')
    }
    await plan()
    const written = () => Object.entries(texts('rollout')).filter(([path]) => path.includes('/wave-'))
    const [start, commits] = [written(), Object.keys(texts('rollout')).filter((path) => path.endsWith('commit.patch'))]
    const stands: string[] = []
    const said = async () => {
      stands.push(/stands (after [^;]*|at its end)/.exec(await plan())?.[1] ?? 'begins')
      // No step is proposed twice, and what takes the steps back stays as it is.
      expect(written()).toEqual(start)
    }
    for (const patch of commits) {
      execFileSync('git', ['apply', patch])
      await said()
    }
    for (const patch of commits.toReversed().slice(0, 2)) {
      execFileSync('git', ['apply', '-R', patch])
      await said()
    }
    const after = [1, 2, 3, 4].map((step) => `after step ${step} of wave 1 of the rollout in rollout`)
    const wave = 'after wave 1 of the rollout in rollout'
    expect(stands).toEqual([...after, wave, 'at its end', wave, after.at(-1)])
    const { done } = planReportSchema.parse(
      JSON.parse((await runCli('plan', 'shop', '--to', 'ambient', '-d', 'rollout', '-o', 'json')).stdout),
    )
    expect(done).toBe(4)
  })

  test('planned again without its folder, says that an earlier conversion has begun', async () => {
    workIn('shop')
    await runCli('plan', 'shop', '--to', 'ambient', '-d', 'rollout')
    execFileSync('git', ['apply', 'rollout/wave-01-shop/1-ready/commit.patch'])
    const { stdout } = await runCli('plan', 'shop', '--to', 'ambient')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('an earlier conversion added')
  })

  test('plans anew where the input is in no state of the rollout in the folder', async () => {
    workIn('shop')
    await runCli('plan', 'shop', '--to', 'ambient', '-d', 'rollout')
    for (const patch of Object.keys(texts('rollout')).filter((path) => path.endsWith('source.patch'))) execFileSync('git', ['apply', patch])
    writeFileSync('shop/waypoint-shop.yaml', `${readFileSync('shop/waypoint-shop.yaml', 'utf8')}# ours\n`)
    const { code, stdout } = await runCli('plan', 'shop', '--to', 'ambient', '-d', 'rollout')
    expect([code, stdout]).toEqual([0, expect.stringContaining('Moving to ambient: nothing to do\nalready moved: shop\n')])
  })

  test('takes who was seen to call whom for the order of waves', async () => {
    workIn()
    const namespace = (name: string) => `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: main, image: main}]}}
`
    writeFileSync('mesh.yaml', ['attic', 'cellar', 'hall'].map(namespace).join('---\n'))
    const call = (from: string, to: string) => ({
      metric: {
        __name__: 'istio_requests_total',
        reporter: 'source',
        source_workload: from,
        source_workload_namespace: from,
        destination_service_name: to,
        destination_service_namespace: to,
        destination_workload: to,
        destination_workload_namespace: to,
      },
      value: [1, '5'],
    })
    const planned = async (calls: readonly (readonly [string, string])[]) => {
      writeFileSync('traffic.json', JSON.stringify(calls.map(([from, to]) => call(from, to))))
      const { stdout } = await runCli('plan', 'mesh.yaml', '--to', 'ambient', '--traffic', 'traffic.json', '-o', 'json')
      return planReportSchema.parse(JSON.parse(stdout))
    }
    const first = await planned([['hall', 'attic']])
    expect(first.waves.map(({ namespaces }) => namespaces)).toEqual([['cellar'], ['hall'], ['attic']])
    expect(first.calls).toEqual([{ client: 'hall', server: 'attic', evidence: 'traffic', series: expect.stringContaining('traffic.json') }])
    // Namespaces that call each other move together.
    const circle = await planned([
      ['hall', 'attic'],
      ['attic', 'hall'],
    ])
    expect(circle.waves.map(({ namespaces }) => namespaces)).toEqual([['cellar'], ['attic', 'hall']])
  })
})
