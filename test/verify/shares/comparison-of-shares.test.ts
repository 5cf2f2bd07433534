import { expect, test } from 'vitest'
import { readManifests, translate } from '../../../src/translate.ts'
import { compareMeshes } from '../../../src/verify/compare.ts'
import { comparisonOfShares } from '../../../src/verify/shares/comparison-of-shares.ts'
import { comparedShare, type Share } from '../../../src/verify/shares/share.ts'
import { compareOptionsOf, readBack } from '../../../src/verify/verify.ts'
import fc from '../../fast-check.ts'
import { sidecarMesh } from '../../property/sidecar-mesh.ts'
import { routedMesh } from '../../property/sidecar-routes.ts'

/** A share as a file holds it. */
function stored(share: Share): Share {
  return JSON.parse(JSON.stringify(share)) as Share
}

test('shares of a comparison, put together in any order, are the comparison', () => {
  let differences = 0
  fc.assert(
    fc.property(fc.oneof(sidecarMesh, routedMesh), fc.integer({ min: 1, max: 5 }), fc.boolean(), ({ files }, of, translated) => {
      const translation = translate(files, { target: 'ambient' })
      const [before, after, options] = translated
        ? [translation.mesh, readBack(translation), compareOptionsOf(translation)]
        : [translation.mesh, readManifests(files.slice(1)).mesh, {}]
      const shares = Array.from({ length: of }, (_, at) => stored(comparedShare(before, after, options, { index: at + 1, of }))).reverse()
      const whole = compareMeshes(before, after, options)
      differences += whole.differences.length
      expect(
        comparisonOfShares(
          before,
          after,
          options,
          shares.flatMap(({ answers }) => answers),
        ),
      ).toEqual(whole)
    }),
    { numRuns: 15 },
  )
  expect(differences).toBeGreaterThan(15)
}, 120_000)

const shop = `apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}, {name: tcp, port: 81}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: cart, ports: [{containerPort: 80}]}]}
`

const mesh = readManifests([{ path: 'shop.yaml', text: shop }]).mesh

test('shares take turns, so that the ports of one Service are in several', () => {
  const shares = [1, 2].map((index) => comparedShare(mesh, mesh, {}, { index, of: 2 }))
  expect(shares.map(({ answers }) => answers.length)).toEqual([
    Math.ceil(shares[0]!.destinations / 2),
    Math.floor(shares[0]!.destinations / 2),
  ])
  expect(shares.map(({ answers }) => answers[0]!.name)).toEqual(['Service shop/cart:80', 'Service shop/cart:81'])
})

test('answers that are missing, there twice or those of other destinations are an error', () => {
  const { answers } = comparedShare(mesh, mesh, {}, { index: 1, of: 1 })
  const merging = (some: typeof answers) => () => comparisonOfShares(mesh, mesh, {}, some)
  expect(merging(answers.slice(1))).toThrow(`answer for ${answers.length - 1} of ${answers.length} destinations`)
  expect(merging([...answers, answers[0]!])).toThrow('answer for some destinations twice')
  expect(merging([{ ...answers[0]!, name: 'Service shop/basket:80' }, ...answers.slice(1)])).toThrow(
    'have no answer for Service shop/cart:80',
  )
  expect(merging([{ ...answers[0]!, destination: answers.length }, ...answers.slice(1)])).toThrow('have no answer for')
})
