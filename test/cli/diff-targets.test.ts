import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { targetNames } from '../../translators/index.ts'
import { runCli, workIn } from './run-cli.ts'

const both = targetNames.flatMap((name) => ['--to', name])

test('two targets stand side by side: counts, what moves and what stays', async () => {
  workIn('shop')
  const { code, stdout, stderr } = await runCli('diff', 'shop', ...both)
  expect([code, stderr.includes('internal')]).toEqual([1, false])
  const lines = stdout.split('\n').map((line) => line.trim().split(/ {2,}/))
  expect(lines[0]).toEqual([...targetNames])
  expect(lines.find(([label]) => label === 'wider')).toEqual(['wider', '0', '0'])
  expect(lines.find(([label]) => label === 'narrower')?.[1]).toBe('4 (4 announced)')
  expect(lines.find(([label]) => label === 'Deployment shop/cart-v1')).toEqual(['Deployment shop/cart-v1', 'moves', '-'])
  expect(stdout).toContain('each in full: --to ambient, --to cilium\n')
  expect(stdout).not.toContain('diff --git')
})

test('what is ruled out, and a namespace that moves without workloads, are counted as in the review of one target', async () => {
  workIn()
  writeFileSync('mesh.yaml', byPrincipal)
  const { stdout } = await runCli('diff', 'mesh.yaml', ...both)
  const lines = stdout.split('\n').map((line) => line.trim().split(/ {2,}/))
  const cells = (label: string) => lines.find(([name]) => name === label)?.slice(1)
  expect(cells('wider')).toContain('1 (1 ruled out)')
  for (const [index, target] of targetNames.entries()) {
    const [summary = ''] = (await runCli('diff', 'mesh.yaml', '--to', target)).stdout.split('\n')
    const count = (label: string) => cells(label)![index]!.replace(/^\d+/, `$& ${label}`)
    for (const label of ['wider', 'narrower', 'rerouted', 'undetermined']) expect(summary).toContain(count(label))
    expect(summary).toMatch(new RegExp(`; ${cells('move')![index]} moves?, ${cells('stay')![index]} stays?, `))
  }
  expect([...cells('move')!].sort()).toEqual(['1', '3'])
})

/** A Service for one client, and a namespace beside it that has nothing in it. */
const byPrincipal = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: later, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: tcp, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: c, image: i}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: [{name: c, image: i}]}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]}]
`

test('as a comment, with a marker of its own, and in the order in which they were named', async () => {
  workIn('l4')
  const { stdout } = await runCli('diff', 'l4', '--to', 'cilium', '--to', 'ambient', '-o', 'markdown')
  expect(stdout).toMatch(
    /^<!-- unsidecar: targets -->\n## unsidecar: cilium or ambient\n\n\| {2}\| cilium \| ambient \|\n\| --- \| --- \| --- \|\n/,
  )
  expect(stdout).toContain('<details><summary>What moves</summary>')
})

test('the same one twice is one, and what is about one is wrong usage', async () => {
  workIn('l4')
  expect((await runCli('diff', 'l4', '--to', 'ambient', '--to', 'ambient')).stdout).toContain('diff --git')
  for (const more of [
    ['-o', 'patch'],
    ['--only', 'storage'],
    ['--check', 'x'],
    ['--report', 'text=a'],
    ['--against', 'l4'],
  ])
    expect((await runCli('diff', 'l4', ...both, ...more)).code, more.join(' ')).toBe(2)
  expect((await runCli('verify', 'l4', ...both)).stderr).toContain('--to takes one target here')
})
