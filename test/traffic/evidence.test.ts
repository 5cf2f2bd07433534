import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { withTraffic } from '../../src/traffic/evidence.ts'
import { readTraffic } from '../../src/traffic/read-traffic.ts'
import { asCompared } from '../../src/verify/as-compared.ts'
import type { Comparison, Difference } from '../../src/verify/comparison.ts'
import { compareManifests } from '../../src/verify/verify.ts'
import { answerOf, labelsFrom } from './small-mesh.ts'

const base = readFileSync(new URL('../../examples/by-hand/before/shop.yaml', import.meta.url), 'utf8')

const job = `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: report, namespace: shop}
spec:
  selector: {matchLabels: {app: report}}
  template:
    metadata: {labels: {app: report}}
    spec: {serviceAccountName: report, containers: [{name: report, image: report}]}
`

/** Only `report` may read carts, in place of `web`. */
const changed = base.replace('ns/shop/sa/web', 'ns/shop/sa/report')

function compared(answer: unknown, before = base + job, after = changed + job): Comparison {
  const read = readTraffic(JSON.stringify(answer), 'traffic.json')
  if ('problem' in read) throw new Error(read.problem)
  const result = compareManifests([{ path: 'mesh.yaml', text: before }], [{ path: 'mesh.yaml', text: after }])
  return withTraffic(result.comparison, ...asCompared(result.before, result.after, {}), { files: ['traffic.json'], traffic: read.traffic })
}

function only(verdict: Difference['verdict'], { differences }: Comparison): Difference {
  const found = differences.filter((one) => one.verdict === verdict && one.destinations.includes('Service shop/cart:80'))
  expect(found.map(({ destinations }) => destinations)).toHaveLength(1)
  return found[0]!
}

describe('a policy that lets in another client', () => {
  test('hits what the client sent that it let in before', () => {
    const comparison = compared(answerOf([labelsFrom('web', 'cart'), '42'], [{ ...labelsFrom('web', 'cart'), response_code: '403' }, '3']))
    expect(only('narrower', comparison).traffic).toEqual({
      seen: 'yes',
      between: [
        {
          from: 'shop/web',
          to: 'Service shop/cart',
          amounts: [{ unit: 'requests', amount: 45, refused: 3 }],
          series: ['traffic.json data.result[0]', 'traffic.json data.result[1]'],
        },
      ],
      because: [],
    })
  })

  test('may or may not hit what clients sent whose request it decides as before', () => {
    const { traffic } = only('wider', compared(answerOf([labelsFrom('web', 'cart'), '42'])))
    expect(traffic?.seen).toBe('unknown')
    expect(traffic?.because.join()).toContain('the request above is not wider when shop/web sends it')
  })

  test('hits nothing where nothing was sent there', () => {
    expect(only('narrower', compared(answerOf([labelsFrom('cart', 'web'), '42']))).traffic).toEqual({
      seen: 'no',
      between: [],
      because: [],
    })
  })

  test('is not certain from series without the client', () => {
    const { source_workload: _, source_principal: __, ...labels } = labelsFrom('web', 'cart')
    const { traffic } = only('narrower', compared(answerOf([labels, '42'])))
    expect(traffic).toMatchObject({ seen: 'unknown', because: ['series lack the label `source_workload`'] })
  })

  test('counts a request once that the proxies of both sides report', () => {
    const source = { ...labelsFrom('web', 'cart'), reporter: 'source', connection_security_policy: 'unknown' }
    const { traffic } = only('narrower', compared(answerOf([labelsFrom('web', 'cart'), '40'], [source, '42'])))
    expect(traffic?.between.map(({ amounts }) => amounts)).toEqual([[{ unit: 'requests', amount: 42, refused: 0 }]])
  })

  test('knows a client by its service account where the series does not name its pods', () => {
    const labels = { ...labelsFrom('unknown', 'cart'), source_principal: 'spiffe://cluster.local/ns/shop/sa/web' }
    expect(only('narrower', compared(answerOf([labels, '1']))).traffic?.seen).toBe('yes')
  })
})

test('no verdict, no name and no count changes, and nothing is left out', () => {
  const files = (text: string) => [{ path: 'mesh.yaml', text }]
  const { comparison } = compareManifests(files(base + job), files(changed + job))
  const { traffic: _, differences, ...rest } = compared(answerOf([labelsFrom('web', 'cart'), '42']))
  const { differences: before, ...same } = comparison
  expect(JSON.parse(JSON.stringify(rest))).toEqual(JSON.parse(JSON.stringify(same)))
  const bare = (all: readonly Difference[]) => all.map(({ traffic: __, ...one }) => JSON.stringify(one)).sort()
  expect(bare(differences)).toEqual(bare(before))
})

test('differences that hit traffic come first among those of their verdict, those without any last', () => {
  const second = (base + job)
    .replaceAll('cart', 'atlas')
    .replace(/kind: Namespace[\s\S]*?---/, 'kind: ConfigMap\nmetadata: {name: x, namespace: shop}\n---')
  const policies = (text: string) => text.slice(text.lastIndexOf('---'))
  const extra = `---\n${second.slice(second.indexOf('apiVersion: v1\nkind: Service'), second.indexOf('---', second.indexOf('name: atlas\n          image')))}`
  const atlas = policies(base).replaceAll('cart', 'atlas')
  const before = `${base}${job}${extra}${atlas}`
  const { differences } = compared(answerOf([labelsFrom('web', 'cart'), '42']), before, before.replaceAll('sa/web"', 'sa/report"'))
  const narrower = differences.filter(({ verdict }) => verdict === 'narrower')
  expect(narrower.map(({ destinations, traffic }) => [destinations[0], traffic?.seen])).toEqual([
    ['Service shop/cart:80', 'yes'],
    ['Service shop/atlas:80', 'no'],
  ])
})
