import { expect, test } from 'vitest'
import { choiceOf } from '../../src/estimate/choice/choice.ts'
import { pseudonymised } from '../../src/estimate/pseudonymised.ts'
import { pseudonymsOf } from '../../src/estimate/pseudonyms.ts'
import { namesInEarlier, sinceOf } from '../../src/estimate/since.ts'
import { defaultEstimateSettings, estimate, estimateFormats, printReport, translate, verifyTranslation } from '../../src/index.ts'
import { readEarlierEstimate } from '../../src/report/estimate/read-earlier.ts'
import { estimateReportSchema } from '../../src/report/estimate/schema.ts'
import { targetNames } from '../../translators/index.ts'
import fc from '../fast-check.ts'
import { istio, namespace, other, service, workload } from './manifests.ts'

/** A name that no word of ours is. */
const name = fc.stringMatching(/^q[bcdfghjkmpvwxz]{5}[0-9]{2}$/)
const names = fc.uniqueArray(name, { minLength: 14, maxLength: 14 })

function meshOf([ns, other1, cart, ledger, account, policy, host, label, domain, file, folder, group, team, sub]: readonly string[]) {
  const texts = [
    namespace(ns!, `istio-injection: enabled\n    team: ${team}`),
    namespace(other1!),
    workload('Deployment', cart!, ns!, { pod: `      serviceAccountName: ${account}\n` }).replace(
      'labels: {app',
      `labels: {tier: ${label}, app`,
    ),
    workload('StatefulSet', ledger!, other1!),
    service(cart!, ns!),
    service(ledger!, other1!),
    istio(
      'AuthorizationPolicy',
      policy!,
      ns!,
      `{rules: [{from: [{source: {principals: ["${domain}.example/ns/${other1}/sa/${account}"], namespaces: ["${sub}"]}}], to: [{operation: {methods: [GET], hosts: ["${host}.acme.example"]}}]}]}`,
    ),
    istio(
      'VirtualService',
      cart!,
      ns!,
      `{hosts: [${cart}, ${host}.acme.example], http: [{match: [{headers: {x-a: {exact: ${label}}}}], route: [{destination: {host: ${ledger}.${other1}.svc.cluster.local}}]}]}`,
    ),
    istio(
      'ServiceEntry',
      host!,
      other1!,
      `{hosts: ["*.${host}.example"], addresses: [10.77.0.1], ports: [{number: 443, name: tls, protocol: TLS}], resolution: NONE}`,
    ),
    istio('Sidecar', 'default', other1!, `{outboundTrafficPolicy: {mode: REGISTRY_ONLY}, egress: [{hosts: ["${ns}/*"]}]}`),
    istio(
      'EnvoyFilter',
      policy!,
      other1!,
      '{configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]}',
    ),
    other(`${group}.acme.example/v1`, 'Ledgered', ledger!, ns!, `spec: {for: ${cart}}\n`),
    `{{ if .Values.${label} }}\nkind: AuthorizationPolicy\nmetadata: {name: ${sub}, namespace: ${ns}}\n{{ end }}\n`,
  ]
  return texts.map((text, index) => ({ path: `${folder}/${file}-${index}.yaml`, text }))
}

function reportOf(files: ReturnType<typeof meshOf>, owner: string) {
  const translations = targetNames.map((target) => translate(files, { target }))
  const names = pseudonymsOf(translations[0]!)
  const settings = { ...defaultEstimateSettings, owners: { ofFile: () => [owner] } }
  const real = translations.map((one) => estimate(one, verifyTranslation(one), settings))
  const [first, ...others] = real.map((one) => pseudonymised(one, names))
  const decide = () => ({ estimates: [first!, ...others], choice: choiceOf([first!, ...others], {}) })
  return {
    real: real[0]!,
    one: { estimates: [first!] as const, decide, today: '2026-12-31' },
    both: { estimates: [first!, ...others] as const, decide, today: '2026-12-31' },
  }
}

test('no name of the input is in any format, and numbers stay', () => {
  fc.assert(
    fc.property(names, (drawn) => {
      const { real, one, both } = reportOf(meshOf(drawn), `@${drawn[12]}/all`)
      for (const report of [one, both])
        for (const [format, how] of Object.entries(estimateFormats))
          for (const detail of ['brief', 'full'] as const) {
            const text = printReport(how, report, { detail })
            const leaked = [...drawn, 'acme', '10.77.0.1', 'Ledgered'].filter((word) => text.toLowerCase().includes(word.toLowerCase()))
            expect(leaked, format).toEqual([])
          }
      const [hidden] = one.estimates
      expect([hidden.effort.points, hidden.readiness.today, hidden.verdicts]).toEqual([
        real.effort.points,
        real.readiness.today,
        real.verdicts,
      ])
      expect(hidden.best.decisions.every((decision) => hidden.decisions.includes(decision))).toBe(true)
    }),
    { numRuns: 3 },
  )
}, 120_000)

const shop = [
  { path: 'b.yaml', text: `${namespace('shop')}---\n${workload('Deployment', 'cart', 'shop')}---\n${service('cart', 'shop')}` },
  {
    path: 'a.yaml',
    text: `${namespace('bank')}---\n${workload('Deployment', 'ledger', 'bank')}---\n${istio('Sidecar', 'default', 'bank', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}')}`,
  },
]

