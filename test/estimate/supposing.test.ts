import { describe, expect, test } from 'vitest'
import { objectKey } from '../../src/account/fates.ts'
import { objectText } from '../../src/diagnostics/place.ts'
import { movesIn } from '../../src/estimate/decision.ts'
import { refOf } from '../../src/manifest/edit/objects-to-add.ts'
import { readMesh } from '../../src/read-mesh.ts'
import { emissionIf, movesBeyond, movesIf, type Supposition } from '../../src/supposing.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { targets } from '../../translators/index.ts'
import fc from '../fast-check.ts'
import { sidecarMesh } from '../property/sidecar-mesh.ts'

const documents = {
  'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: bank\n  labels:\n    istio-injection: enabled\n',
  'ledger.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ledger\n  namespace: bank\nspec:\n  selector: {matchLabels: {app: ledger}}\n  template:\n    metadata: {labels: {app: ledger}}\n    spec: {containers: [{name: ledger}]}\n',
  'service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: ledger\n  namespace: bank\nspec:\n  selector: {app: ledger}\n  ports: [{name: http, port: 80}]\n',
  'filter.yaml':
    'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata:\n  name: lua\n  namespace: bank\nspec:\n  configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]\n',
  'unread.yaml': '{{ if .Values.policies }}\nkind: AuthorizationPolicy\n{{ end }}\n',
  'egress.yaml':
    'apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata:\n  name: default\n  namespace: bank\nspec:\n  outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n',
} as const
const files = (...without: (keyof typeof documents)[]) =>
  Object.entries(documents)
    .filter(([path]) => !without.some((name) => name === path))
    .map(([path, text]) => ({ path, text }))
const filters = ({ input }: Translation) =>
  new Set(input.objects.flatMap(({ ref }) => (ref.kind === 'EnvoyFilter' ? [objectKey(ref)] : [])))
const names = (...[emission]: Parameters<typeof movesIn>) => movesIn(emission).map(objectText).sort()

describe('what the translator says if something were true is what it says once it is', () => {
  test.each(Object.values(targets))('of facts that the user vouches for, to $name', ({ name, assumptions }) => {
    const translation = translate(files(), { target: name as keyof typeof targets })
    for (const assumption of assumptions) {
      const really = translate(files(), { target: translation.target, options: { assume: [assumption] } })
      expect(names(emissionIf(translation, { assume: [assumption] }))).toEqual(names(really.emission))
    }
  })

  test('of objects that the input would not have', () => {
    const translation = translate(files('unread.yaml', 'egress.yaml'), { target: 'ambient' })
    expect(names(translation.emission)).toEqual([])
    const really = translate(files('unread.yaml', 'egress.yaml', 'filter.yaml'), { target: 'ambient' })
    expect(names(really.emission)).toEqual(['Deployment bank/ledger'])
    expect(names(emissionIf(translation, { without: filters(translation) }))).toEqual(names(really.emission))
  })

  test('of Namespaces that the input would have', () => {
    const lacking = ['unread.yaml', 'egress.yaml', 'filter.yaml'] as const
    const translation = translate(files(...lacking, 'namespace.yaml'), { target: 'ambient' })
    expect(names(translation.emission)).toEqual([])
    expect(names(emissionIf(translation, { injected: ['bank'] }))).toEqual(
      names(translate(files(...lacking), { target: 'ambient' }).emission),
    )
  })

  test('of all Namespaces that the input lacks', () => {
    const text =
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: authenticated, namespace: prod}\nspec: {rules: [{from: [{source: {principals: ["*"]}}]}]}\n'
    const input = [{ path: 'policy.yaml', text }]
    const really = translate(input, { target: 'cilium', options: { assume: ['namespaces-injected'] } })
    expect(names(really.emission)).toEqual(['AuthorizationPolicy prod/authenticated'])
    expect(names(emissionIf(translate(input, { target: 'cilium' }), { assume: ['namespaces-injected'] }))).toEqual(names(really.emission))
  })

  test.each([
    ['retry: {codes: [503]}', '1.6'],
    ['filters: [{type: CORS, cors: {allowOrigins: ["https://bank.example"]}}]', '1.4'],
  ])('of older releases, which do not have a field that the input uses: %s', (field, older) => {
    const route = `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: ledger, namespace: bank}\nspec:\n  parentRefs: [{group: "", kind: Service, name: ledger}]\n  rules: [{${field}, backendRefs: [{name: ledger, port: 80}]}]\n`
    const input = [...files('unread.yaml', 'egress.yaml', 'filter.yaml'), { path: 'route.yaml', text: route }]
    const translation = translate(input, { target: 'ambient' })
    expect(names(translation.emission)).toEqual(['Deployment bank/ledger'])
    for (const gatewayApi of ['1.3', '1.4', '1.5', '1.6', '1.7']) {
      const { emission } = translate(input, { target: 'ambient', options: { versions: { ...translation.options.versions, gatewayApi } } })
      expect(names(emissionIf(translation, { versions: { gatewayApi } })), gatewayApi).toEqual(names(emission))
    }
    expect(names(emissionIf(translation, { versions: { gatewayApi: older } }))).toEqual([])
  })

  test('of objects that the input would not have, beside one that no API server takes', () => {
    const route =
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: door, namespace: edge}\nspec:\n  hosts: [bank.example]\n  gateways: [edge/door]\n  http: [{timeout: 5, route: [{destination: {host: door}}]}]\n'
    const input = (...without: Parameters<typeof files>) => [
      ...files('unread.yaml', 'egress.yaml', ...without),
      { path: 'route.yaml', text: route },
    ]
    const translation = translate(input(), { target: 'ambient' })
    const really = translate(input('filter.yaml'), { target: 'ambient' })
    expect(names(really.emission)).toEqual(['Deployment bank/ledger'])
    expect(names(emissionIf(translation, { without: filters(translation) }))).toEqual(names(really.emission))
  })

  test('of all of it at once', () => {
    const translation = translate(files('namespace.yaml'), { target: 'ambient' })
    const assume = ['egress-enforced', 'unread-reviewed'] as const
    const really = translate(files('filter.yaml'), { target: 'ambient', options: { assume } })
    expect(names(really.emission)).toEqual(['Deployment bank/ledger'])
    const supposed = emissionIf(translation, { assume, injected: ['bank'], without: filters(translation) })
    expect(names(supposed)).toEqual(names(really.emission))
  })
})

