import { expect, test } from 'vitest'
import { estimate, translate, verifyTranslation } from '../../src/index.ts'
import { estimateText } from '../../src/report/estimate/text.ts'
import { filesOf, istio, namespace, service, workload } from './manifests.ts'

const of = (...texts: string[]) => {
  const translation = translate(filesOf(...texts), { target: 'ambient' })
  const comparison = verifyTranslation(translation)
  return { comparison, result: estimate(translation, comparison) }
}

const till = [namespace('till'), workload('Deployment', 'cart', 'till'), service('cart', 'till')]
const bank = [namespace('bank'), workload('Deployment', 'ledger', 'bank'), service('ledger', 'bank')]
const reads = istio('AuthorizationPolicy', 'readers', 'bank', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')

test('access by namespace counts the differences that verify finds, and names who loses it', () => {
  const { comparison, result } = of(...till, ...bank, reads)
  const told = comparison.differences.filter(({ verdict }) => verdict !== 'identified')
  const rows = result.accessByNamespace!
  expect(rows.map(({ namespace: name }) => name)).toEqual(['bank'])
  const [row] = rows
  for (const verdict of ['wider', 'narrower', 'rerouted', 'undetermined'] as const)
    expect(row![verdict]).toBe(told.filter((one) => one.verdict === verdict).length)
  expect(row!.narrower).toBeGreaterThan(0)
  expect(row!.losing).toHaveLength(row!.narrower)
  expect(row!.losing[0]).toMatchObject({ code: 'US3001', request: { address: { namespace: 'bank' } } })
  const text = estimateText(result)
  expect(text).toMatch(/^ {2}bank +0 +\d+ +0 +0$/m)
  expect(text).toMatch(/^ {2}loses access: .+ at (?:Service|pod IP of) bank\/ledger:80/m)
})

test('without a comparison there are no namespaces, and what is equal has none', () => {
  const translation = translate(filesOf(...bank), { target: 'ambient' })
  expect(estimate(translation).accessByNamespace).toBeUndefined()
  expect(of(...till).result.accessByNamespace).toEqual([])
})

test('namespaces that policies name and the input lacks make the estimate less certain', () => {
  const named = (...namespaces: string[]) =>
    istio('AuthorizationPolicy', 'callers', 'bank', `{rules: [{from: [{source: {namespaces: ${JSON.stringify(namespaces)}}}]}]}`)
  const missing = (...texts: string[]) => of(...texts).result.effort.confidence.missing
  expect(missing(...bank, named('bank', 'payroll', 'audit*', 'archive'))).toContain(
    'namespaces that policies name and the input lacks: archive, payroll',
  )
  expect(missing(...bank, ...till, named('till')).join()).not.toContain('policies name')
  const six = ['a', 'b', 'c', 'd', 'e', 'f']
  expect(missing(...bank, named(...six))).toContain('namespaces that policies name and the input lacks: a, b, c, d, e and 1 more')
})

test('policies and Services whose pods the input lacks make the estimate less certain', () => {
  const lone = istio('AuthorizationPolicy', 'readers', 'bank', '{selector: {matchLabels: {app: till}}}')
  const { confidence } = of(...bank, lone, service('till', 'bank')).result.effort
  expect(confidence.level).toBe('low')
  expect(confidence.missing).toEqual(
    expect.arrayContaining(['policies whose pods the input lacks: 1', 'Services whose pods the input lacks: 1']),
  )
  expect(estimateText(of(...bank, lone).result).replaceAll(/\s+/g, ' ')).toMatch(
    /Access .* confidence low: policies whose pods .* Inventory/,
  )
})
