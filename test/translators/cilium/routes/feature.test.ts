import { expect, test } from 'vitest'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type AskedFeature, type Feature, routeFormOf } from '../../../../translators/cilium/routes/feature.ts'

const place = {} as Place
const asks = (feature: Feature): AskedFeature => ({ feature, place, what: feature })

const needsConfig: readonly Feature[] = [
  'path',
  'authority',
  'scheme',
  'matcher',
  'redirect',
  'path-rewrite',
  'direct-response',
  'cors',
  'retries',
  'mirror-share',
  'several-ports',
  'destination-headers',
  'other-namespace',
  'protocol',
  'connection-settings',
  'route-schema',
]

test('rules that ask for nothing special become an HTTPRoute', () => {
  expect(routeFormOf([])).toEqual({ form: 'routes' })
})

test.each(needsConfig)('%s needs a CiliumEnvoyConfig, which is told by the first value that asks for it', (feature) => {
  expect(routeFormOf([asks(feature), asks('connection-settings')])).toEqual({ form: 'envoy', because: asks(feature) })
})

test.each(needsConfig)('%s beside something that no form says is refused, and only the latter is told', (feature) => {
  expect(routeFormOf([asks(feature), asks('unsayable')])).toEqual({ form: 'refused', because: [asks('unsayable')] })
})