test('an assumption that was given stays given', () => {
  const translation = translate(files('filter.yaml', 'egress.yaml'), { target: 'ambient', options: { assume: ['unread-reviewed'] } })
  expect(names(emissionIf(translation, {}))).toEqual(['Deployment bank/ledger'])
})

describe('suppositions that share what is worked out for a mesh', () => {
  const said = ({ emission }: Pick<Translation, 'emission'>) => ({
    moves: names(emission),
    changes: emission.changes
      .map((change) => `${change.kind} ${objectText(change.kind === 'add' ? refOf(change.object, '', 0) : change.target)}`)
      .sort(),
    codes: emission.diagnostics.map(({ code }) => code).sort(),
  })

  test('say what each says alone, whichever were asked before', () => {
    fc.assert(
      fc.property(sidecarMesh, fc.constantFrom(...Object.values(targets)), ({ files: drawn }, { name, assumptions }) => {
        const target = name as keyof typeof targets
        const translation = translate(drawn, { target })
        for (let round = 0; round < 2; round += 1) {
          for (const assumption of assumptions) {
            const really = translate(drawn, { target, options: { assume: [assumption] } })
            expect(said({ emission: emissionIf(translation, { assume: [assumption] }) })).toEqual(said(really))
          }
          const versions = { istio: '1.29', gatewayApi: '1.5' }
          const alone = emissionIf(translate(drawn, { target }), { versions })
          expect(said({ emission: emissionIf(translation, { versions }) })).toEqual(said({ emission: alone }))
        }
      }),
      { numRuns: 6 },
    )
  }, 240_000)

  test('move without an output what they move with one, and no more than that', () => {
    fc.assert(
      fc.property(sidecarMesh, fc.constantFrom(...Object.values(targets)), fc.nat(), ({ files: drawn }, { name, assumptions }, seed) => {
        const target = name as keyof typeof targets
        const translation = translate(drawn, { target })
        const configuration = translation.input.objects.filter(({ ref }) => /\.istio\.io\//.test(ref.apiVersion))
        const gone = configuration.filter((_, index) => (seed >> (index % 20)) % 2 === 1).map(({ ref }) => objectKey(ref))
        const suppositions: Supposition[] = [
          ...assumptions.map((assumption) => ({ assume: [assumption] })),
          { without: new Set(gone) },
          { without: new Set(gone), assume: ['routes-lost', 'unread-reviewed'] },
          { injected: ['bank'], without: new Set(gone.slice(1)) },
        ]
        for (const supposition of suppositions) {
          const whole = names(emissionIf(translate(drawn, { target }), supposition))
          expect(movesIf(translation, supposition).map(objectText).sort()).toEqual(whole)
          const alone = translate(drawn, { target })
          expect(movesBeyond(alone, supposition, whole.length)).toBeUndefined()
          expect(
            movesBeyond(alone, supposition, whole.length - 1)
              ?.map(objectText)
              .sort(),
          ).toEqual(whole)
        }
      }),
      { numRuns: 12 },
    )
  }, 240_000)

  test('are read again for a release that a reader asks for, and for no other one', () => {
    const route =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: ledger, namespace: bank}\nspec:\n  parentRefs: [{group: "", kind: Service, name: ledger}]\n  rules: [{retry: {codes: [503]}, backendRefs: [{name: ledger, port: 80}]}]\n'
    const input = [...files('filter.yaml', 'egress.yaml', 'unread.yaml'), { path: 'route.yaml', text: route }]
    // All releases have the field in this channel; how often requests are sent again without one differs.
    const experimental = { istio: '1.32', gatewayApi: '1.6', gatewayApiChannel: 'experimental', cilium: '1.20' } as const
    const translation = translate(input, { target: 'ambient', options: { versions: experimental } })
    const { input: read, invalid, unread, options } = translation
    for (const changed of [{ gatewayApi: '1.5' }, { gatewayApi: '1.7' }, { istio: '1.29' }]) {
      const versions = { ...options.versions, ...changed }
      const emission = targets.ambient.emit(readMesh(read, invalid, [], unread, versions), { ...options, versions })
      expect(said({ emission: emissionIf(translation, { versions: changed }) })).toEqual(said({ emission }))
    }
  })
})
