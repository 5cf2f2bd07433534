import { expect, expectTypeOf, test, vi } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../src/diagnostics/diagnostic.ts'
import {
  allExplanations,
  type Comparison,
  capabilities,
  compareManifests,
  decide,
  type Estimate,
  estimate,
  explain,
  gitPatch,
  modelJson,
  modelSchema,
  type Request,
  readManifests,
  translate,
  verifyTranslation,
} from '../../src/index.ts'
import { targets } from '../../translators/index.ts'

const text = `apiVersion: v1
kind: Namespace
metadata:
  name: prod
  labels:
    istio-injection: enabled
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: default
  namespace: prod
spec:
  mtls:
    mode: STRICT
`
const files = [{ path: 'mesh.yaml', text }]

test('translate takes texts and gives texts, findings and fates', () => {
  const { output, fates, diagnostics } = translate(files, { target: 'ambient' })
  expect(output.account).toEqual({ read: 2, translated: 1, kept: 1, removed: 0, skipped: 0 })
  expect(fates.map(({ ref, leaves }) => [ref.kind, leaves.map(({ fate }) => fate)])).toEqual([['PeerAuthentication', ['translated']]])
  expect(diagnostics).toEqual([])
  expect(gitPatch(output.files)).toContain('+    istio.io/dataplane-mode: ambient\n')
})

test('more findings than a call takes arguments are no fault', () => {
  const { emit } = targets.ambient
  const spy = vi.spyOn(targets.ambient, 'emit').mockImplementation((mesh, options) => {
    const emission = emit(mesh, options)
    const at = mesh.peerAuthentication[0]!.place
    const finding = (number: number) => diagnose(catalogue.emptySelector, at, { policy: `p${number}` })
    return { ...emission, diagnostics: Array.from({ length: 200_000 }, (_, number) => finding(number)) }
  })
  const { diagnostics } = translate(files, { target: 'ambient' })
  spy.mockRestore()
  expect(diagnostics).toHaveLength(200_000)
})

test('the model can be read without a target and written as JSON', () => {
  const { mesh } = readManifests(files)
  expect(modelSchema.parse(JSON.parse(JSON.stringify(modelJson(mesh)))).peerAuthentication[0]).toMatchObject({
    mode: 'strict',
    modePlace: { file: 'mesh.yaml', line: 15, col: 11, pointer: '/spec/mtls/mode' },
  })
})

test('what an option leaves out has its default, versions one by one', () => {
  const { options } = translate([], { target: 'ambient', options: { waypoints: 'service' } })
  expect(options).toMatchObject({ waypoints: 'service', routes: 'auto', versions: { istio: '1.32', gatewayApi: '1.7' } })
})

test('codes can be looked up', () => {
  expect(explain('US3001')?.severity).toBe('warning')
  expect(explain('US0')).toBeUndefined()
  expect(allExplanations().length).toBeGreaterThan(50)
})

test('capabilities follow the versions', () => {
  const ids = (istio: string) => capabilities('ambient', { istio }).filter(({ here }) => here === 'none')
  expect(ids('1.20').length).toBeGreaterThan(ids('1.32').length)
})

test('an estimate adds up with the translation that it comes from', () => {
  const translation = translate(files, { target: 'cilium' })
  const result = estimate(translation)
  expectTypeOf(result).toEqualTypeOf<Estimate>()
  expect(result.documents).toEqual(translation.output.account)
  expect(result.resources).toBe(2)
})

test('a translation can be verified: the start and its own output are compared', () => {
  const comparison = verifyTranslation(translate(files, { target: 'ambient' }))
  expectTypeOf(comparison).toEqualTypeOf<Comparison>()
  expect(comparison.differences).toEqual([])
})

const cart = `apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: prod, labels: {app: cart}}
spec: {containers: [{name: a, image: a, ports: [{containerPort: 8080}]}]}
`
const denyAll = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: nobody, namespace: prod}
spec: {}
`

test('two sets of manifests can be compared, and the witness decided again', () => {
  const [before, after] = [`${text}---\n${cart}---\n${denyAll}`, `${text}---\n${cart}`].map((text) => [{ path: 'mesh.yaml', text }])
  const { comparison, before: was, after: is } = compareManifests(before!, after!)
  const [first] = comparison.differences
  expect(first?.verdict).toBe('wider')
  const request: Request = first!.witness!.request
  expect([decide(was, request).verdict, decide(is, request).verdict]).toEqual(['denied', 'allowed'])
  expect(
    decide(was, request)
      .branches.flatMap(({ points }) => points)
      .at(-1),
  ).toMatchObject({ code: '403', at: 'prod/cart' })
})
