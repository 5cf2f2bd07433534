import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { preflight } from '../../../src/plan/preflight/preflight.ts'
import { translate } from '../../../src/translate.ts'
import { enrolledNamespace, plainDeployment } from '../enrolled-namespace.ts'

const folder = mkdtempSync(join(tmpdir(), 'preflight-'))
afterAll(() => rmSync(folder, { recursive: true }))
// Says what ANSWER has, or fails as kubectl does without a cluster.
writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\n[ "$ANSWER" != none ] || exit 1\nprintf "%b" "$ANSWER"\n')
chmodSync(join(folder, 'kubectl'), 0o755)

const mesh = `${enrolledNamespace('pond')}---
${plainDeployment('frog', 'pond')}`
const found = preflight(translate([{ path: 'pond.yaml', text: mesh }], { target: 'ambient' }))

/** How a check ends as a line of `apply.sh`, what it prints, and what it says of its failure. */
function runWith(
  set: Readonly<Record<string, string>>,
  what: RegExp,
  answer: string,
): readonly [passes: boolean, said: string, failure: string] {
  const check = found.find((one) => what.test(one.what))!
  const script = `set -eu\n${check.command}\necho passed\n`
  const env = { PATH: `${folder}:${process.env.PATH}`, ANSWER: answer, ...set }
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { env, encoding: 'utf8' })
  return stdout.endsWith('passed\n') ? [true, stdout.slice(0, -'passed\n'.length), stderr] : [false, stdout, stderr]
}

function run(what: RegExp, answer: string): readonly [passes: boolean, said: string] {
  const [passes, said] = runWith({}, what, answer)
  return [passes, said]
}

test.each([
  ['istio-system/istiod docker.io/istio/pilot:1.32.0-distroless\\n', true],
  ['istio-system/istiod registry:5000/pilot:v1.33@sha256:09af\\n', true],
  ['istio-system/istiod docker.io/istio/pilot:2.0\\n', true],
  ['istio-system/istiod docker.io/istio/pilot:1.9.9\\n', false],
  ['a/istiod istio/pilot:1.32.0\\na/istiod-old istio/pilot:1.31.7\\n', false],
  ['istio-system/istiod registry:5000/pilot\\n', false],
  ['istio-system/istiod 10.77.0.1/istio/pilot\\n', false],
  ['istio-system/istiod istio/pilot@sha256:1.99\\n', false],
  ['istio-system/istiod istio/pilot:latest\\n', false],
  ['', false],
  ['none', false],
])('istiod by its image: %s', (answer, passes) => {
  expect(run(/^istiod is of/, answer)[0]).toBe(passes)
})

test('sidecars that are too old are printed with the age of their pod; a cluster without any passes', () => {
  const line = (pod: string, image: string) => `pond/${pod} 2025-03-01T00:00:00Z istio/proxyv2:${image}\\n`
  expect(run(/^sidecars are of/, `${line('frog', '1.24.0')}${line('toad', '1.23.9')}`)).toEqual([
    false,
    'pond/toad 2025-03-01T00:00:00Z istio/proxyv2:1.23.9\n',
  ])
  expect([run(/^sidecars are of/, line('frog', '1.24.0')), run(/^sidecars are of/, ''), run(/^sidecars are of/, 'none')]).toEqual([
    [true, ''],
    [true, ''],
    [false, ''],
  ])
})

test('sidecars without HBONE are printed with the age and image of their pod', () => {
  const answer =
    'pond/frog\\ttrue\\tsince 2026-01-01T00:00:00Z, istio/proxyv2:1.30.0\\npond/toad\\t\\tsince 2025-03-01T00:00:00Z, istio/proxyv2:1.22.0\\n'
  expect(run(/take HBONE/, answer)).toEqual([false, 'pond/toad since 2025-03-01T00:00:00Z, istio/proxyv2:1.22.0\n'])
  expect([run(/take HBONE/, answer.split('\\n')[0]!)[0], run(/take HBONE/, '')[0], run(/take HBONE/, 'none')[0]]).toEqual([
    true,
    true,
    false,
  ])
})

test('SPIRE is of interest to pods with a proxy alone', () => {
  const answer = 'tools/probe\\t\\tspire\\npond/frog\\tistio-proxy\\t\\n'
  expect(run(/SPIRE/, answer)).toEqual([true, ''])
  expect(run(/SPIRE/, `${answer}pond/toad\\tistio-proxy\\tspire\\n`)).toEqual([false, 'pond/toad\n'])
  expect(run(/SPIRE/, 'none')[0]).toBe(false)
})

test('a Secret with which istiod reads another cluster ends it', () => {
  expect([run(/other cluster/, '')[0], run(/other cluster/, 'secret/east\\n')[0], run(/other cluster/, 'none')[0]]).toEqual([
    true,
    false,
    false,
  ])
})

test.each([
  ['kube-system/cilium\\nkube-system/kube-proxy\\nv1.33.1\\n', 'kube-system/cilium\n'],
  ['v1.33.1+k3s1\\n', 'v1.33.1+k3s1\n'],
  ['v1.33.1-gke.1234000\\n', 'v1.33.1-gke.1234000\n'],
  ['kube-system/own-plugin\\nv1.33.1\\n', undefined],
  ['none', undefined],
])('the network plugin, by its DaemonSet or by what brings its own: %s', (answer, said) => {
  // The stub says the same of DaemonSets and of nodes.
  const [passes, printed] = run(/^the network plugin/, answer)
  expect([passes, passes ? printed.split('\n')[0] : undefined]).toEqual([said !== undefined, said?.trim()])
})

test('another network plugin is taken where the environment names it, and the failure says so', () => {
  const own = 'kube-system/own-plugin\\nv1.33.1\\n'
  const ended = (set: Readonly<Record<string, string>>, answer = own) => runWith(set, /^the network plugin/, answer)
  expect(ended({})).toEqual([false, '', expect.stringContaining('run this again with NETWORK_PLUGIN=NAME')])
  const named = { NETWORK_PLUGIN: 'own plugin; exit 1' }
  expect(ended(named)).toEqual([true, 'the network plugin is own plugin; exit 1, as NETWORK_PLUGIN says\n', ''])
  expect(ended({ NETWORK_PLUGIN: '' })[0]).toBe(false)
  // A name stands in for no cluster.
  expect(ended(named, 'none')[0]).toBe(false)
})

test.each([
  ['', true],
  ['false', true],
  ['true', false],
  ['none', false],
])('masquerading of Cilium: %s', (answer, passes) => {
  expect(run(/^Cilium leaves kubelet/, answer)[0]).toBe(passes)
})

test.each([
  [' ', true],
  ['false strict', true],
  ['true standard', true],
  ['true strict', false],
  ['true ', false],
  ['none', false],
])('security groups of pods: %s', (answer, passes) => {
  expect(run(/^the Amazon VPC CNI/, answer)[0]).toBe(passes)
})
