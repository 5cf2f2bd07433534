import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli, workIn } from './run-cli.ts'

test('convert and diff annotate the source with the same findings', async () => {
  workIn('shop')
  const converted = [
    await runCli('convert', 'shop', '--to', 'ambient', '-o', 'sarif'),
    await runCli('convert', 'shop', '--to', 'ambient', '-o', 'github'),
    await runCli('convert', 'shop', '--to', 'ambient', '-o', 'junit'),
  ]
  const compared = [
    await runCli('diff', 'shop', '--to', 'ambient', '-o', 'sarif'),
    await runCli('diff', 'shop', '--to', 'ambient', '-o', 'github'),
    await runCli('diff', 'shop', '--to', 'ambient', '-o', 'junit'),
  ]
  expect(compared.map(({ stdout }) => stdout)).toEqual(converted.map(({ stdout }) => stdout))
  expect(converted.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(compared.map(({ code }) => code)).toEqual([1, 1, 1])
  expect((await runCli('diff', 'shop', '--to', 'ambient', '-o', 'markdown')).stdout).toBe(
    (await runCli('convert', 'shop', '--to', 'ambient', '-o', 'markdown')).stdout,
  )
  const [sarif, github, junit] = converted.map(({ stdout }) => stdout) as [string, string, string]
  expect(sarif).toContain('"uri": "shop/policies.yaml"')
  expect(github).toContain('::warning file=shop/policies.yaml,line=47,col=23,title=US3001 ')
  expect(junit).toContain('<testcase classname="AuthorizationPolicy shop/catalog-readers" name="shop/policies.yaml:47:23: US3001 ')
})

test('a difference stands at the rule that changes, also where a route that stays decides together with it', async () => {
  workIn('shop')
  cpSync('shop', 'head', { recursive: true })
  const policies = readFileSync('head/policies.yaml', 'utf8')
  expect(policies).toContain('"HEAD"]')
  writeFileSync('head/policies.yaml', policies.replace('"HEAD"]', '"HEAD", "PUT"]'))
  const { code, stdout } = await runCli('diff', 'shop', '--against', 'head', '-o', 'github')
  expect(code).toBe(1)
  const places = [...stdout.matchAll(/^::error file=([^,]+)/gm)].map(([, file]) => file)
  expect(places.length).toBeGreaterThan(1)
  expect(new Set(places)).toEqual(new Set(['head/policies.yaml']))
  expect(stdout).toMatch(/head\/(?!policies)\S+ VirtualService/)
})

test('a rule that decides no more is annotated where the change took it away, not at the Service that it opens', async () => {
  workIn('shop')
  cpSync('shop', 'head', { recursive: true })
  const policies = readFileSync('head/policies.yaml', 'utf8')
  expect(policies).toContain('STRICT')
  const head = policies.replace('STRICT', 'PERMISSIVE')
  writeFileSync('head/policies.yaml', head)
  const { code, stdout } = await runCli('diff', 'shop', '--against', 'head', '-o', 'github')
  expect(code).toBe(1)
  const line = head.split('\n').findIndex((one) => one.includes('PERMISSIVE')) + 1
  expect(stdout).toMatch(new RegExp(`^::error file=head/policies.yaml,line=${line},`, 'm'))
  expect(stdout).not.toMatch(/^::error file=head\/(?!policies)/m)
})

test('what a change leaves undecided is annotated in the change, though no rule decides it', async () => {
  workIn('shop')
  cpSync('shop', 'head', { recursive: true })
  writeFileSync(
    'head/more.yaml',
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: second, namespace: shop}
spec: {hosts: [catalog], http: [{route: [{destination: {host: cart}}]}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: a-new-one}
`,
  )
  const { code, stdout } = await runCli('diff', 'shop', '--against', 'head', '-o', 'github')
  expect(code).toBe(0)
  const places = [...stdout.matchAll(/^::notice file=([^,]+,line=\d+),.*title=undetermined/gm)].map(([, place]) => place)
  expect(new Set(places)).toEqual(new Set(['head/more.yaml,line=1']))
})

test('a new route that leads to a refusal is annotated and named, though the rule that refuses stays as it is', async () => {
  workIn()
  for (const side of ['base', 'head']) {
    mkdirSync(side)
    writeFileSync(`${side}/mesh.yaml`, pathsOfApi)
  }
  writeFileSync('head/route.yaml', rewriting)
  const { code, stdout } = await runCli('diff', 'base', '--against', 'head', '-o', 'github')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^::error file=head\/route\.yaml,line=8,.*title=narrower/m)
  const text = (await runCli('diff', 'base', '--against', 'head')).stdout
  expect(text).toMatch(
    / {4}after {2}DENIED \(403\) at destination sidecar shop\/api: no ALLOW rule matches\n {11}head\/mesh\.yaml:\d+:1 AuthorizationPolicy shop\/api\n {11}led there by head\/route\.yaml:8:\d+ VirtualService shop\/api spec\.http\[0\]/,
  )
  // On the way there before, it is not what led there.
  expect(text.match(/led there by/g)).toHaveLength(1)
})

const pathsOfApi = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: i}]}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  rules: [{to: [{operation: {paths: [/a]}}]}]
`

const rewriting = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: api, namespace: shop}
spec:
  hosts: [api]
  http:
  # Of /a nothing is left that the policy admits.
  - match: [{uri: {exact: /a}}]
    rewrite: {uri: /b}
    route: [{destination: {host: api}}]
  - route: [{destination: {host: api}}]
`
