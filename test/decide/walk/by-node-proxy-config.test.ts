import { expect, test } from 'vitest'
import { ask, blue, gatewayClass, route, service, to, where } from './node-scene.ts'

/* A CiliumEnvoyConfig keeps the order of its routes, and Envoy takes what it says as it is (cc:pkg/ciliumenvoyconfig; envoy:source/common/router). */

const type = (name: string) => `'@type': type.googleapis.com/envoy.${name}`

const cluster = (name: string) =>
  `{${type('config.cluster.v3.Cluster')}, name: '${name}', type: EDS, edsClusterConfig: {serviceName: 'shop/${name}:80'}}`

function config(routes: string, { name = 'c', manager = '', more = '' } = {}): string {
  return `apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: ${name}, namespace: shop}
spec:
  services: [{name: cart, namespace: shop, ports: [80]}]
  backendServices: [{name: blue, namespace: shop, number: ["80"]}, {name: green, namespace: shop, number: ["80"]}, {name: gone, namespace: shop, number: ["80"]}]${more}
  resources:
  - ${type('config.listener.v3.Listener')}
    name: own
    filterChains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typedConfig:
          ${type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager')}
          routeConfig: {name: own, virtualHosts: [{name: all, domains: ['*'], routes: [${routes}]}]}
          httpFilters: [{name: envoy.filters.http.router, typedConfig: {${type('extensions.filters.http.router.v3.Router')}}}]${manager}
  - ${cluster('blue')}
  - ${cluster('green')}
  - ${cluster('gone')}`
}

const given = [service('cart')]
const goTo = (name: string) => `route: {cluster: ${name}, timeout: 0s}`
const everything = 'match: {prefix: /}'

test.each([
  ['the first route that matches', [config(`{${everything}, ${goTo('blue')}}, {match: {path: /a}, ${goTo('green')}}`)], '/a', 'blue:1'],
  ['a byte prefix', [config(`{match: {prefix: /ab}, ${goTo('blue')}}`)], '/abc', 'blue:1'],
  ['no route that matches', [config(`{match: {path: /a}, ${goTo('blue')}}`)], '/b', '404'],
  ['a Service that is not there', [config(`{${everything}, ${goTo('gone')}}`)], '/', '503:1'],
  ['an answer', [config(`{${everything}, directResponse: {status: 418}}`)], '/', '418'],
  ['a path as it is sent', [config(`{match: {path: /a}, ${goTo('blue')}}`)], '/x/../a', '404'],
  [
    'a path that is normalised',
    [config(`{match: {path: /a}, ${goTo('blue')}}`, { manager: '\n          normalizePath: true' })],
    '/x/../a',
    'blue:1',
  ],
  [
    'no pods for what is not understood',
    [config(`{${everything}, ${goTo('blue')}}`, { manager: '\n          strange: 1' })],
    '/',
    'undetermined',
  ],
  [
    'one of two configurations',
    [config(`{${everything}, ${goTo('blue')}}`), config(`{${everything}, ${goTo('green')}}`, { name: 'd' })],
    '/',
    'undetermined',
  ],
  [
    'a configuration beside a route',
    [gatewayClass, config(`{${everything}, ${goTo('blue')}}`), route(`{${to(blue)}}`)],
    '/',
    'undetermined',
  ],
] as const)('%s', (_, documents, target, expected) => {
  expect(where(ask(documents, { target }, given))).toBe(expected)
})

test('a value that must not be there is compared where the header is, or where an absent one counts as empty', () => {
  const asked = (matcher: string, headers: Readonly<Record<string, string>>) =>
    where(
      ask(
        [config(`{match: {prefix: /, headers: [{name: x-v, ${matcher}}]}, ${goTo('blue')}}, {${everything}, ${goTo('green')}}`)],
        { headers },
        given,
      ),
    )
  const inverted = 'stringMatch: {exact: a}, invertMatch: true'
  expect([asked(inverted, { 'x-v': 'b' }), asked(inverted, { 'x-v': 'a' }), asked(inverted, {})]).toEqual(['blue:1', 'green:1', 'green:1'])
  expect(asked(`${inverted}, treatMissingHeaderAsEmpty: true`, {})).toBe('blue:1')
  expect([asked('presentMatch: false', {}), asked('presentMatch: true, invertMatch: true', { 'x-v': 'a' })]).toEqual(['blue:1', 'green:1'])
})
