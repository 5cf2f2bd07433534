import { mkdirSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { type CliResult, runCli, workIn } from './run-cli.ts'

/** What a manifest may say to get at a terminal, a build log or a comment. */
const evil = {
  clear: '\u001b[2J\u001b[31mINJECTED\u001b[0m',
  title: '\u001b]0;INJECTED\u0007',
  c1: '\u009b31mINJECTED',
  line: 'x\nINJECTED',
  back: 'x\r\u001b[1A\u001b[2KINJECTED',
  separators: 'x\u2028INJECTED\u2029INJECTED\u0085INJECTED',
  bidi: 'x\u202egnp.yaml\u2066\u200b\u2060\ufeff',
  tags: 'x\u{e0041}\u{e0042}',
  command: 'x\n::error file=a::INJECTED\n::add-mask::a',
  oldCommand: 'x ##[error]INJECTED ##vso[task.complete]',
  markdown: 'x\n```\n</summary></details>\n\n# INJECTED\n<b>INJECTED</b> @everyone <!-- `code` | a | b | #1 [a](http://b)',
  xml: ']]></failure><failure message="INJECTED">&\u0000\ufffe',
  marks: 'x\ufdd0INJECTED\ufdd4',
}
const all = Object.values(evil)
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const objects = `apiVersion: v1
kind: Namespace
metadata: {name: depot, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: crates, namespace: depot}
spec:
  selector: {matchLabels: {app: crates}}
  template:
    metadata: {labels: {app: crates}}
    spec: {containers: [{name: c, image: c, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: crates, namespace: depot}
spec: {selector: {app: crates}, ports: [{name: http, port: 80, targetPort: 8080}]}
`

/** Objects that have the text wherever a manifest may have text: names, keys, values, kinds. */
function hostile(text: string, index: number): string {
  const t = quoted(text)
  return `---
apiVersion: v1
kind: Namespace
metadata: {name: ${t}, labels: {istio-injection: enabled}}
---
apiVersion: ${t}
kind: ${t}
metadata: {name: ${t}, namespace: ${t}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: routes-${index}, namespace: depot, annotations: {${t}: ${t}}}
spec:
  hosts: [${t}, crates]
  ${t}: 1
  http:
  - name: ${t}
    match: [{uri: {prefix: ${t}}, headers: {${t}: {exact: ${t}}}}]
    retries: {attempts: 2, retryOn: ${t}}
    headers: {request: {set: {x-a: ${t}}}}
    route: [{destination: {host: ${t}, subset: ${t}}}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: policy-${index}, namespace: depot}
spec:
  action: ALLOW
  rules:
  - from: [{source: {principals: [${t}], namespaces: [${t}]}}]
    to: [{operation: {hosts: [${t}], methods: [${t}], paths: [${t}]}}]
    when: [{key: ${t}, values: [${t}]}, {key: 'request.headers[x-b]', values: [${t}]}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: bad-${index}, namespace: depot}
spec:
  action: ${t}
  rules: [{to: [{operation: {ports: [${t}]}}]}]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: entry-${index}, namespace: depot}
spec: {hosts: [${t}], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: twice-${index}, namespace: depot}
data: {${t}: a, ${t}: b}
---
apiVersion: networking.istio.io/v1
kind: EnvoyFilter
metadata: {name: filter-${index}, namespace: depot}
spec: {workloadSelector: {labels: {app: ${t}}}}
---
{ ${t}: [
`
}

const names = all.map((text, index) => `in/${text.replaceAll('/', '_').replaceAll('\0', '').slice(0, 60)}-${index}.yaml`)

beforeEach(() => {
  workIn()
  mkdirSync('in')
  mkdirSync('after')
  writeFileSync('in/mesh.yaml', objects)
  writeFileSync('after/mesh.yaml', objects.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient'))
  for (const [index, text] of all.entries()) writeFileSync(names[index]!, hostile(text, index))
  const expectations = all.map(
    (text) => `- {name: ${quoted(text)}, request: 'GET http://crates.depot/', from: ${quoted(text)}, expect: allowed}\n`,
  )
  writeFileSync('expect.yaml', `expect:\n${expectations.join('')}`)
})

/** Whatever is printed for people or programs: nothing in it is raw, and no text of the input begins a line. */
function expectHarmless({ stdout, stderr, code }: CliResult): void {
  expect(code).not.toBe(3)
  for (const text of [stdout, stderr]) {
    expect(text.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufdd0-\ufdef]/gu)).toBeNull()
    expect(text.match(/^\s*(?:INJECTED|::|# INJECTED).*$/gm)).toBeNull()
    expect(text.match(/##(?:vso)?\[/)).toBeNull()
  }
}

const to = ['--to', 'ambient']
const commands: readonly (readonly string[])[] = [
  ...['json', 'model-json', 'sarif', 'junit', 'markdown'].map((output) => ['convert', 'in', ...to, '-o', output]),
  ['convert', 'in', ...to, '-v', '-d', 'out'],
  ['convert', 'in', '--to', 'cilium', '-v', '-d', 'out'],
  ...['text', 'json', 'sarif', 'junit', 'markdown'].flatMap((output) => [
    ['diff', 'in', ...to, '-v', '-o', output],
    ['diff', 'in', '--against', 'after', '-o', output],
  ]),
  ...['text', 'json', 'markdown', 'junit', 'sarif'].flatMap((output) => [
    ['verify', 'in', ...to, '-v', '-o', output],
    ['verify', 'in', ...to, '--states', '-o', output],
    ['verify', 'in', '--against', 'after', '-v', '-o', output],
    ['verify', 'in', '--against', 'after', '--expect', 'expect.yaml', '-o', output],
  ]),
  ...['text', 'json', 'markdown'].map((output) => [
    'trace',
    'in',
    '-v',
    '--from',
    'outside',
    '--to-service',
    'depot/crates:80',
    '-o',
    output,
  ]),
  ...['text', 'json', 'sarif', 'junit'].map((output) => ['estimate', 'in', '-v', '-o', output]),
]

describe('text of manifests and file names is never raw', () => {
  for (const command of commands)
    test(command.join(' '), { timeout: 60_000 }, async () => {
      expectHarmless(await runCli(...command))
    })

  test('in what is said about arguments', { timeout: 60_000 }, async () => {
    for (const text of [evil.back, evil.command, evil.markdown, evil.marks]) {
      for (const command of [
        ['convert', text, ...to],
        ['convert', 'in/mesh.yaml', ...to, '--accept', text],
        ['convert', 'in/mesh.yaml', ...to, '-d', `in/${text}`],
        ['verify', 'in/mesh.yaml', ...to, '--states', '--order', text],
        ['trace', 'in/mesh.yaml', '--from', text, '--to-service', text],
        ['trace', 'in/mesh.yaml', '--from', 'outside', '--to-host', `${text}:80`, '--path', text, '--header', `x: ${text}`],
        ['explain', text],
        ['convert', 'in/mesh.yaml', '--to', text],
        ['convert', 'in/mesh.yaml', ...to, `--${text}`],
      ])
        expectHarmless(await runCli(...command))
    }
  })
})

test('annotations are commands of three kinds at most thirty, whatever the input says', { timeout: 60_000 }, async () => {
  for (const command of [
    ['convert', 'in', ...to, '-o', 'github'],
    ['diff', 'in', ...to, '-o', 'github'],
    ['verify', 'in', '--against', 'after', '-o', 'github'],
    ['estimate', 'in', '-o', 'github'],
  ]) {
    const { code, stdout } = await runCli(...command)
    expect(code).not.toBe(3)
    const lines = stdout.trimEnd().split('\n')
    if (command[0] !== 'verify' && command[0] !== 'estimate') expect(lines.length).toBeGreaterThan(10)
    expect(lines.length).toBeLessThanOrEqual(31)
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^::(error|warning|notice) (?:(?:file|line|col|title)=[^:,]*,?)+::[^\r\n]*$/)
    expect(lines.at(-1)).toMatch(/^unsidecar: /)
    expect(stdout.match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufdd0-\ufdef]|##(?:vso)?\[/gu)).toBeNull()
  }
})

test('a comment calls nobody and refers to nothing', { timeout: 60_000 }, async () => {
  const printed = [await runCli('verify', 'in', ...to, '-v', '-o', 'markdown'), await runCli('diff', 'in', ...to, '-o', 'markdown')]
  const stdout = printed.map((one) => one.stdout.replace('<!-- unsidecar: review -->', '')).join('\n')
  const outside = stdout.replace(/^(`{3,})(?:text|diff)\n[\s\S]*?^\1$/gm, '').replace(/(`+)(?: .*? |[^`\n]+)\1/g, '')
  expect(outside).toContain('INJECTED')
  expect(outside.match(/@everyone|#1\b|<b>INJECTED|^#+ (?!unsidecar)/gm)).toBeNull()
})

test('a name with a line break begins no document of the stream', { timeout: 60_000 }, async () => {
  const { stdout } = await runCli('convert', ...names.filter((_, index) => index !== 0), 'in/mesh.yaml', ...to, '--no-verify')
  const sources = stdout.split('\n').filter((line) => line.startsWith('# Source: '))
  expect(sources.length).toBeGreaterThan(0)
  const kinds = parseAllDocuments(stdout).map((document) => (document.toJS() as { kind?: unknown } | null)?.kind)
  expect(kinds.filter((kind) => kind === 'Namespace').length).toBeGreaterThan(0)
  // The manifests have their text as escapes, so nothing in the stream is raw.
  expect(stdout.match(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}]/gu)).toBeNull()
})
