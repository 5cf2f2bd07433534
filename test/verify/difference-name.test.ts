import { describe, expect, test } from 'vitest'
import { differenceId } from '../../src/verify/lists/accept-list.ts'
import { compareManifests } from '../../src/verify/verify.ts'

const workloads = `apiVersion: v1
kind: Namespace
metadata: {name: depot, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: kiosk, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: crates, namespace: depot}
spec:
  selector: {matchLabels: {app: crates}}
  template:
    metadata: {labels: {app: crates}}
    spec: {containers: [{name: c, image: c, ports: [{containerPort: 8080}, {containerPort: 9090}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: crates, namespace: depot}
spec: {selector: {app: crates}, ports: [{name: http, port: 80, targetPort: 8080}, {name: http-more, port: 81, targetPort: 9090}]}
`

const policy = (name: string, rules: readonly string[], action = 'ALLOW') => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: depot}
spec:
  action: ${action}
  rules:
${rules.map((rule) => `  - ${rule}\n`).join('')}`

const from = (namespaces: string, to: string, when = '') =>
  `{from: [{source: {namespaces: [${namespaces}]}}], to: [{operation: {${to}}}]${when === '' ? '' : `, when: [${when}]`}}`

/** Names of the differences of one verdict between two lists of documents beside the workloads. */
function names(before: readonly string[], after: readonly string[], verdict = 'wider'): readonly string[] {
  const files = (documents: readonly string[]) =>
    [workloads, ...documents].map((text, index) => ({ path: `${index}-${documents.length}.yaml`, text }))
  const { comparison } = compareManifests(files(before), files(after))
  return comparison.differences.filter((difference) => difference.verdict === verdict).map(differenceId)
}

const base = [policy('readers', [from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/list]')])]
const opened = (rule: string) => [policy('readers', [from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/list]'), rule])]
const accepted = from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/ready]')
const known = names(base, opened(accepted))

test('one thing is opened, and has one name', () => {
  expect(known).toHaveLength(1)
})

describe('the name stays', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'when rules change their order',
      base,
      [policy('readers', [accepted, from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/list]')])],
    ],
    ['when the policy has another name', base, opened(accepted).map((text) => text.replace('name: readers', 'name: all-readers'))],
    ['when a policy is cut in two', base, [...base, policy('more', [accepted])]],
    [
      'when values are joined in one list',
      base,
      [policy('readers', [from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/ready, /list]')])],
    ],
    ['when the file is written otherwise', base, opened(accepted).map((text) => `# looked at\n\n${text.replaceAll('[GET]', '["GET"]')}`)],
    [
      'when both sides have a policy about other paths as well',
      [...base, policy('writers', [from('kiosk', 'ports: ["8080"], methods: [PUT], paths: [/list, "/re*"]')])],
      [...opened(accepted), policy('writers', [from('kiosk', 'ports: ["8080"], methods: [PUT], paths: [/list, "/re*"]')])],
    ],
    [
      'when both sides ask others for a header',
      [...base, policy('others', [from('yard', 'ports: ["9090"]', '{key: "request.headers[x-pass]", values: ["a*"]}')])],
      [...opened(accepted), policy('others', [from('yard', 'ports: ["9090"]', '{key: "request.headers[x-pass]", values: ["a*"]}')])],
    ],
    [
      'when the same namespace is named by principals elsewhere',
      [
        ...base,
        policy('named', ['{from: [{source: {principals: [cluster.local/ns/kiosk/sa/front]}}], to: [{operation: {ports: ["9090"]}}]}']),
      ],
      [
        ...opened(accepted),
        policy('named', ['{from: [{source: {principals: [cluster.local/ns/kiosk/sa/front]}}], to: [{operation: {ports: ["9090"]}}]}']),
      ],
    ],
    [
      'when both sides deny something else by address',
      [...base, policy('closed', ['{from: [{source: {ipBlocks: [10.9.0.0/16]}}], to: [{operation: {ports: ["9090"]}}]}'], 'DENY')],
      [
        ...opened(accepted),
        policy('closed', ['{from: [{source: {ipBlocks: [10.9.0.0/16]}}], to: [{operation: {ports: ["9090"]}}]}'], 'DENY'),
      ],
    ],
    [
      'when another workload gets a policy',
      [...base, policy('elsewhere', ['{}']).replace('spec:', 'spec:\n  selector: {matchLabels: {app: other}}')],
      [...opened(accepted), policy('elsewhere', ['{}']).replace('spec:', 'spec:\n  selector: {matchLabels: {app: other}}')],
    ],
  ])('%s', (_, before, after) => {
    expect(names(before, after)).toEqual(known)
  })
})

