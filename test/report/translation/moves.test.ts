import { describe, expect, test } from 'vitest'
import { resourceAccount } from '../../../src/account/resources.ts'
import { accountText } from '../../../src/report/translation/account-text.ts'
import { amountsOf, movesOf } from '../../../src/report/translation/moves.ts'
import { movesText } from '../../../src/report/translation/moves-text.ts'
import { translate } from '../../../src/translate.ts'
import type { TargetName } from '../../../translators/index.ts'

const namespace = (name: string, labels = 'istio-injection: enabled') => `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {${labels}}}
`
const deployment = (name: string, where: string, ports = '') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${where}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: app, image: app${ports}}]}
`
const filter = (where: string) => `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: odd, namespace: ${where}}
spec:
  configPatches:
  - applyTo: HTTP_FILTER
    match: {context: SIDECAR_INBOUND}
    patch: {operation: INSERT_BEFORE, value: {name: odd}}
`
const translated = (documents: readonly string[], target: TargetName = 'ambient') =>
  translate([{ path: 'mesh.yaml', text: documents.join('---\n') }], { target })
const linesOf = (documents: readonly string[], full = false) =>
  movesText(movesOf(translated(documents)), full)
    .trimEnd()
    .split('\n')

describe('what moves and what stays', () => {
  test('everything moves where nothing is in the way', () => {
    expect(linesOf([namespace('dock'), deployment('crane', 'dock')])).toEqual([
      'moves to ambient: namespace dock; 1 workload',
      'stays on sidecars: nothing',
    ])
  })

  test('what holds a namespace back is named with its place, and its workloads are counted', () => {
    const lines = linesOf([namespace('dock'), deployment('crane', 'dock'), namespace('yard'), deployment('fork', 'yard'), filter('yard')])
    expect(lines[0]).toBe('moves to ambient: namespace dock; 1 workload')
    expect(lines[1]).toMatch(/^stays on sidecars: namespace yard \(1 workload\), because of US\d{4} at mesh\.yaml:\d+:\d+ \(.+\)$/)
    expect(lines).toHaveLength(2)
  })

  test('nothing moves without sidecars, and nothing stays on them', () => {
    expect(linesOf([namespace('plain', 'team: a'), deployment('crane', 'plain')])[0]).toBe('moves to ambient: nothing')
  })

  test('long lists are cut with a count, unless all is asked for', () => {
    const many = Array.from({ length: 8 }, (_, index) => namespace(`dock-${index}`))
    expect(linesOf(many)[0]).toBe('moves to ambient: 8 namespaces: dock-0, dock-1, dock-2, dock-3, dock-4 and 3 more (-v shows all)')
    expect(linesOf(many, true)[0]).toContain('dock-4, dock-5, dock-6, dock-7')
  })

  test('for Cilium policies are replaced or stay', () => {
    const policy = (name: string, to: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: dock}
spec: {selector: {matchLabels: {app: ${name}}}, rules: [{to: [{operation: {${to}}}]}]}
`
    const documents = [namespace('dock'), deployment('crane', 'dock'), policy('crane', 'ports: ["80"]'), policy('other', 'methods: [GET]')]
    const [moves, stays] = movesText(movesOf(translated(documents, 'cilium')), false).split('\n')
    expect(moves).toBe('moves to Cilium: 1 policy (AuthorizationPolicy dock/crane)')
    expect(stays).toMatch(/^stays with Istio: AuthorizationPolicy dock\/other, because of US5056 at /)
  })
})

describe('the account of resources', () => {
  test('counts the items of a list, and documents without a resource apart', () => {
    const list = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Namespace, metadata: {name: dock, labels: {istio-injection: enabled}}}
- {apiVersion: v1, kind: Namespace, metadata: {name: yard, labels: {istio-injection: enabled}}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: dock}}
`
    const translation = translated([list, '# nothing\n'])
    expect(resourceAccount(translation)).toEqual({ read: 3, translated: 2, kept: 1, removed: 0, unread: 0, added: 0 })
    expect(accountText(translation)).toBe('resources: 3 read = 2 translated + 1 kept + 0 removed; 0 added; 1 document skipped\n')
  })

  test('an item that is taken out of a list is removed, and one that is not valid is unread', () => {
    const rules = '{hosts: [crane], http: [{timeout: 3s, route: [{destination: {host: crane}}]}]}'
    const list = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Namespace, metadata: {name: dock, labels: {istio-injection: enabled}}}
- {apiVersion: v1, kind: Service, metadata: {name: crane, namespace: dock}, spec: {selector: {app: crane}, ports: [{name: http, port: 80}]}}
- {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: crane, namespace: dock}, spec: ${rules}}
`
    const whole = resourceAccount(translated([list]))
    expect(whole).toMatchObject({ read: 3, removed: 1 })
    expect(whole.translated + whole.kept + whole.removed + whole.unread).toBe(whole.read)
    const broken = resourceAccount(
      translated([
        namespace('dock'),
        'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: x, namespace: dock}\nspec: {action: PERMIT}\n',
      ]),
    )
    expect(broken).toMatchObject({ read: 2, unread: 1 })
  })
})

test('amounts are of workloads; a namespace counts where none of it is known', () => {
  const one = { object: 'Deployment shop/cart', namespace: 'shop' }
  const namespace = (name: string) => ({ object: `Namespace ${name}`, namespace: name })
  expect(amountsOf({ namespaces: ['shop', 'empty'], objects: [one], stays: [] })).toEqual({ moving: 2, staying: 0 })
  expect(amountsOf({ namespaces: [], objects: [], stays: [namespace('shop'), one, namespace('empty')] })).toEqual({ moving: 0, staying: 2 })
  expect(amountsOf({ namespaces: ['shop'], objects: [one], stays: [] })).toEqual({ moving: 1, staying: 0 })
})
