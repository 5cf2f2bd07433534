import { describe, expect, test } from 'vitest'
import { objectText } from '../../src/diagnostics/place.ts'
import { movesIn } from '../../src/estimate/decision.ts'
import { emissionIf } from '../../src/supposing.ts'
import { translate } from '../../src/translate.ts'
import { targets } from '../../translators/index.ts'

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
    expect(names(emissionIf(translation, { without: ({ ref }) => ref.kind === 'EnvoyFilter' }))).toEqual(names(really.emission))
  })

  test('of Namespaces that the input would have', () => {
    const lacking = ['unread.yaml', 'egress.yaml', 'filter.yaml'] as const
    const translation = translate(files(...lacking, 'namespace.yaml'), { target: 'ambient' })
    expect(names(translation.emission)).toEqual([])
    expect(names(emissionIf(translation, { injected: ['bank'] }))).toEqual(
      names(translate(files(...lacking), { target: 'ambient' }).emission),
    )
  })

  test('of all of it at once', () => {
    const translation = translate(files('namespace.yaml'), { target: 'ambient' })
    const assume = ['egress-enforced', 'unread-reviewed'] as const
    const really = translate(files('filter.yaml'), { target: 'ambient', options: { assume } })
    expect(names(really.emission)).toEqual(['Deployment bank/ledger'])
    const supposed = emissionIf(translation, { assume, injected: ['bank'], without: ({ ref }) => ref.kind === 'EnvoyFilter' })
    expect(names(supposed)).toEqual(names(really.emission))
  })
})

test('an assumption that was given stays given', () => {
  const translation = translate(files('filter.yaml', 'egress.yaml'), { target: 'ambient', options: { assume: ['unread-reviewed'] } })
  expect(names(emissionIf(translation, {}))).toEqual(['Deployment bank/ledger'])
})
