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
    'With decisions 1, 2 together 1 of 1 workload can move',
  )
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
