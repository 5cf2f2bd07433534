import { expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.ts'
import { matchedValues } from '../../src/resolve/single-headers.ts'
import { meshOf } from './mesh-of.ts'

test('each line of a header is a value, but for those of which Envoy has one', () => {
  const twice = ['a', 'b']
  const headers = { 'x-user': twice, cookie: twice, 'user-agent': twice, origin: twice, 'content-type': 'a' }
  const seen = Object.fromEntries(Object.keys(headers).map((name) => [name, matchedValues(headers, name)]))
  expect(seen).toEqual({ 'x-user': twice, cookie: twice, 'user-agent': ['a,b'], origin: ['a,b'], 'content-type': ['a'] })
})

test('routes of proxies before Istio 1.31 look at the lines of a header as one text', () => {
  const mesh = meshOf([
    {
      path: 'mesh.yaml',
      text: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: prod}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: prod}
spec:
  hosts: [web]
  http:
    - {match: [{headers: {x-user: {exact: a}}}], directResponse: {status: 201}}
    - {match: [{headers: {x-user: {exact: 'a,b'}}}], directResponse: {status: 202}}
`,
    },
  ])
  const asked = (istio: string | undefined) =>
    decide(
      mesh,
      {
        client: { kind: 'stranger', dataPlane: 'sidecar', namespace: 'prod', serviceAccount: 'shop' },
        address: { kind: 'service', namespace: 'prod', name: 'web', port: 80 },
        protocol: 'http',
        http: { method: 'GET', target: '/', authority: 'web.prod', headers: { 'x-user': ['a', 'b'] }, token: { kind: 'none' } },
      },
      istio === undefined ? {} : { istio },
    ).answer?.status
  expect([asked('1.30'), asked('1.31'), asked(undefined)]).toEqual([202, 201, 201])
})
