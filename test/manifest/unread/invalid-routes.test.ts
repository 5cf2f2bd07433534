import { expect, test } from 'vitest'
import { validateObject } from '../../../src/crd/validate.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import { routesOfInvalid } from '../../../src/manifest/unread/invalid-routes.ts'

/** What is known of a VirtualService whose `spec` is given, after its validation. */
function routesOf(spec: string) {
  const text = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: boats, namespace: quay}\nspec: ${spec}\n`
  const [object] = loadManifests([{ path: 'a.yaml', text }]).objects
  const { diagnostics } = validateObject(object!)
  expect(diagnostics.length).toBeGreaterThan(0)
  return routesOfInvalid(object!, diagnostics)
}

const route = 'route: [{destination: {host: boat}}]'

test('values beside hosts and destinations leave open what becomes of requests, not whose they are', () => {
  const known = { namespace: 'quay', hosts: ['a.example'], destinations: ['boat'], exports: [[]], mesh: false }
  for (const rule of ['timeout: 5', 'fault: {abort: {httpStatus: "a"}}', 'retries: {attempts: often}'])
    expect(routesOf(`{hosts: [a.example], gateways: [front], http: [{${rule}, ${route}}]}`)).toEqual(known)
  expect(routesOf(`{hosts: [a.example], http: [{timeout: 5, ${route}}]}`)).toEqual({ ...known, mesh: true })
})

test.each([
  ['a host', `{hosts: [5], gateways: [front], http: [{timeout: 5, ${route}}]}`],
  ['the gateways', `{hosts: [a.example], gateways: front, http: [{${route}}]}`],
  ['the export', `{hosts: [a.example], exportTo: 5, http: [{timeout: 5, ${route}}]}`],
  ['a misspelt export', `{hosts: [a.example], exportsTo: [.], http: [{timeout: 5, ${route}}]}`],
  ['a misspelt delegate', `{hosts: [a.example], gateways: [front], http: [{delegat: {name: x}, timeout: 5, ${route}}]}`],
  ['a destination', '{hosts: [a.example], gateways: [front], http: [{timeout: 5, route: [{destination: {host: 5}}]}]}'],
  ['a missing destination', '{hosts: [a.example], gateways: [front], http: [{timeout: 5, route: [{weight: 1}]}]}'],
  ['a missing route', '{hosts: [a.example], gateways: [front], http: [{timeout: 5}]}'],
  ['an empty route', '{hosts: [a.example], gateways: [front], http: [{timeout: 5, route: []}]}'],
  [
    'a missing route of connections',
    `{hosts: [a.example], gateways: [front], http: [{timeout: 5, ${route}}], tcp: [{match: [{port: 80}]}]}`,
  ],
  ['the routes', '{hosts: [a.example], gateways: [front], http: [{timeout: 5, route: boat}]}'],
  ['a delegate', `{hosts: [a.example], gateways: [front], http: [{timeout: 5, delegate: {name: x}}]}`],
  ['a condition', `{hosts: [a.example], gateways: [front], http: [{match: [{gateways: 5}], ${route}}]}`],
])('nothing is known where %s may be another one', (_, spec) => {
  expect(routesOf(spec)).toBeUndefined()
})
