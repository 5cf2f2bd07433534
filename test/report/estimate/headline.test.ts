import { expect, test } from 'vitest'
import { estimate, translate, verifyTranslation } from '../../../src/index.ts'
import { headlineSentences } from '../../../src/report/estimate/headline.ts'
import { estimateText } from '../../../src/report/estimate/text.ts'
import { filesOf, istio, namespace, service, workload } from '../../estimate/manifests.ts'

const of = (...texts: string[]) => {
  const translation = translate(filesOf(...texts), { target: 'ambient' })
  return estimate(translation, verifyTranslation(translation))
}
const sentences = (...texts: string[]) => headlineSentences(of(...texts))

const bank = [namespace('bank'), workload('Deployment', 'ledger', 'bank'), service('ledger', 'bank')]
const till = [namespace('till'), workload('Deployment', 'cart', 'till'), service('cart', 'till')]
const template = '{{ if .Values.policies }}\nkind: AuthorizationPolicy\n{{ end }}\n'
const closed = (within: string) => istio('Sidecar', 'default', within, '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}')

test('a mesh that moves has one sentence', () => {
  expect(sentences(...bank)).toEqual(['1 of 1 workload can move today, 0 after a decision, 0 stay'])
})

test('where one assumption frees all, the headline says so', () => {
  expect(sentences(...bank, ...till, closed('bank'))).toEqual([
    '1 of 2 workloads can move today, 1 after a decision, 0 stay',
    'With decision 1 alone all 2 workloads can move',
  ])
})

test('where it takes several together, it says which', () => {
  expect(sentences(workload('Deployment', 'ledger', 'bank'), service('ledger', 'bank'), template)[1]).toBe(
    'With decisions 1, 2 together 1 of 1 workload can move; decision 1 vouches for the part that was not read, which has to be reviewed first',
  )
})

test('the first sentence says what the figures are not about', () => {
  const about = (name: string) => istio('AuthorizationPolicy', name, 'bank', `{selector: {matchLabels: {app: ${name}}}, rules: [{}]}`)
  expect(sentences(...bank, about('ledger'))[0]).toBe('1 of 1 workload can move today, 0 after a decision, 0 stay')
  expect(sentences(...bank, about('vault'), about('safe'), service('vault', 'bank'))[0]).toMatch(
    /^\d of 1 workload can move today, .*; in no figure: pods of 2 policies and 1 Service, which the input lacks$/,
  )
  expect(sentences(...bank, about('ledger'), about('safe'), template)[0]).toMatch(
    /; in no figure: 1 part of the input that was not read, pods of 1 policy, which the input lacks$/,
  )
  // A policy of a namespace without pods, and one of the root namespace, which is for all.
  const whole = (within: string) => istio('PeerAuthentication', 'default', within, '{mtls: {mode: STRICT}}')
  expect(sentences(...bank, namespace('till'), whole('till'))[0]).toContain('pods of 1 policy')
  expect(sentences(...bank, namespace('istio-system'), whole('istio-system'))[0]).not.toContain('in no figure')
  const lines = estimateText(of(...bank, about('vault'), service('vault', 'bank'), template))
    .split('\n\n')[0]!
    .split('\n')
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
})

test('what has moved already is said, also where nothing is left to move', () => {
  const moved = [namespace('till', 'istio.io/dataplane-mode: ambient'), workload('Deployment', 'cart', 'till')]
  expect(sentences(...bank, ...moved)[0]).toBe(
    '1 of 1 workload can move today, 0 after a decision, 0 stay; 1 more is in ambient mode already',
  )
  expect(sentences(...moved)).toEqual([
    'nothing to migrate: the input has no workloads that could move; 1 workload is in ambient mode already',
  ])
  expect(sentences(namespace('till'))).toEqual(['the input has no workloads that could move'])
})

test('a template that holds the whole mesh is told with its place', () => {
  expect(sentences(...bank, ...till, template, template).at(-1)).toBe(
    'US3018 (Input that may decide about requests was not read or not understood) holds all 6 resources: 6.yaml:1:1 and 1 more place',
  )
})

test('what decisions bring is not compared where nothing moves, and the page says so', () => {
  expect(estimateText(of(...bank, template))).toContain('nothing moves today, so nothing changes; what the decisions change is compared')
  expect(estimateText(of(...bank))).not.toContain('so nothing changes')
})
