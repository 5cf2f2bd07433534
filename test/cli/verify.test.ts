import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decide, readManifests } from '../../src/index.ts'
import { verifyReportSchema } from '../../src/report/verify/schema.ts'
import { runCli, workIn } from './run-cli.ts'

const byHand = ['verify', 'by-hand/before', '--against', 'by-hand/after']

/** The report of the migration by hand in examples, as data. */
async function byHandReport(...more: string[]) {
  const { code, stdout } = await runCli(...byHand, '-o', 'json', ...more)
  return { code, report: verifyReportSchema.parse(JSON.parse(stdout)) }
}

describe('two sets of manifests', () => {
  test('a migration by hand that leaves pod addresses unguarded is wider, with the request that shows it', async () => {
    workIn('by-hand')
    const { code, stdout, stderr } = await runCli(...byHand)
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/^[1-9]\d* wider, .* parts equal, \d+ but for the identity of clients\n\nWIDER /)
    expect(stdout).toMatch(/ → (Service shop\/cart:80|pod IP of shop\/cart:8080)\n {4}GET \//)
    expect(stdout).toMatch(
      / before DENIED \(403\) at destination sidecar shop\/cart: .+\n {9}by-hand\/before\/shop\.yaml:\d+:\d+ AuthorizationPolicy shop\/cart-readers/,
    )
    expect(stdout).toMatch(/ after {2}ALLOWED, to shop\/cart:8080\n/)
  })

  test('every witness of the JSON can be decided again, with the same verdicts', async () => {
    workIn('by-hand')
    const { report } = await byHandReport()
    const [before, after] = ['before', 'after'].map((side) => {
      const path = `by-hand/${side}/shop.yaml`
      return readManifests([{ path, text: readFileSync(path, 'utf8') }]).mesh
    })
    const witnesses = report.differences.flatMap(({ witness }) => (witness === undefined ? [] : [witness]))
    expect(witnesses.length).toBeGreaterThan(0)
    for (const { request, externalAllows, before: was, after: is } of witnesses) {
      const options = externalAllows === undefined ? {} : { externalAllows }
      expect([decide(before!, request, options).verdict, decide(after!, request, options).verdict]).toEqual([was.verdict, is.verdict])
    }
  })

  test('the same manifests are equal, and the exit code is 0', async () => {
    workIn('by-hand')
    const { code, stdout } = await runCli('verify', 'by-hand/before', '--against', 'by-hand/before')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^0 wider, 0 narrower, 0 rerouted, 0 undetermined; (\d+) of \1 parts equal\n/)
  })

  test('the other way round it is narrower, which fails unless only wider is to', async () => {
    workIn('by-hand')
    const round = ['verify', 'by-hand/after', '--against', 'by-hand/before']
    const { code, stdout } = await runCli(...round)
    expect(stdout).toMatch(/^0 wider, [1-9]\d* narrower/)
    expect(code).toBe(1)
    expect((await runCli(...round, '--fail-on', 'narrower')).code).toBe(1)
    expect((await runCli(...round, '--fail-on', 'wider')).code).toBe(0)
  })

  test('requests that go elsewhere fail, and what cannot be known when it is asked to', async () => {
    workIn('by-hand')
    const route = (timeout: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec: {hosts: [cart], http: [{timeout: ${timeout}, route: [{destination: {host: cart}}]}]}
`
    const own = (range: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: outside, namespace: shop}
spec: {action: DENY, rules: [{when: [{key: destination.ip, values: [${range}]}]}]}
`
    const mesh = readFileSync('by-hand/before/shop.yaml', 'utf8')
    for (const [name, text] of Object.entries({ one: route('2s'), other: route('3s'), odd: route('2s') + own('10.9.0.0/16') }))
      writeFileSync(`${name}.yaml`, `${mesh}\n---\n${text}`)
    const rerouted = await runCli('verify', 'one.yaml', '--against', 'other.yaml')
    expect(rerouted.stdout).toMatch(/^0 wider, 0 narrower, [1-9]\d* rerouted/)
    expect(rerouted.code).toBe(1)
    expect((await runCli('verify', 'one.yaml', '--against', 'other.yaml', '--fail-on', 'narrower')).code).toBe(0)
    const unknown = await runCli('verify', 'one.yaml', '--against', 'odd.yaml')
    expect(unknown.stdout).toMatch(/^0 wider, 0 narrower, 0 rerouted, [1-9]\d* undetermined/)
    expect(unknown.code).toBe(0)
    expect((await runCli('verify', 'one.yaml', '--against', 'odd.yaml', '--fail-on-undetermined')).code).toBe(1)
  })
})

describe('a conversion', () => {
  for (const example of ['l4', 'shop'])
    test(`of examples/${example} is never wider, and differs only where it said so`, async () => {
      workIn(example)
      const { code, stdout } = await runCli('verify', example, '--to', 'ambient', '-o', 'json')
      const { differences, target } = verifyReportSchema.parse(JSON.parse(stdout))
      expect(target).toBe('ambient')
      expect(differences.filter(({ fails }) => fails)).toEqual([])
      expect(code).toBe(0)
    })

  test('its rollout states are compared one by one', async () => {
    workIn('shop')
    const { stdout } = await runCli('verify', 'shop', '--to', 'ambient', '--states')
    expect(stdout).toMatch(/Rollout states: \d+ states? compared with the start\n {2}1\. shop: 0 wider/)
  })
})

