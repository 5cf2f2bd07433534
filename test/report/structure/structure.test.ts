import { expect, test } from 'vitest'
import type { OutputFile } from '../../../src/manifest/output-tree.ts'
import type { Becoming } from '../../../src/report/review/becomes.ts'
import { structureOf } from '../../../src/report/structure/structure.ts'
import { changedObjectTitle, structureNotes, valueChangeLine } from '../../../src/report/structure/text.ts'

/** A change as the text shows it, without the heading. */
function shown(files: readonly OutputFile[], becomings: readonly Becoming[] = []): string {
  const structure = structureOf(files, becomings)
  const objects = structure.objects.map((one) => [changedObjectTitle(one), ...one.changes.map((change) => `  ${valueChangeLine(change)}`)])
  return [...objects.flat(), ...structureNotes(structure)].join('\n')
}

const edited = (before: string, text: string, path = 'mesh.yaml'): OutputFile => ({ path, status: 'edited', before, text })

const service = (ports: string): string => `apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  ports:
${ports}`

test('items of a list are matched by their names, wherever they stand', () => {
  const [http, admin] = ['  - {name: http, port: 80, targetPort: 8080}\n', '  - {name: admin, port: 15020}\n']
  const changed = '  - {name: http, port: 80, targetPort: 9090}\n'
  expect(shown([edited(service(http), service(admin + changed))])).toBe(
    [
      'Service shop/cart (edited, 3 values)',
      '  ~ spec.ports[name=http].targetPort: 8080 → 9090',
      '  + spec.ports[name=admin].name: admin',
      '  + spec.ports[name=admin].port: 15020',
    ].join('\n'),
  )
  expect(shown([edited(service(http + admin), service(admin + http))])).toBe(
    'Service shop/cart (edited, 1 value)\n  ~ spec.ports: the same items in another order',
  )
})

const policy = (rules: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: shop}
spec:
  rules:
${rules}`

test('rules without names are matched by what they say, and texts of a list by themselves', () => {
  const get = '  - to: [{operation: {methods: [GET, HEAD]}}]\n'
  const post = '  - to: [{operation: {methods: [POST]}}]\n'
  expect(shown([edited(policy(get), policy(post + get))])).toBe(
    'AuthorizationPolicy shop/readers (edited, 1 value)\n  + spec.rules[0].to[0].operation.methods[0]: POST',
  )
  expect(shown([edited(policy(get), policy(get.replace('HEAD', 'PUT')))])).toBe(
    [
      'AuthorizationPolicy shop/readers (edited, 2 values)',
      '  - spec.rules[0].to[0].operation.methods[1]: HEAD',
      '  + spec.rules[0].to[0].operation.methods[1]: PUT',
    ].join('\n'),
  )
})

test('a value that is elsewhere in the object, or in what the object becomes, has moved', () => {
  const before = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  http:
  - timeout: 3s
    route: [{destination: {host: cart-v2}}]
`
  const after = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: cart, namespace: shop}
spec:
  parentRefs: [{kind: Service, name: cart}]
  rules:
  - backendRefs: [{name: cart-v2}]
    timeouts: {request: 3s}
`
  const becomings = [{ source: 'VirtualService shop/cart', file: 'mesh.yaml', becomes: ['HTTPRoute shop/cart', 'deleted'] }]
  const text = shown([edited(before, after)], becomings)
  expect(text).toContain('  → spec.http[0].timeout is now HTTPRoute shop/cart spec.rules[0].timeouts.request: 3s')
  expect(text).toContain(
    '  → spec.http[0].route[0].destination.host is now HTTPRoute shop/cart spec.rules[0].backendRefs[name=cart-v2].name: cart-v2',
  )
  // Their titles say what they are called.
  expect(text).not.toContain('metadata.')
  // Nothing says that they are one thing where no conversion does.
  expect(shown([edited(before, after)])).not.toContain('→')
})

test('numbers and switches that are everywhere have not moved, and types are told apart', () => {
  const map = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {${data}}\n`
  expect(shown([edited(map('a: true, b: 80'), map('c: true, d: 80'))])).not.toContain('→ ')
  expect(shown([edited(map('a: 80'), map('a: "80"'))])).toContain('~ data.a: 80 → "80"')
  expect(shown([edited(map('a: {}'), map('a: {b: x}'))])).toContain('+ data.a.b: x')
  expect(shown([edited(map('a: text'), map('a: [text, text]'))])).toContain('+ data.a[1]: text')
})

test('objects are the same in another file, in a list and in another version of their API', () => {
  const one = 'apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: shop}\nspec: {}\n'
  const other = one.replace('v1beta1', 'v1')
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${other.trimEnd().replaceAll('\n', '\n  ')}\n`
  const files: OutputFile[] = [
    { path: 'old.yaml', status: 'removed', before: one },
    { path: 'new.yaml', status: 'added', text: list },
  ]
  expect(shown(files)).toBe(
    'AuthorizationPolicy shop/a (edited, 1 value)\n  ~ apiVersion: security.istio.io/v1beta1 → security.istio.io/v1',
  )
})

test('what cannot be compared so is said, and so is a change of spelling alone', () => {
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n'
  expect(shown([edited(map, `# a comment\n${map}`), edited(map, `${map}data: {{ .Values.data }}\n`, 'template.yaml')])).toBe(
    'not compared by path, because not read: template.yaml\nother spelling, order or comments alone: mesh.yaml',
  )
})

test('text of the manifests is one line without anything that acts', () => {
  const hostile = '\\e[2J\\u202e\\nkind: x\\r::error::'
  const text = shown([
    edited(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {"${hostile}": "${hostile}", __proto__: x, long: "${'y'.repeat(500)}"}\n`,
    ),
  ])
  expect(text.split('\n')).toHaveLength(4)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  expect(text).toContain('+ data.__proto__: x')
  expect(text).toContain('… (340 more characters)')
})
