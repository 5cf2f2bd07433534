import { describe, expect, test } from 'vitest'
import { objectText } from '../../src/diagnostics/place.ts'
import { estimate, translate, verifyTranslation } from '../../src/index.ts'

const namespace = (name: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    istio-injection: enabled\n`
const deployment = (name: string, within: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: ${within}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec: {containers: [{name: ${name}}]}\n`
const filter = (within: string): string =>
  `apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata:\n  name: lua\n  namespace: ${within}\nspec:\n  configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]\n`
const registryOnly = (within: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata:\n  name: default\n  namespace: ${within}\nspec:\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n`
const template = '{{ if .Values.policies }}\nkind: AuthorizationPolicy\n{{ end }}\n'

const of = (...texts: string[]) =>
  estimate(
    translate(
      texts.map((text, index) => ({ path: `${index}.yaml`, text })),
      { target: 'ambient' },
    ),
  )
const waysOut = (result: ReturnType<typeof of>) =>
  result.decisions.map(({ wayOut, moves }) => {
    const way =
      wayOut.kind === 'assume' ? wayOut.assumption : wayOut.kind === 'without' ? wayOut.objects.map(objectText).join() : wayOut.kind
    return [way, moves?.length]
  })

describe('readiness', () => {
  test('tells what moves today, after a decision, and what stays', () => {
    const { readiness } = of(namespace('till'), deployment('till', 'till'), namespace('bank'), deployment('ledger', 'bank'), filter('bank'))
    expect(readiness).toEqual({
      all: 2,
      today: 1,
      afterDecision: 1,
      stays: 0,
      namespaces: [
        { namespace: 'bank', all: 1, today: 0, afterDecision: 1, stays: 0 },
        { namespace: 'till', all: 1, today: 1, afterDecision: 0, stays: 0 },
      ],
    })
  })

  test('is nothing today where convert would write nothing', () => {
    const translation = translate([{ path: 'mesh.yaml', text: `${namespace('till')}---\n${deployment('till', 'till')}` }], {
      target: 'ambient',
    })
    const comparison = verifyTranslation(translation)
    const wider = { verdict: 'wider', destinations: [], clients: [], covers: '', changed: [], parts: 1, classes: 1 } as const
    expect(estimate(translation, comparison)).toMatchObject({ writes: true, readiness: { today: 1 } })
    expect(estimate(translation, { ...comparison, differences: [wider] })).toMatchObject({
      writes: false,
      readiness: { today: 0, afterDecision: 1 },
    })
    const accepted = { ...wider, acceptedBy: { reason: 'known', expires: '2030-01-01' } }
    expect(estimate(translation, { ...comparison, differences: [accepted] })).toMatchObject({ writes: true, readiness: { today: 1 } })
  })
})

describe('decisions', () => {
  test('of one cause that shows itself object by object are one decision', () => {
    const policy = (name: string): string =>
      `apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: ${name}, namespace: till}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  jwtRules: [{issuer: https://issuer.example, jwks: '{"keys": []}'}]\n`
    // They show themselves once the EnvoyFilter is vouched for.
    const input = [namespace('till'), deployment('till', 'till'), filter('till'), policy('a'), policy('b'), policy('c')]
    expect(waysOut(of(...input))).toEqual([
      ['extensions-reviewed', 0],
      [['a', 'b', 'c'].map((name) => `RequestAuthentication till/${name}`).join(), 0],
    ])
  })

  test('one cause in two namespaces is one decision', () => {
    const both = of(...['bank', 'till'].flatMap((name) => [namespace(name), deployment(name, name), registryOnly(name)]))
    expect(waysOut(both)).toEqual([['egress-enforced', 2]])
    expect(both.decisions[0]!.resources.length).toBeGreaterThan(3)
  })

  test('what is left of a mesh without the configuration is tried', () => {
    expect(waysOut(of(namespace('bank'), deployment('ledger', 'bank'), filter('bank')))).toEqual([['extensions-reviewed', 1]])
  })

  test('Namespaces that the input lacks are asked for, and tried as if they had sidecars', () => {
    const lacking = of(deployment('ledger', 'bank'))
    expect(waysOut(lacking)).toEqual([['show', 1]])
    expect(lacking.decisions[0]!.wayOut).toEqual({ kind: 'show', namespaces: ['bank'] })
    expect(lacking.readiness).toMatchObject({ today: 0, afterDecision: 1, stays: 0 })
  })

  test('two causes of one workload move nothing alone, and everything together', () => {
    const result = of(namespace('bank'), deployment('ledger', 'bank'), registryOnly('bank'), template)
    expect(waysOut(result).map(([, moves]) => moves)).toEqual([0, 0])
    expect(result.best.decisions).toHaveLength(2)
    expect(result.best.moves.map(objectText)).toEqual(['Deployment bank/ledger'])
  })

  test('a decision does not count what others keep', () => {
    const result = of(
      namespace('bank'),
      deployment('ledger', 'bank'),
      registryOnly('bank'),
      namespace('till'),
      deployment('till', 'till'),
      filter('till'),
    )
    expect(new Map(waysOut(result) as [string, number][])).toEqual(
      new Map([
        ['egress-enforced', 1],
        ['extensions-reviewed', 1],
      ]),
    )
    expect(result.best.moves).toHaveLength(2)
  })

  test('nothing to decide is no decision', () => {
    const result = of(namespace('bank'), deployment('ledger', 'bank'))
    expect([result.decisions, result.remaining, result.best.decisions]).toEqual([[], [], []])
  })
})
