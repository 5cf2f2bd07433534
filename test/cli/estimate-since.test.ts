import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { estimateReportSchema } from '../../src/report/estimate/schema.ts'
import { runCli, workIn } from './run-cli.ts'

const closed = (namespace: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata:\n  name: default\n  namespace: ${namespace}\nspec:\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n`

test('--since says what changed by namespace, which decision was taken and which is new, and the points', async () => {
  workIn('shop')
  const run = async (...args: string[]) => (await runCli('estimate', 'shop', '--no-verify', ...args)).stdout
  writeFileSync('open.json', await run('-o', 'json'))
  const namespaces = readFileSync('shop/namespace.yaml', 'utf8')
  appendFileSync('shop/namespace.yaml', `---\n${closed('shop')}`)
  writeFileSync('closed.json', await run('-o', 'json'))
  const text = await run('--since', 'open.json')
  expect(text).toContain('Since the last estimate\n  can move today: 7 before, 0 now\n')
  expect(text).toContain('  shop: can move 7 before, 0 now; after a decision 0 before, 7 now\n')
  expect(text).toMatch(/^ {2}new decision: --assume egress-enforced \(US\d{4}\), holds up \d+ resources$/m)
  expect(text).toMatch(/^ {2}points: [\d to]+ before, [\d to]+ now$/m)
  const { since } = estimateReportSchema.parse(JSON.parse(await run('--since', 'open.json', '-o', 'json')))
  expect(since).toMatchObject({ readiness: { before: { today: 7 }, now: { today: 0 } } })
  writeFileSync('shop/namespace.yaml', namespaces)
  expect(await run('--since', 'closed.json')).toContain('decision taken or no longer needed: --assume egress-enforced')
  expect(await run('--since', 'open.json')).toContain('Since the last estimate\n  nothing changed\n')
})

test('--since says where other weights, and not the mesh, changed the points', async () => {
  workIn('l4')
  const run = async (...args: string[]) => (await runCli('estimate', 'l4', '--no-verify', ...args)).stdout.replaceAll(/\s+/g, ' ')
  writeFileSync('old.json', await run('-o', 'json'))
  writeFileSync('weights.yaml', 'points: {install: 100}\n')
  expect(await run('--since', 'old.json', '--weights', 'weights.yaml')).toContain('came to other points then (--weights)')
  appendFileSync('l4/namespace.yaml', `---\n${closed('storage')}`)
  expect(await run('--since', 'old.json')).not.toContain('--weights')
})

test('a report of something else is refused with its name', async () => {
  workIn('shop')
  const refused = async (text: string): Promise<string> => {
    writeFileSync('old.json', text)
    const { code, stderr } = await runCli('estimate', 'shop', '--no-verify', '--since', 'old.json')
    expect(code).toBe(2)
    return stderr
  }
  expect(await refused('{')).toContain('--since old.json is not JSON')
  expect(await refused('{"schemaVersion": "1"}')).toContain('--since old.json is not a report of `estimate -o json`')
  const cilium = (await runCli('estimate', 'shop', '--no-verify', '--to', 'cilium', '-o', 'json')).stdout
  expect(await refused(cilium)).toContain('--since old.json has no estimate of ambient')
  expect(await refused(cilium.replace('"target": "cilium"', '"target": "ambient", "pseudonymised": true'))).toContain('has pseudonyms')
})

test('a byte order mark before the earlier report, as PowerShell writes one, does not make it invalid', async () => {
  workIn('l4')
  const { stdout } = await runCli('estimate', 'l4', '--no-verify', '-o', 'json')
  writeFileSync('old.json', `\uFEFF${stdout}`)
  const { stderr } = await runCli('estimate', 'l4', '--no-verify', '--since', 'old.json')
  expect(stderr).not.toContain('old.json')
})
