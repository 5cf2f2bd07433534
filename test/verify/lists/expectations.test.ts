import { describe, expect, test } from 'vitest'
import { readManifests } from '../../../src/translate.ts'
import { checkExpectations } from '../../../src/verify/lists/expectations.ts'
import { readExpectations } from '../../../src/verify/lists/read-expectations.ts'

/** Two versions of a cart behind one Service, and a policy that lets the storefront read, admins do everything. */
const manifests = (writers: string) => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
${deployment('cart-v1', 'cart', 'v1')}---
${deployment('cart-v2', 'cart', 'v2')}---
${deployment('storefront', 'storefront', 'v1')}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  http:
  - match: [{uri: {prefix: /old/}}]
    rewrite: {uri: /new/}
    route: [{destination: {host: cart, subset: v2}}]
  - match: [{uri: {exact: /gone}}]
    directResponse: {status: 410}
  - route: [{destination: {host: cart}}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec:
  host: cart
  subsets: [{name: v2, labels: {version: v2}}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  rules:
  - to: [{operation: {methods: [GET${writers}]}}]
    from: [{source: {principals: [cluster.local/ns/shop/sa/storefront]}}]
  - when: [{key: 'request.auth.claims[role]', values: [admin]}]
  - to: [{operation: {paths: [/health], ports: ["8080"]}}]
`

function deployment(name: string, app: string, version: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${app}, version: ${version}}}
  template:
    metadata: {labels: {app: ${app}, version: ${version}}}
    spec:
      serviceAccountName: ${app}
      containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]
`
}

const meshOf = (text: string) => readManifests([{ path: 'mesh.yaml', text }]).mesh
const before = meshOf(manifests(''))
const after = meshOf(manifests(', DELETE'))

/** What comes of one request from the storefront to the cart, on both sides: `passed got`. */
function ask(fields: string, request = 'from: shop/storefront; to: {service: "shop/cart:80"}'): string[] {
  const text = `requests:\n- name: one\n  ${[...request.split('; '), ...fields.split('; ')].join('\n  ')}\n`
  const { expectations, diagnostics } = readExpectations(text, 'expect.yaml')
  expect(diagnostics.map(({ message }) => message)).toEqual([])
  return checkExpectations(expectations, before, after).map(({ side, passed, got }) => `${side} ${passed ? 'holds' : 'fails'}: ${got}`)
}

describe('checking', () => {
  test('one verdict is expected of both sides', () => {
    expect(ask('expect: allowed')).toEqual(['before holds: allowed', 'after holds: allowed'])
    expect(ask('method: DELETE; expect: denied')).toEqual([
      'before holds: denied 403 by destination sidecar shop/cart-v1',
      'after fails: allowed',
    ])
  })

  test('each side may have its own, or only one', () => {
    expect(ask('method: DELETE; before: denied; after: allowed').map((line) => line.split(':')[0])).toEqual(['before holds', 'after holds'])
    expect(ask('method: DELETE; after: denied')).toEqual(['after fails: allowed'])
  })

  test('a destination means all pods that it may reach', () => {
    expect(ask('before: {verdict: allowed, destination: shop/cart-v1}')).toEqual([
      'before fails: allowed, destination shop/cart-v1 and shop/cart-v2',
    ])
    expect(ask('before: {verdict: allowed, destination: [shop/cart-v2, shop/cart-v1]}')[0]).toMatch(/^before holds/)
  })

  test('the path is the one that arrives, with its query only where one is written', () => {
    const path = 'path: /old/items?page=2'
    expect(ask(`${path}; before: {verdict: allowed, destination: shop/cart-v2, path: /new/items}`)).toEqual([
      'before holds: allowed, destination shop/cart-v2, path /new/items',
    ])
    expect(ask(`${path}; before: {verdict: allowed, path: '/new/items?page=3'}`)).toEqual(['before fails: allowed, path /new/items?page=2'])
  })

  test('the status is that of an answer or of a refusal', () => {
    expect(ask('path: /gone; before: {verdict: allowed, status: 410}')).toEqual(['before holds: allowed, status 410'])
    expect(ask('method: PUT; before: {verdict: denied, status: 403}')[0]).toMatch(/^before holds/)
    expect(ask('before: {verdict: allowed, status: 200}')).toEqual(['before fails: allowed, status none'])
  })

  test('who asks, tokens and addresses are part of the request', () => {
    const toPod = 'to: {pod: "shop/cart-v1:8080"}'
    expect(ask('before: denied', `from: shop/sa/other; ${toPod}`)[0]).toMatch(/^before holds/)
    expect(ask('before: denied', `from: outside; ${toPod}`)[0]).toMatch(/^before holds/)
    expect(ask('path: /health; before: allowed', `from: outside; ${toPod}`)[0]).toMatch(/^before holds/)
    expect(
      ask(
        'before: {verdict: allowed, destination: "api.example.com:443"}',
        'from: shop/storefront; to: {host: "api.example.com:443"}; sni: api.example.com',
      )[0],
    ).toMatch(/^before holds/)
  })

  test('what a mesh does not have fails, with the reason', () => {
    expect(ask('expect: denied', 'from: shop/stranger; to: {service: "shop/cart:80"}')).toEqual([
      'before fails: not asked: there is no workload `shop/stranger` in the input',
      'after fails: not asked: there is no workload `shop/stranger` in the input',
    ])
  })

  test('results keep the order of the file and the place of the entry', () => {
    const text = `requests:\n- {name: a, from: outside, to: {pod: "shop/cart-v1:8080"}, expect: denied}\n- {name: b, from: outside, to: {pod: "shop/cart-v2:8080"}, after: denied}\n`
    const results = checkExpectations(readExpectations(text, 'expect.yaml').expectations, before, after)
    expect(results.map(({ name, side, place }) => `${name} ${side} ${place.file}:${place.line}:${place.col}`)).toEqual([
      'a before expect.yaml:2:3',
      'a after expect.yaml:2:3',
      'b after expect.yaml:3:3',
    ])
    expect(results[0]?.decision?.verdict).toBe('denied')
  })
})

describe('reading', () => {
  const problems = (entry: string) =>
    readExpectations(`requests:\n- ${entry}\n`, 'expect.yaml').diagnostics.map(
      ({ code, message, span }) => `${span?.line}:${span?.col} ${code} ${message}`,
    )

  test('an entry that is well written is taken as it is', () => {
    const { expectations } = readExpectations(
      'requests:\n- name: a\n  from: ingress\n  to: {host: shop.example.com:443}\n  headers: {x-user: alice}\n  external: deny\n  expect: denied\n',
      'expect.yaml',
    )
    expect(expectations[0]).toMatchObject({
      request: { from: 'ingress', to: { host: 'shop.example.com:443' }, headers: { 'x-user': 'alice' } },
      externalAllows: false,
      before: 'denied',
      after: 'denied',
    })
    expect(Object.keys(expectations[0]?.request ?? {}).sort()).toEqual(['from', 'headers', 'to'])
  })

  test('what is wrong is told at its place', () => {
    const to = 'to: {pod: a/b:1}'
    expect(problems(`{name: a, form: x, from: outside, ${to}, expect: denied}`)).toEqual([
      '2:13 US4002 `requests[0].form` is not known here',
    ])
    expect(problems(`{name: a, from: outside, ${to}, expect: forbidden}`)).toEqual([
      '2:54 US4002 `requests[0].expect` is not `allowed`, `denied`, `unreachable` or `{verdict: …, destination: …, status: …, path: …}`',
    ])
    expect(problems(`{name: a, from: outside, ${to}}`)).toEqual([
      '2:3 US4002 `requests[0]` needs either `expect`, for both sides, or `before` and `after`',
    ])
    expect(problems(`{name: a, from: outside, ${to}, expect: denied, after: denied}`)).toHaveLength(1)
    expect(problems('{name: a, from: outside, to: {pod: a/b:1, host: c:1}, expect: denied}')).toEqual([
      '2:32 US4002 `requests[0].to` needs one of `service`, `pod` and `host`',
    ])
    expect(problems(`{name: a, from: outside, ${to}, headers: {x: 1}, expect: denied}`)).toEqual([
      '2:59 US4002 `requests[0].headers.x` is neither a text nor a list of texts',
    ])
  })
})