test('neither is a root namespace in which nothing of the input is', () => {
  const root = `apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh, namespace: istio-system}
spec: {meshConfig: {rootNamespace: qrooted, trustDomain: qtrusted}}
`
  const translation = translate([...shop, { path: 'c.yaml', text: root }], { target: 'ambient' })
  const real = estimate(translation, verifyTranslation(translation))
  const print = (one: typeof real) =>
    Object.values(estimateFormats)
      .map((how) =>
        printReport(
          how,
          { estimates: [one], decide: () => ({ estimates: [one], choice: choiceOf([one], {}) }), today: '2026-12-31' },
          { detail: 'full' },
        ),
      )
      .join('\n')
  expect(print(real)).toContain('qrooted')
  expect(print(pseudonymised(real, pseudonymsOf(translation)))).not.toMatch(/qrooted|qtrusted/)
})

test('neither are names of fields that no schema has, nor those in documents that cannot be read', () => {
  const unreadable = 'kind: AuthorizationPolicy\nmetadata: {name: qwharf\n  foo: [\n'
  const unknown = istio('Sidecar', 'default', 'shop', '{egress: [{hosts: ["./*"]}], qjetty: 1, outboundTrafficPolicy: {qpier: 1}}')
  const files = [...shop, { path: 'c.yaml', text: unknown }, { path: 'd.yaml', text: unreadable }]
  const translation = translate(files, { target: 'ambient' })
  const real = estimate(translation, verifyTranslation(translation))
  const print = (one: typeof real) =>
    Object.values(estimateFormats).map((how) =>
      printReport(
        how,
        { estimates: [one], decide: () => ({ estimates: [one], choice: choiceOf([one], {}) }), today: '2026-12-31' },
        { detail: 'full' },
      ),
    )
  for (const name of ['qwharf', 'qjetty', 'qpier']) {
    expect(print(real).join('\n')).toContain(name)
    expect(print(pseudonymised(real, pseudonymsOf(translation))).join('\n')).not.toContain(name)
  }
})

test('names that only an earlier report has are no exception', () => {
  const estimateOf = (files: typeof shop) => {
    const translation = translate(files, { target: 'ambient' })
    return { translation, one: estimate(translation) }
  }
  const print = (one: ReturnType<typeof estimate>) =>
    printReport(estimateFormats.json, { estimates: [one], decide: () => ({ estimates: [one], choice: choiceOf([one], {}) }), today: '' })
  const earlier = readEarlierEstimate(print(estimateOf(shop).one), 'ambient')
  if ('problem' in earlier) throw new Error(earlier.problem)
  const { translation, one } = estimateOf(shop.slice(0, 1))
  const since = { ...one, since: sinceOf(earlier, one) }
  expect(print(since)).toContain('bank')
  const hidden = print(pseudonymised(since, pseudonymsOf(translation, namesInEarlier(earlier))))
  expect(hidden).not.toContain('bank')
  expect(hidden).toContain('gone-1')
})

test('words of a mesh are no names: `mesh` as a gateway, and a kind that another project has as well', () => {
  const files = [
    ...shop,
    {
      path: 'e.yaml',
      text: istio('VirtualService', 'cart', 'shop', '{hosts: [cart], gateways: [mesh], http: [{route: [{destination: {host: cart}}]}]}'),
    },
    { path: 'f.yaml', text: other('acme.example/v1', 'Deployment', 'cart', 'shop', 'spec: {}\n') },
  ]
  const translation = translate(files, { target: 'ambient' })
  const names = pseudonymsOf(translation)
  expect(names.inText('the mesh of Deployment shop/cart')).toBe('the mesh of Deployment namespace-2/workload-1')
})

test('a name has one pseudonym, whatever the order of files, and well-known names stay', () => {
  const print = (files: typeof shop) => {
    const translation = translate(files, { target: 'ambient' })
    const result = pseudonymised(estimate(translation), pseudonymsOf(translation))
    return JSON.parse(
      printReport(estimateFormats.json, { estimates: [result], decide: () => ({ estimates: [], choice: choiceOf([], {}) }), today: '' }),
    )
  }
  const report = estimateReportSchema.parse(print(shop))
  expect(report.pseudonymised).toBe(true)
  expect(report.readiness.namespaces.map((row) => row.namespace)).toEqual(['namespace-1', 'namespace-2'])
  expect(report.outcomes.map(({ object }) => object)).toEqual(
    expect.arrayContaining([
      'Namespace namespace-2',
      'Deployment namespace-2/workload-1',
      'Service namespace-2/workload-1',
      'Sidecar namespace-1/default',
    ]),
  )
  expect(report.effort.confidence.missing).toContain('no root namespace (istio-system)')
  const byObject = (one: typeof report) => [...one.outcomes].sort((a, b) => (a.object < b.object ? -1 : 1))
  expect(byObject(estimateReportSchema.parse(print([...shop].reverse())))).toEqual(byObject(report))
})
