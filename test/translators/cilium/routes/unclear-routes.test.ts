import { expect, test } from 'vitest'
import type { OutputTree } from '../../../../src/manifest/output-tree.ts'
import type { Assumption } from '../../../../src/model/dialect.ts'
import { translate } from '../../../../src/translate.ts'

const mesh = `
apiVersion: v1
kind: Namespace
metadata: {name: pier, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ferry, namespace: pier}
spec:
  selector: {matchLabels: {app: ferry}}
  template:
    metadata: {labels: {app: ferry}}
    spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: ferry, namespace: pier}
spec:
  selector: {app: ferry}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ferry, namespace: pier}
spec:
  hosts: [ferry]
  http: [{match: [{uri: {prefix: /}}], delegate: {name: decks}}]
---
`
const decks = (timeout: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: decks, namespace: pier}
spec:
  http: [{timeout: ${timeout}, route: [{destination: {host: ferry}}]}]
`
const converted = (second: string, ...assume: readonly Assumption[]) =>
  translate(
    [
      { path: 'mesh.yaml', text: `${mesh}${decks('3s')}` },
      { path: 'second.yaml', text: second },
    ],
    { target: 'cilium', options: { assume: ['sidecars-removed', ...assume] } },
  )

const hasRoutes = ({ files }: OutputTree) => files.some(({ text }) => /kind: (CiliumEnvoyConfig|HTTPRoute)/.test(text ?? ''))

test('of a delegate with two definitions, the routes that use it are not written', () => {
  const { diagnostics, output } = converted(decks('5s'))
  expect(diagnostics.filter(({ code }) => code === 'US5084').map(({ message }) => message)).toEqual([
    '`VirtualService pier/ferry` is not translated, because what to write depends on which of two definitions the cluster has',
  ])
  expect(hasRoutes(output)).toBe(false)
})

test.each<[string, string, readonly Assumption[]]>([
  ['the same once more', decks('3s'), []],
  ['what the user has looked at', decks('5s'), ['unread-reviewed']],
])('%s holds no routes', (_, second, assume) => {
  const { diagnostics, output } = converted(second, ...assume)
  expect(diagnostics.map(({ code }) => code)).not.toContain('US5084')
  expect(hasRoutes(output)).toBe(true)
})

const service = (name: string, port: number) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: pier}
spec:
  selector: {app: ${name}}
  ports: [{name: http, port: ${port}, targetPort: 8080}]
---`
const rule = (name: string, host: string, seconds: number) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: pier}
spec: {host: ${host}, trafficPolicy: {connectionPool: {tcp: {maxConnections: ${seconds}}}}}
---`

/** An input with five other pairs means 32 meshes without this one. */
test.each<[string, string, string]>([
  ['a Service', '', service('ferry', 81)],
  ['a DestinationRule', rule('rope', 'rope', 5), rule('rope', 'ferry', 6)],
])('of %s with a second definition, beside few or many others, the routes are not written', (_, first, second) => {
  const others = (port: number) => ['ark', 'brig', 'cog', 'dhow', 'egret'].map((name) => service(name, port))
  for (const [before, after] of [
    ['', ''],
    [others(80).join(''), others(81).join('')],
  ]) {
    const { diagnostics, output } = translate(
      [
        { path: 'a.yaml', text: `${mesh}${decks('3s')}---${before}${first}` },
        { path: 'b.yaml', text: `${after}${second}` },
      ],
      { target: 'cilium', options: { assume: ['sidecars-removed'] } },
    )
    expect(diagnostics.filter(({ code }) => code === 'US5084').map(({ message }) => message)).toContain(
      '`VirtualService pier/ferry` is not translated, because what to write depends on which of two definitions the cluster has',
    )
    expect(hasRoutes(output)).toBe(false)
  }
})
