import { describe, expect, test } from 'vitest'
import { readCodeOwners } from '../../src/estimate/owners/code-owners.ts'
import { workByOwner } from '../../src/estimate/work-items.ts'
import { defaultEstimateSettings, estimate, translate, verifyTranslation } from '../../src/index.ts'
import { csv } from '../../src/report/escape/csv.ts'
import { estimateCsv } from '../../src/report/estimate/csv.ts'
import fc from '../fast-check.ts'
import { filesOf, istio, namespace, other, service, workload } from './manifests.ts'

const of = (texts: readonly string[], owners: Parameters<typeof estimate>[2] = defaultEstimateSettings) => {
  const translation = translate(filesOf(...texts), { target: 'ambient' })
  return estimate(translation, verifyTranslation(translation), owners)
}

const bank = [
  namespace('bank', 'team: ledgers'),
  namespace('till'),
  workload('Deployment', 'ledger', 'bank'),
  service('ledger', 'bank'),
  istio('AuthorizationPolicy', 'readers', 'till', '{rules: [{to: [{operation: {methods: [GET]}}]}]}'),
]
const more = [
  istio('Sidecar', 'default', 'till', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
  workload('StatefulSet', 'store', 'till'),
  istio('PeerAuthentication', 'wrong', 'till', '{mtls: {mode: LAX}}'),
  other('networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'bank', 'spec: {podSelector: {}}\n'),
  '{{ if .Values.policies }}\nkind: AuthorizationPolicy\n{{ end }}\n',
]

describe('items of work', () => {
  test('have the points of the effort, and a row each', () => {
    fc.assert(
      fc.property(fc.subarray(more), (added) => {
        const result = of([...bank, ...added])
        const sum = (key: 'low' | 'high'): number => result.work.reduce((total, { points }) => total + points[key], 0)
        expect(sum('low')).toBeCloseTo(result.effort.points.low)
        expect(sum('high')).toBeCloseTo(result.effort.points.high)
        expect(
          estimateCsv({ estimates: [result] })
            .trimEnd()
            .split('\r\n'),
        ).toHaveLength(result.work.length + 1)
      }),
      { numRuns: 8 },
    )
  })

  test('say what a decision asks for, and by which finding of its own something is to be changed', () => {
    const { work } = of([...bank, ...more])
    const decisions = work.filter(({ what }) => what.startsWith('decision'))
    expect(decisions.map(({ what }) => what)).toContain('decision, --assume egress-enforced: Restricted egress would become open')
    // The template holds all of the mesh, and is not why the Sidecar is to be changed.
    const changed = work.filter(({ what }) => what.startsWith('resources to change first'))
    expect(changed.map(({ object, code }) => [object?.kind, code])).toContainEqual(['Sidecar', 'US3321'])
  })

  test('are owned by the label of the object, then of its Namespace, then by CODEOWNERS', () => {
    const { of: owners } = readCodeOwners('* @all\n0.yaml @first\n')
    const labelled = istio('PeerAuthentication', 'wrong', 'bank', '{mtls: {mode: LAX}}').replace(
      '  name: wrong',
      '  labels: {owner: auditors}\n  name: wrong',
    )
    const result = of([...bank, labelled, ...more], { ...defaultEstimateSettings, owners: { ofFile: owners } })
    const owner = (kind: string, name: string) => result.work.find(({ object }) => object?.kind === kind && object.name === name)?.owner
    expect(owner('PeerAuthentication', 'wrong')).toBe('auditors')
    expect(owner('NetworkPolicy', 'deny')).toBe('ledgers')
    expect(owner('AuthorizationPolicy', 'readers')).toBe('@all')
    expect(workByOwner(result.work).map((one) => one.owner)).toEqual(expect.arrayContaining(['auditors', 'ledgers', '@all', undefined]))
    const asked = of([...bank, labelled], { ...defaultEstimateSettings, owners: { keys: ['squad'] } })
    expect(asked.work.every((one) => one.owner === undefined)).toBe(true)
  })

  test('name the decision that they wait for', () => {
    const result = of([...bank, ...more])
    const decision = result.work.filter(({ what }) => what.startsWith('decision'))
    expect(decision.map(({ decisions }) => decisions)).toEqual(result.decisions.map((_, index) => [index + 1]))
  })
})

describe('CSV', () => {
  test('is quoted as RFC 4180 asks', () => {
    expect(csv([['a,b', 'say "x"', 'plain', 3]])).toBe('"a,b","say ""x""",plain,3\r\n')
  })

  test('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (cells) => {
        for (const cell of cells) expect(csv([[cell]]).replace(/^"|\r\n$/g, '')).not.toMatch(/^\s*[=+\-@\t\r]/)
      }),
    )
    expect(csv([['=1+1', '@acme/shop', '-2', ' +3', '＝4', 'a=b']])).toBe("'=1+1,'@acme/shop,'-2,' +3,'＝4,a=b\r\n")
  })
})
