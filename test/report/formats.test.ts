import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { diffFormats } from '../../src/report/diff/index.ts'
import { runCli, workIn } from '../cli/run-cli.ts'
import { answerOf, labelsFrom } from '../traffic/small-mesh.ts'

/**
 * Every format of `diff` on four meshes. What they print is in `test/report/formats`, written by `UPDATE_GOLDEN=1` and read by people; of the
 * large mesh only what people read, because a page for 130 namespaces is not read in a repository.
 */
const folder = resolve('test/report/formats')
const examples = resolve('examples')

interface Case {
  readonly name: string
  readonly lay: () => void
  readonly args: readonly string[]
  readonly code: number
  /** The formats that are compared with a file. */
  readonly kept: readonly string[]
}

const all = Object.keys(diffFormats)

const cases: readonly Case[] = [
  {
    name: 'clean',
    lay: () => writeFileSync('mesh.yaml', clean),
    args: ['mesh.yaml', '--to', 'ambient'],
    code: 1,
    kept: all,
  },
  {
    name: 'refusals',
    lay: () => writeFileSync('mesh.yaml', `${clean}${refused}`),
    args: ['mesh.yaml', '--to', 'ambient'],
    code: 1,
    kept: all,
  },
  {
    name: 'wider',
    lay: () => cpSync(join(examples, 'by-hand'), '.', { recursive: true }),
    args: ['before', '--against', 'after'],
    code: 1,
    kept: all,
  },
  {
    name: 'traffic',
    lay: () => {
      cpSync(join(examples, 'by-hand'), '.', { recursive: true })
      writeFileSync('traffic.json', JSON.stringify(answerOf([labelsFrom('web', 'cart'), '42'], [labelsFrom('unknown', 'cart'), '3'])))
    },
    args: ['before', '--against', 'after', '--traffic', 'traffic.json'],
    code: 1,
    kept: ['text', 'markdown', 'json', 'html'],
  },
  {
    name: 'large',
    lay: () => {
      for (let index = 0; index < 130; index++) writeFileSync(`team-${String(index).padStart(3, '0')}.yaml`, teamOf(index))
    },
    args: ['.', '--to', 'ambient', '--no-verify'],
    code: 1,
    kept: ['markdown', 'github'],
  },
]

