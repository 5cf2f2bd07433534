import { expect, test } from 'vitest'
import { readSettings } from '../../../src/estimate/settings/read-settings.ts'
import { defaultEstimateSettings } from '../../../src/estimate/settings/settings.ts'
import { defaultWeights } from '../../../src/estimate/settings/weights.ts'

test('a file overrides what it names; one number is both ends of a range', () => {
  expect(readSettings('points:\n  manual: [2, 9]\n  install: 4\npointsPerDay: 5\n')).toEqual({
    ...defaultEstimateSettings,
    weights: { ...defaultWeights, manual: { low: 2, high: 9 }, install: { low: 4, high: 4 } },
    pointsPerDay: 5,
  })
  expect(readSettings('')).toEqual(defaultEstimateSettings)
})

test('what proxies ask for, their number and that of nodes can be given', () => {
  const text = 'resources:\n  sidecar: {cpu: 50}\n  ztunnel: {cpu: [100, 300], memory: 256}\nwaypointReplicas: 2\nnodes: [3, 5]\n'
  expect(readSettings(text)).toEqual({
    ...defaultEstimateSettings,
    components: { sidecar: { cpu: { low: 50, high: 50 } }, ztunnel: { cpu: { low: 100, high: 300 }, memory: { low: 256, high: 256 } } },
    waypointReplicas: { low: 2, high: 2 },
    nodes: { low: 3, high: 5 },
  })
})

test.each([
  ['- 1', 'is not a map'],
  ['points: {manul: 3}', 'manul'],
  ['points: {manual: [9, 2]}', 'above the second'],
  ['points: {manual: -1}', 'points.manual'],
  ['pointsPerDay: 0', 'pointsPerDay'],
  ['rate: 3', 'rate'],
  ['resources: {zztunnel: {cpu: 3}}', 'zztunnel'],
  ['resources: {ztunnel: {disk: 3}}', 'disk'],
])('%s is refused by name', (text, problem) => {
  const result = readSettings(text)
  expect('problem' in result ? result.problem : result).toContain(problem)
})

test('an unknown name at the top stands in no empty quotes', () => {
  expect(readSettings('pionts: {}\n')).toEqual({ problem: 'is not valid: Unrecognized key: "pionts"' })
})
