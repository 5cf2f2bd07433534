import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decide, readManifests } from '../../src/index.ts'
import { traceReportSchema } from '../../src/report/trace/schema.ts'
import { runCli, workIn } from './run-cli.ts'

/** Traces a request in the shop; words are separated by blanks, `_` stands for one. */
const trace = (words: string) => {
  workIn('shop')
  return runCli('trace', 'shop', ...words.split(' ').map((word) => word.replaceAll('_', ' ')))
}

test('a denied request is walked to the point that denies it, with the rule, and the exit code is 0', async () => {
  const { code, stdout, stderr } = await trace('--from shop/storefront-v1 --to-service shop/catalog:80 --method DELETE --path /products')
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^shop\/storefront-v1 → Service shop\/catalog:80\n {2}DELETE \/products\n {2}Host: catalog\.shop/)
  expect(stdout).toMatch(/\d\. destination sidecar shop\/catalog\S*: denied \(403\)/)
  expect(stdout).toMatch(/ {2,}shop\/policies\.yaml:\d+:\d+ AuthorizationPolicy shop\/catalog-readers/)
  expect(stdout).toMatch(/\nDENIED \(403\) at destination sidecar shop\/catalog/)
})

test('with --to both sides are walked: the waypoint decides what the sidecar did', async () => {
  const { code, stdout } = await trace(
    '--from shop/storefront-v1 --to-service shop/catalog:80 --method DELETE --path /products --to ambient',
  )
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /\nBefore: the input\n[\s\S]*DENIED \(403\) at destination sidecar[\s\S]*\nAfter: converted to ambient\n[\s\S]*DENIED \(403\) at waypoint shop\/waypoint/,
  )
})

test('with --against the other side is another set of manifests', async () => {
  workIn('by-hand')
  const request = ['--from', 'shop/web', '--to-pod', 'shop/cart:8080', '--method', 'DELETE']
  const { stdout } = await runCli('trace', 'by-hand/before', ...request, '--against', 'by-hand/after')
  expect(stdout).toMatch(
    /\nBefore\n1\. client sidecar shop\/web: allowed, [^\n]*\(PassthroughCluster\)[\s\S]*\nDENIED \(connection refused\) at destination sidecar shop\/cart[\s\S]*\nAfter: by-hand\/after\n[\s\S]*\nALLOWED, to shop\/cart:8080\n$/,
  )
})

test('the JSON holds the request as the library takes it, to be decided again', async () => {
  const { stdout } = await trace(
    '--from shop/sa/checkout --to-service shop/payments:80 --claim iss=https://id.example.com/ --claim sub=a --claim groups=x --claim groups=y --header X-A:_1 --header x-a:2 --client-ip 10.0.0.1 -o json',
  )
  const report = traceReportSchema.parse(JSON.parse(stdout))
  expect(report.request).toMatchObject({
    client: { kind: 'stranger', namespace: 'shop', serviceAccount: 'checkout', ip: '10.0.0.1' },
    http: {
      headers: { 'x-a': ['1', '2'] },
      token: { kind: 'valid', claims: { iss: 'https://id.example.com/', sub: 'a', groups: ['x', 'y'] } },
    },
  })
  expect(decide(readManifests([]).mesh, report.request).verdict).toBe('undetermined')
})

test('Markdown has one section for each side', async () => {
  const { stdout } = await trace('--from outside --to-service shop/catalog:80 --to ambient -o markdown')
  expect(stdout.match(/^#+ .*$/gm)).toEqual(['## unsidecar trace', '### Before: the input', '### After: converted to ambient'])
})

test('a TCP connection has no method and no path', async () => {
  const { stdout } = await trace('--from shop/checkout-v1 --to-service shop/ledger:5432 --tcp')
  expect(stdout).toMatch(/^shop\/checkout-v1 → Service shop\/ledger:5432\n {2}TCP\n/)
  expect(stdout).toContain('\nALLOWED, to shop/ledger')
})

describe('wrong usage', () => {
  const to = '--to-service shop/catalog:80'
  const cases: readonly [words: string, message: RegExp][] = [
    [`--from shop/storfront-v1 ${to}`, /`shop\/storfront-v1`.*did you mean `shop\/storefront-v1`\?/],
    ['--from outside --to-service shop/catalogue:80', /`shop\/catalogue`.*did you mean `shop\/catalog`\?/],
    ['--from outside --to-service shop/catalog:81', /port 81/],
    ['--from outside --to-pod shop/catalog:80', /`shop\/catalog`/],
    ['--from outside --to-service shop/catalog', /PORT/],
    ['--from outside', /name the address with one of --to-service, --to-pod and --to-host/],
    [`--from outside ${to} --to-host a.example:80`, /name the address with one of/],
    [to, /`--from` is needed/],
    [`--from outside ${to} --header x`, /`--header x` is not a header/],
    [`--from outside ${to} --claim x`, /`--claim x` is not a claim/],
    [`--from outside ${to} --claim x={y`, /begins like JSON and is not/],
    [`--from outside ${to} --claim a=b --token invalid`, /--claim and --token exclude each other/],
    [`--from outside ${to} --tcp --method GET`, /--tcp/],
    [`--from outside ${to} --to ambient --against shop`, /--to and --against exclude each other/],
  ]
  for (const [words, message] of cases)
    test(words, async () => {
      const { code, stdout, stderr } = await trace(words)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr.split('\n')[0]).toMatch(message)
    })
})

test('what cannot be read makes the exit code 2, and is told', async () => {
  workIn('shop')
  writeFileSync('shop/broken.yaml', 'a: [\n')
  const request = ['--from', 'outside', '--to-service', 'shop/catalog:80']
  const { code, stderr } = await runCli('trace', 'shop', ...request)
  expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringMatching(/^shop\/broken\.yaml:.*US0001/)])
  expect((await runCli('trace', 'shop', 'nowhere', ...request)).code).toBe(2)
})

test('a client without a certificate is refused by a gateway that asks for one', async () => {
  const folder = workIn()
  writeFileSync(
    `${folder}/edge.yaml`,
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: lab}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [lab.example.com], tls: {mode: MUTUAL, credentialName: lab}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: bench, namespace: lab}
spec:
  hosts: [lab.example.com]
  gateways: [edge]
  http: [{route: [{destination: {host: bench, port: {number: 80}}}]}]
---
apiVersion: v1
kind: Service
metadata: {name: bench, namespace: lab}
spec: {clusterIP: 10.0.0.9, selector: {app: bench}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bench, namespace: lab, labels: {app: bench}}
spec: {containers: [{name: bench}]}
`,
  )
  const request = ['trace', 'edge.yaml', '--from', 'ingress=lab/edge', '--to-host', 'lab.example.com:443']
  const anonymous = (await runCli(...request, '--certificate', 'none')).stdout
  expect(anonymous).toContain('\n  no client certificate\n')
  expect(anonymous).toMatch(/\nDENIED/)
  expect((await runCli(...request)).stdout).not.toMatch(/\nDENIED/)
  expect((await runCli(...request, '--certificate', 'mine')).stderr).toMatch(/certificate/)
})
