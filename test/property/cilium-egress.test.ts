import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { differenceText, fails } from '../verify/failing.ts'

/** `CILIUM_RUNS=5000` converts many meshes; `CILIUM_SEED` asks for others. */
const runs = Number(process.env.CILIUM_RUNS ?? 30)
const seed = Number(process.env.CILIUM_SEED ?? 1)

const labels = fc.constantFrom<Record<string, string>>(
  { app: 'desk' },
  { app: 'ledger' },
  { floor: 'lower' },
  { app: 'desk', floor: 'lower' },
  { 'pod-template-hash': 'x' },
)
const mode = fc.constantFrom('REGISTRY_ONLY', 'REGISTRY_ONLY', 'ALLOW_ANY', undefined)
const hosts = fc.constantFrom<readonly string[] | undefined>(undefined, ['./*'], ['*/*'], ['~/*'], ['./bank.partner.example'], ['vault/*'])

const sidecar = fc
  .record({
    namespace: fc.constantFrom('till', 'till', 'till', 'vault', 'istio-system'),
    selector: fc.option(labels, { nil: undefined }),
    mode,
    hosts,
  })
  .map(({ namespace, selector, mode: policy, hosts: listed }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 's', namespace },
    spec: {
      ...(selector === undefined || namespace === 'istio-system' ? {} : { workloadSelector: { labels: selector } }),
      ...(policy === undefined ? {} : { outboundTrafficPolicy: { mode: policy } }),
      ...(listed === undefined ? {} : { egress: [{ hosts: listed }] }),
    },
  }))

const entry = fc
  .record({ wildcard: fc.boolean(), number: fc.constantFrom(443, 8443), namespace: fc.constantFrom('till', 'vault') })
  .map((one) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'bank', namespace: one.namespace },
    spec: {
      hosts: [one.wildcard ? '*.partner.example' : 'bank.partner.example'],
      location: 'MESH_EXTERNAL',
      resolution: one.wildcard ? 'NONE' : 'DNS',
      ports: [{ number: one.number, name: 'tls', protocol: 'TLS' }],
    },
  }))

const namespace = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'istio-injection': 'enabled' } },
})

function pods(app: string, place: string, more: Record<string, string>): readonly object[] {
  const own = { app, ...more }
  const spec = { serviceAccountName: app, containers: [{ name: 'app', image: 'registry.example/app:1', ports: [{ containerPort: 8080 }] }] }
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: app, namespace: place },
      spec: { selector: { matchLabels: { app } }, template: { metadata: { labels: own }, spec } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: app, namespace: place },
      spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
  ]
}

const floor = fc.constantFrom<Record<string, string>>({}, { floor: 'lower' }, { floor: 'upper' })

const mesh = fc
  .record({
    sidecars: fc.array(sidecar, { minLength: 1, maxLength: 4 }),
    entries: fc.array(entry, { maxLength: 1 }),
    floors: fc.tuple(floor, floor),
    whole: fc.boolean(),
  })
  .map(({ sidecars, entries, floors, whole }) => [
    ...['till', 'vault'].map(namespace),
    ...pods('desk', 'till', floors[0]),
    ...pods('ledger', 'till', floors[1]),
    ...pods('safe', 'vault', {}),
    ...(whole
      ? [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'istio', namespace: 'istio-system' },
            data: { mesh: 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n' },
          },
        ]
      : []),
    ...entries,
    ...sidecars.map((one, index) => ({ ...one, metadata: { ...one.metadata, name: `s${index}` } })),
  ])

test('what leaves pods is let out to no more than their sidecars know', { timeout: 3_600_000 }, () => {
  let written = 0
  let parts = 0
  fc.assert(
    fc.property(mesh, (objects) => {
      const files = [{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }]
      const translation = translate(files, { target: 'cilium', options: { assume: ['sidecars-removed'] } })
      expect(translation.diagnostics.filter(({ stage }) => stage === 'internal').map(({ message }) => message)).toEqual([])
      const added = translation.emission.changes.filter(({ kind }) => kind === 'add')
      if (added.length > 0) written += 1
      if (added.some((change) => change.kind === 'add' && change.object.metadata.name !== 'registry-only')) parts += 1
      const differences = verifyTranslation(translation).differences.filter(fails)
      if (differences.length === 0) return
      const found = translation.diagnostics.map(({ code, message }) => `${code} ${message}`)
      throw new Error([...differences.map(differenceText), ...found, ...objects.slice(8).map((one) => JSON.stringify(one))].join('\n'))
    }),
    { numRuns: runs, seed },
  )
  if (process.env.CILIUM_RUNS !== undefined) console.log(JSON.stringify({ seed, runs, written, parts }))
  expect(written).toBeGreaterThan(runs / 10)
  expect(parts).toBeGreaterThan(runs / 20)
})
