import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verifyReportSchema } from '../../src/report/verify/schema.ts'
import { runCli, workIn } from './run-cli.ts'

const whole = `apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: ''}
---
apiVersion: v1
kind: Namespace
metadata: {name: istio-system}
---
apiVersion: v1
kind: Namespace
metadata: {name: books, labels: {istio-injection: enabled}}
`

/** A Deployment and its policy; one without a namespace of its own is in that of the context, as for kubectl. */
const shelf = (namespace: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: books}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec: {containers: [{name: c, image: c, ports: [{containerPort: 8080}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers${namespace}}
spec: {rules: [{from: [{source: {namespaces: [books]}}]}]}
`

const strict = `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: istio-system}
spec: {mtls: {mode: STRICT}}
`

async function compare(before: string, after: string, ...options: string[]) {
  workIn()
  writeFileSync('before.yaml', before)
  writeFileSync('after.yaml', after)
  const { code, stdout, stderr } = await runCli('verify', 'before.yaml', '--against', 'after.yaml', '-o', 'json', ...options)
  return { code, stderr, report: stdout === '' ? undefined : verifyReportSchema.parse(JSON.parse(stdout)) }
}

test('the namespace of -n holds what has none, on both sides', async () => {
  const [full, bare] = [whole + shelf(', namespace: books'), whole + shelf('')]
  for (const [before, after] of [
    [full, bare],
    [bare, full],
  ] as const) {
    expect(await compare(before, after, '-n', 'books')).toMatchObject({ code: 0, report: { differences: [] } })
    // Without it the policy is in the namespace `default`, where it selects nothing.
    const verdict = before === full ? 'wider' : 'narrower'
    expect((await compare(before, after)).report?.differences.map((one) => one.verdict)).toContain(verdict)
  }
})

test('what the user vouches for holds for both sides and is in the report', async () => {
  const mesh = whole + shelf(', namespace: books')
  const { code, report } = await compare(mesh, mesh, '--istio-version', '1.99', '--assume', 'newest-known')
  expect([code, report?.diagnostics]).toEqual([0, []])
  expect(report?.assumptions).toContain('releases newer than those known decide as the newest known (--assume newest-known)')
  expect((await compare(mesh, mesh)).report?.assumptions.join()).not.toContain('--assume')
})

test('what a conversion to Cilium takes for granted can be vouched for in a review of it', async () => {
  workIn()
  writeFileSync('before.yaml', whole + shelf(', namespace: books') + strict)
  expect((await runCli('convert', 'before.yaml', '--to', 'cilium', '--assume', 'sidecars-removed', '--output-dir', 'out')).code).toBe(0)
  const review = async (...assume: string[]) => {
    const { stdout } = await runCli(
      'verify',
      'before.yaml',
      '--against',
      'out',
      '-o',
      'json',
      '--assume',
      ['sidecars-removed', ...assume].join(),
    )
    const { differences, assumptions } = verifyReportSchema.parse(JSON.parse(stdout))
    const open = differences.filter(({ verdict, assumedAway }) => verdict === 'wider' && assumedAway === undefined)
    return { wider: open.length, taken: assumptions.filter((line) => line.includes('had a sidecar')) }
  }
  expect(await review()).toEqual({ wider: 1, taken: [] })
  expect(await review('pods-had-sidecars')).toEqual({
    wider: 0,
    taken: ['every pod that policies name had a sidecar, and there is one cluster (--assume pods-had-sidecars)'],
  })
})

test('--strict-input names the side that lacks something', async () => {
  const mesh = whole + shelf(', namespace: books')
  for (const [before, after, side] of [
    [shelf(', namespace: books'), mesh, 'before'],
    [mesh, shelf(', namespace: books'), 'after'],
  ] as const) {
    const { code, report, stderr } = await compare(before, after, '--strict-input')
    expect([code, report]).toEqual([2, undefined])
    expect(stderr).toContain(`the input ${side} lacks mesh configuration; policies of the root namespace \`istio-system\``)
  }
  expect((await compare(mesh, mesh, '--strict-input')).code).toBe(0)
})

test('findings of finding files, of reading and of comparing are told together', async () => {
  const mesh = whole + shelf(', namespace: books')
  workIn()
  writeFileSync('before.yaml', mesh)
  writeFileSync('after.yaml', `${mesh}---\na: [\n`)
  const { code, stdout } = await runCli('verify', 'before.yaml', '--against', 'after.yaml', 'none.yaml', '-o', 'json')
  const { diagnostics } = verifyReportSchema.parse(JSON.parse(stdout))
  expect([code, diagnostics.map((one) => one.code).sort()]).toEqual([2, ['US0001', 'US0020']])
})
