import { expect, test, vi } from 'vitest'
import { objectText } from '../../src/diagnostics/place.ts'
import { estimate, translate } from '../../src/index.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { readers, targetNames, targets } from '../../translators/index.ts'
import { filesOf, istio, namespace, service, workload } from './manifests.ts'

const app = (within: string) => [namespace(within), workload('Deployment', 'app', within), service('app', within)]

/** Five reasons to stay, three of which are tried without their objects. */
const files = filesOf(
  ...['oak', 'elm', 'ash', 'fir', 'yew'].flatMap(app),
  istio('Sidecar', 'default', 'oak', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
  istio(
    'EnvoyFilter',
    'lua',
    'elm',
    '{configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]}',
  ),
  istio('AuthorizationPolicy', 'far', 'ash', '{action: DENY, rules: [{when: [{key: remote.ip, values: [10.30.0.0/16]}]}]}'),
  istio('AuthorizationPolicy', 'wrong', 'fir', '{rules: [{from: [{source: {ipBlocks: [10.20.0.256, 10.20.0.0/16]}}]}]}'),
  istio('VirtualService', 'app', 'yew', '{hosts: [app], http: [{delegate: {name: elsewhere}}]}'),
)

test('what decisions share is worked out once: one mesh for each set of objects, and few outputs for each decision', () => {
  const translation = translate(files, { target: 'ambient' })
  const asked = vi.spyOn(targets.ambient, 'emit')
  const { decisions } = estimate(translation)
  const meshes = new Set<Mesh>(asked.mock.calls.map(([mesh]) => mesh))
  const outputs = asked.mock.calls.length
  asked.mockRestore()
  const tried = decisions.filter(({ moves }) => moves !== undefined)
  expect(tried.length).toBeGreaterThanOrEqual(4)
  // Facts that a user vouches for change no mesh: each decision without objects has one, all together have one, and the best three up to three more.
  const without = tried.filter(({ wayOut }) => wayOut.kind === 'without').length
  expect(meshes.size).toBeLessThanOrEqual(1 + without + 1 + 6)
  // Each fact once to see what it settles, today and once all decisions are taken; each decision; all; the best three; the oldest releases.
  expect(outputs).toBeLessThanOrEqual(2 * targets.ambient.assumptions.length + tried.length + 1 + 9 + 4)
})

test('what suppositions leave as it is, is read once', () => {
  const translation = translate(files, { target: 'ambient', supposing: true })
  const asked = readers.filter(({ phase }) => phase === 'objects').map((reader) => vi.spyOn(reader, 'read'))
  const { decisions } = estimate(translation)
  const readings = asked.flatMap(({ mock }) => mock.calls.map(([object]) => objectText(object.ref)))
  for (const one of asked) one.mockRestore()
  expect(decisions.filter(({ wayOut }) => wayOut.kind === 'without').length).toBeGreaterThanOrEqual(3)
  // No setting of the mesh and no Namespace is another one: all that is left of the input adds what it added when it was translated.
  expect(readings).toEqual([])
})

test('what the Namespaces that the input lacks decide about is read again, and nothing else', () => {
  const lacking = filesOf(...app('oak'), workload('Deployment', 'app', 'elm'), service('app', 'elm'))
  const translation = translate(lacking, { target: 'ambient', supposing: true })
  const asked = readers.filter(({ phase }) => phase === 'objects').map((reader) => vi.spyOn(reader, 'read'))
  const { decisions } = estimate(translation)
  const readings = new Set(asked.flatMap(({ mock }) => mock.calls.map(([object]) => object.ref.namespace)))
  for (const one of asked) one.mockRestore()
  expect(decisions.map(({ wayOut }) => wayOut.kind)).toEqual(['show'])
  expect([...readings]).toEqual(['elm'])
})

test('a translation that did not expect suppositions answers them alike', () => {
  for (const target of targetNames)
    expect(estimate(translate(files, { target }))).toEqual(estimate(translate(files, { target, supposing: true })))
})