describe('the name is another one', () => {
  const wider: readonly [string, string][] = [
    ['one more path', from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/ready, /live]')],
    ['a prefix instead of a path', from('kiosk', 'ports: ["8080"], methods: [GET], paths: ["/ready*"]')],
    ['every path', from('kiosk', 'ports: ["8080"], methods: [GET]')],
    ['one more method', from('kiosk', 'ports: ["8080"], methods: [GET, HEAD], paths: [/ready]')],
    ['every method', from('kiosk', 'ports: ["8080"], paths: [/ready]')],
    ['one more port', from('kiosk', 'methods: [GET], paths: [/ready]')],
    ['one more namespace', from('kiosk, yard', 'ports: ["8080"], methods: [GET], paths: [/ready]')],
    ['every namespace', '{to: [{operation: {ports: ["8080"], methods: [GET], paths: [/ready]}}]}'],
    ['another namespace', from('yard', 'ports: ["8080"], methods: [GET], paths: [/ready]')],
    [
      'a condition on a header',
      from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/ready]', '{key: "request.headers[x-pass]", values: [a]}'),
    ],
    [
      'a condition on an address',
      from('kiosk', 'ports: ["8080"], methods: [GET], paths: [/ready]', '{key: source.ip, values: [10.9.0.0/16]}'),
    ],
  ]

  test.each(wider)('with %s', (_, rule) => {
    const found = names(base, opened(rule))
    expect(found.length).toBeGreaterThan(0)
    expect(found).not.toEqual(expect.arrayContaining([...known]))
  })

  test('for each of them', () => {
    const all = wider.map(([, rule]) => names(base, opened(rule)).join())
    expect(new Set(all).size).toBe(all.length)
  })

  test('with one more value of a header, a claim or an address', () => {
    const when = (condition: string) => names(base, opened(from('kiosk', 'ports: ["8080"]', condition))).join()
    const header = (values: string) => when(`{key: "request.headers[x-pass]", values: [${values}]}`)
    expect(header('a')).not.toBe(header('a, b'))
    expect(header('a')).not.toBe(header('"a*"'))
    const address = (values: string) => when(`{key: source.ip, values: [${values}]}`)
    expect(address('10.9.0.0/16')).not.toBe(address('10.8.0.0/15'))
    expect(address('10.9.0.0/16')).toBe(address('10.9.0.0/17, 10.9.128.0/17'))
  })

  test('with what is no longer refused by a DENY rule', () => {
    const deny = (paths: string) => [...base, policy('closed', [`{to: [{operation: {paths: [${paths}]}}]}`], 'DENY')]
    const [less, more] = [names(deny('/list'), base), names(deny('"/list", "/ready"'), [...base, policy('any', ['{}'])])]
    expect(less).not.toEqual(more)
  })

  test('of a narrower difference too, with one more destination', () => {
    const [one, both] = [
      names(opened(accepted), base, 'narrower'),
      names(opened(accepted.replace('ports: ["8080"], ', '')), base, 'narrower'),
    ]
    expect(one).not.toEqual(both)
  })

  test('where the same requests come to something else', () => {
    const route = (timeout: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: crates, namespace: depot}
spec: {hosts: [crates], http: [{timeout: ${timeout}, route: [{destination: {host: crates}}]}]}
`
    const [one, other] = [names(base, [...base, route('2s')], 'rerouted'), names(base, [...base, route('3s')], 'rerouted')]
    expect(one.length).toBeGreaterThan(0)
    expect(one).not.toEqual(other)
  })
})