describe('an accept-list', () => {
  test('silences what it names until it expires, and what it silences stays in sight', async () => {
    workIn('by-hand')
    const { report } = await byHandReport()
    const accept = (expires: string) =>
      writeFileSync(
        'accept.yaml',
        `accept:\n${report.differences.map(({ id }) => `- witness: ${id}\n  reason: the pods are firewalled\n  expires: ${expires}\n`).join('')}`,
      )
    accept('2999-12-31')
    const { code, stdout } = await runCli(...byHand, '--accept', 'accept.yaml')
    expect(code).toBe(0)
    expect(stdout).toContain('accepted until 2999-12-31: the pods are firewalled')
    accept('2001-01-01')
    const expired = await runCli(...byHand, '--accept', 'accept.yaml')
    expect(expired.code).toBe(1)
    expect(expired.stderr).toMatch(/^accept\.yaml:2:3: warning: /)
  })

  test('with an unknown field is wrong usage, told with its place', async () => {
    workIn('by-hand')
    writeFileSync('accept.yaml', 'accept:\n- code: US3001\n  resaon: x\n')
    const { code, stderr } = await runCli(...byHand, '--accept', 'accept.yaml')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^accept\.yaml:3:3: error: .*`accept\[0\]\.resaon`/m)
    expect(stderr).toContain('unsidecar: --accept accept.yaml is not valid\n')
  })
})

describe('expectations', () => {
  const expectation = (verdict: string) => `requests:
- name: the web front cannot delete carts
  from: shop/web
  to: {pod: shop/cart:8080}
  method: DELETE
  expect: ${verdict}
`

  test('are checked on both sides; one that fails makes the exit code 1', async () => {
    workIn('by-hand')
    writeFileSync('expect.yaml', expectation('denied'))
    const same = ['verify', 'by-hand/before', '--against', 'by-hand/before', '--expect', 'expect.yaml']
    expect((await runCli(...same)).stdout).toContain('Expectations: 2 of 2 hold\n')
    const { code, stdout } = await runCli(...byHand, '--expect', 'expect.yaml')
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /Expectations: 1 of 2 hold\n {2}FAILED expect\.yaml:2:\d+: the web front cannot delete carts \(after\): expected denied, got allowed/,
    )
    writeFileSync('expect.yaml', expectation('allowed'))
    expect((await runCli(...same)).code).toBe(1)
  })

  test('have a test case each in JUnit', async () => {
    workIn('by-hand')
    writeFileSync('expect.yaml', expectation('denied'))
    const { stdout } = await runCli(...byHand, '--expect', 'expect.yaml', '-o', 'junit')
    expect(stdout.match(/<testcase classname="(before|after)" name="the web front cannot delete carts"/g)).toHaveLength(2)
  })
})

test('Markdown begins with a marker and a heading that never change', async () => {
  workIn('by-hand')
  expect((await runCli(...byHand, '-o', 'markdown')).stdout).toMatch(
    /^<!-- unsidecar: verify -->\n## unsidecar verify\n\n❌ \*\*[1-9]\d* wider/,
  )
})

describe('wrong usage', () => {
  const cases: readonly [args: string, message: string][] = [
    ['verify by-hand/before', 'name the other side with --to ambient, --to cilium or --against'],
    ['verify by-hand/before --to ambient --against by-hand/after', '--to and --against exclude each other'],
    ['verify by-hand/before --against', '--against needs a file or a directory'],
    ['verify --against by-hand/after', 'nothing to read: name a file, a directory, or - for standard input; --context reads a cluster'],
    ['verify by-hand/before --to ambient --order shop', '--order needs --states'],
    ['verify by-hand/before --against by-hand/after --states', '--states needs --to'],
    [
      'verify by-hand/before --to ambient --states --order shpo',
      '--order: there is no namespace `shpo` in the input; did you mean `shop`?',
    ],
    ['verify by-hand/before --against by-hand/after --accept none.yaml', '--accept none.yaml cannot be read: there is no such file'],
    [
      'verify by-hand/before --against by-hand/after --fail-on warning',
      '`--fail-on warning` is not possible; choose one of wider, narrower, rerouted, undetermined, identified',
    ],
  ]
  for (const [args, message] of cases)
    test(args, async () => {
      workIn('by-hand')
      const { code, stdout, stderr } = await runCli(...args.split(' '))
      expect([code, stdout, stderr]).toEqual([2, '', `unsidecar: ${message}\nSee \`unsidecar --help\`.\n`])
    })

  test('a document that cannot be read: what is compared without it is no answer', async () => {
    workIn('by-hand')
    writeFileSync('by-hand/before/broken.yaml', 'kind: AuthorizationPolicy\na: [\n')
    const { code, stdout, stderr } = await runCli('verify', 'by-hand/before', '--against', 'by-hand/before')
    expect(code).toBe(2)
    expect(stdout).toMatch(/^0 wider/)
    expect(stderr).toMatch(/^by-hand\/before\/broken\.yaml:\d+:\d+: error: .+ \[US0001\]$/m)
  })

  test('input that is not there', async () => {
    workIn('by-hand')
    const { code, stderr } = await runCli('verify', 'by-hand/before', '--against', 'nowhere')
    expect(code).toBe(2)
    expect(stderr).toContain('there is no file or folder `nowhere` [US0020]')
    // Of a path that is misspelt no review shows all of the other side as deleted.
    for (const paths of [
      ['by-hand/before', '--against', 'nowhere'],
      ['nowhere', '--against', 'by-hand/before'],
    ])
      expect(await runCli('diff', ...paths)).toMatchObject({ code: 2, stdout: '' })
  })
})