for (const { name, lay, args, code, kept } of cases)
  describe(`a mesh that is ${name}`, () => {
    const printed: Record<string, string> = {}

    test(`is printed in every format: ${all.join(', ')}`, async () => {
      workIn()
      lay()
      const result = await runCli('diff', ...args, '-q', ...all.flatMap((format) => ['--report', `${format}=out.${format}`]))
      expect(result.code, result.stderr).toBe(code)
      for (const format of all) printed[format] = readFileSync(`out.${format}`, 'utf8')
      for (const format of kept) sameAsFile(join(folder, name, `review.${format}`), withoutAssets(printed[format]!))
      const files = existsSync(join(folder, name)) ? readdirSync(join(folder, name)) : []
      expect(files.sort()).toEqual(kept.map((format) => `review.${format}`).sort())
    })

    test('is valid SARIF, and JUnit that adds up', () => {
      const log = JSON.parse(printed.sarif!) as object
      expect(acceptsSarif(log), JSON.stringify(acceptsSarif.errors?.slice(0, 3))).toBe(true)
      expect(junitProblems(printed.junit!)).toEqual([])
    })

    test('is a comment below 60 KB with a first screen of 15 lines', () => {
      expect(Buffer.byteLength(printed.markdown!)).toBeLessThan(60_000)
      const screen = printed
        .markdown!.split(/\n(?:###|<details)/)[0]!
        .trimEnd()
        .split('\n')
      expect(screen.length).toBeLessThanOrEqual(15)
    })

    test('annotates at most ten lines of each level', () => {
      for (const level of ['error', 'warning', 'notice'])
        expect(printed.github!.match(new RegExp(`^::${level} `, 'gm'))?.length ?? 0).toBeLessThanOrEqual(10)
    })
  })

function sameAsFile(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
  }
  expect(text, path).toBe(readFileSync(path, 'utf8'))
}

/** A page without its style and script, which are the same on each. */
function withoutAssets(text: string): string {
  return text.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>')
}

// The schema of the standard, as @microsoft/jest-sarif ships it (MIT), of draft 4.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8')) as Record<string, unknown>
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const acceptsSarif = ajv.compile(schema)

/** What the schema that build servers share asks: suites in one element, cases in suites, counts that are those of the cases. */
function junitProblems(xml: string): string[] {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    testsuites: ['', 'name', 'tests', 'failures', 'errors', 'skipped'],
    testsuite: ['testsuites', 'name', 'tests', 'failures', 'errors', 'skipped'],
    testcase: ['testsuite', 'classname', 'name'],
    failure: ['testcase', 'message'],
    skipped: ['testcase', 'message'],
    'system-out': ['testcase'],
  }
  const problems: string[] = []
  const stack: string[] = []
  const counts: Record<string, number> = {}
  for (const [, end, name = '', attributes = '', closed] of xml.matchAll(/<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (end === '/') {
      if (stack.pop() !== name) problems.push(`${name} ends where it did not begin`)
      continue
    }
    const [parent, ...known] = allowed[name] ?? ['nowhere']
    if (parent !== (stack.at(-1) ?? '')) problems.push(`${name} in ${stack.at(-1)}`)
    for (const [, key = ''] of attributes.matchAll(/([a-z]+)="/g)) if (!known.includes(key)) problems.push(`${name} has ${key}`)
    counts[name] = (counts[name] ?? 0) + 1
    if (closed !== '/') stack.push(name)
  }
  const [, tests, failures, skipped] = /<testsuites name="[^"]*" tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)">/.exec(xml) ?? []
  const found = [counts.testcase ?? 0, counts.failure ?? 0, counts.skipped ?? 0]
  if ([tests, failures, skipped].map(Number).join() !== found.join())
    problems.push(`counts ${tests}, ${failures}, ${skipped} are not ${found.join(', ')}`)
  return [...problems, ...stack.map((name) => `${name} does not end`)]
}

const root = `apiVersion: v1
kind: Namespace
metadata: {name: istio-system}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "{}"}
---
`

const clean = `${root}apiVersion: v1
kind: Namespace
metadata:
  name: storage
  labels:
    istio-injection: enabled # by the platform team
---
apiVersion: v1
kind: Service
metadata: {name: queue, namespace: storage}
spec: {selector: {app: queue}, ports: [{name: tcp, port: 5672}]}
---
apiVersion: v1
kind: Pod
metadata: {name: queue, namespace: storage, labels: {app: queue}}
spec: {serviceAccountName: queue, containers: [{name: queue, image: queue, ports: [{containerPort: 5672}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: queue-clients, namespace: storage}
spec:
  selector: {matchLabels: {app: queue}}
  rules: [{from: [{source: {principals: [cluster.local/ns/storage/sa/worker]}}], to: [{operation: {ports: ["5672"]}}]}]
`

const refused = `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: tap, namespace: storage}
spec:
  workloadSelector: {labels: {app: queue}}
  configPatches: [{applyTo: NETWORK_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: INSERT_BEFORE, value: {name: tap}}}]
`

function teamOf(index: number): string {
  const name = `team-${String(index).padStart(3, '0')}`
  const note = `# ${'why this team has this policy, in words '.repeat(60)}\n`
  return `${note}apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}, annotations: {note: "${'n'.repeat(3000)}"}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: ${name}}
spec: {selector: {app: api}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: ${name}, labels: {app: api}}
spec: {containers: [{name: api, image: api, ports: [{containerPort: 8080}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: ${name}}
spec:
  selector: {matchLabels: {app: api}}
  rules: [{from: [{source: {namespaces: [${name}]}}], to: [{operation: {methods: [GET]}}]}]
`
}
