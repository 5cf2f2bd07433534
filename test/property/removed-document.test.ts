import { expect, test } from 'vitest'
import type { Mesh } from '../../src/model/mesh.ts'
import { readManifests, translate } from '../../src/translate.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { besideInput, besideStaying } from '../../src/verify/outside/beside-input.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { isAssumedAbsent } from './assumed-absent.ts'
import { anyMesh } from './client-mesh.ts'
import { doubtfulObjects } from './doubtful-objects.ts'
import { oneOfKinds } from './one-of-kinds.ts'
import { openedRequests } from './opened-requests.ts'
import { requestTo } from './requests-to.ts'

/** `REMOVED_RUNS=5000` takes a document out of many meshes; `REMOVED_SEED` asks for others. */
const runs = Number(process.env.REMOVED_RUNS ?? 40)
const seed = Number(process.env.REMOVED_SEED ?? 1)

/**
 * A document that is not in the input leaves a trace, goes on closing what it closed once it is applied beside what was written, or is of
 * those that `convert` says it takes for granted not to be there.
 */
test('with a document removed, what is written opens nothing once the document is put back', () => {
  let asked = 0
  fc.assert(
    fc.property(
      anyMesh.chain((generated) =>
        fc.record({
          generated: fc.constant(generated),
          which: fc.nat(100_000),
          doubts: doubtfulObjects,
          requests: fc.array(requestTo(generated), { minLength: 40, maxLength: 40 }),
        }),
      ),
      ({ generated, which, doubts, requests }) => {
        // What Cilium says below is not what is translated.
        const besides = doubts.map((object) => JSON.stringify(object)).filter((text) => !text.includes('CiliumNetworkPolicy'))
        const documents = [...generated.files.flatMap(({ text }) => text.trim().split('\n---\n')), ...besides]
        const index = oneOfKinds(documents, which)
        const removed = documents[index]!
        const others = documents.filter((_, at) => at !== index)
        const translation = translate([{ path: 'mesh.yaml', text: `${others.join('\n---\n')}\n` }], { target: 'ambient' })
        const output = translation.output.files.flatMap(({ path, text, before, status }) =>
          status === 'removed' ? [] : [{ path, text: text ?? before ?? '' }],
        )
        const before = readManifests([{ path: 'mesh.yaml', text: documents.join('\n---\n') }]).mesh
        const after = readManifests([...output, { path: 'removed.yaml', text: `${removed}\n` }]).mesh
        const opened = openedRequests(before, after, requests)
        const written = () => readManifests(output).mesh
        // Only what was opened needs an assumption, and making it costs a comparison.
        if (opened.length === 0) {
          if (!isAssumedAbsent(JSON.parse(removed), Object.values(besideInput), written)) asked += 1
          return
        }
        const { assumptions } = verifyTranslation(translation)
        if (isAssumedAbsent(JSON.parse(removed), assumptions, written)) return
        throw new Error(
          `wider: ${JSON.stringify(opened[0])}\nremoved: ${removed}\n${output.map(({ text }) => text).join('\n')}\nbefore:\n${others.join('\n---\n')}`,
        )
      },
    ),
    { numRuns: runs, seed },
  )
  expect(asked).toBeGreaterThan(runs / 3)
}, 3_600_000)

test('what is assumed not to be there is said where something moves, and not where nothing does', () => {
  const labels = { sidecar: '{istio-injection: enabled}', none: '{}' }
  const said = (plane: keyof typeof labels) => {
    const text = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: ${labels[plane]}}\n`
    return verifyTranslation(translate([{ path: 'mesh.yaml', text }], { target: 'ambient' })).assumptions
  }
  for (const phrase of Object.values(besideInput)) {
    expect(said('sidecar')).toContainEqual(expect.stringContaining(phrase))
    expect(said('none')).not.toContainEqual(expect.stringContaining(phrase))
  }
})

test('pods that the input does not have move with no Namespace of which others stay, and are named beside one that others enrolled', () => {
  const mesh = (selector: string) => {
    const pods = (name: string) =>
      `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: shop}, spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: app, image: app}]}}}}`
    const documents = [
      '{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}',
      pods('till'),
      pods('stock'),
      `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: scope, namespace: shop}, spec: {workloadSelector: {labels: {app: ${selector}}}, outboundTrafficPolicy: {mode: REGISTRY_ONLY}, egress: [{hosts: ['./*']}]}}`,
    ]
    return [{ path: 'mesh.yaml', text: documents.join('\n---\n') }]
  }
  const phrase = `beside the input no pods of shop ${besideStaying}`
  const ofTranslation = translate(mesh('till'), { target: 'ambient' })
  expect(ofTranslation.emission.moves?.objects.map(({ name }) => name)).toEqual(['stock'])
  expect(verifyTranslation(ofTranslation).assumptions).not.toContain(phrase)
  // A Namespace that others enrolled, with one workload kept on its sidecar by labels.
  const enrolled = (text: string) =>
    text
      .replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient')
      .replace(
        'metadata: {labels: {app: till}}',
        'metadata: {labels: {app: till, sidecar.istio.io/inject: "true", istio.io/dataplane-mode: none}}',
      )
  const byHand = mesh('till').map(({ path, text }) => ({ path, text: enrolled(text) }))
  const [before, after] = [mesh('till'), byHand].map((files) => readManifests(files).mesh) as [Mesh, Mesh]
  expect(compareMeshes(before, after).assumptions).toContain(phrase)
})
