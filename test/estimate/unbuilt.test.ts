import { expect, test } from 'vitest'
import { unbuiltShare } from '../../src/estimate/unbuilt.ts'
import { estimate, translate, verifyTranslation } from '../../src/index.ts'
import { headlineSentences } from '../../src/report/estimate/headline.ts'
import { namespace, service, workload } from './manifests.ts'

const files = [
  { path: 'plain.yaml', text: `${namespace('bank')}---\n${service('ledger', 'bank')}` },
  { path: 'notes.yaml', text: '# nothing\n' },
  { path: 'base/all.yaml', text: `${workload('Deployment', 'ledger', 'bank')}` },
  { path: 'base/kustomization.yaml', text: 'resources: [all.yaml]\n' },
  {
    path: 'over/kustomization.yaml',
    text: 'resources: [../base]\npatches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: ledger}, spec: {replicas: 2}}"}]\n',
  },
]
const translation = translate(files, { target: 'ambient' })
const leaves = (compared: boolean) => [{ path: 'over/kustomization.yaml', compared }]

test('what is in a kustomization that was not built may change', () => {
  const share = unbuiltShare(translation, { program: 'kustomize', leaves: leaves(false) })
  expect(share).toEqual({ kustomizations: 1, unbuilt: 1, files: 5, filesWithObjects: 2, objects: 3, changeable: 1 })
  const found = headlineSentences({ ...estimate(translation, verifyTranslation(translation)), unbuilt: share! })
  expect(found[1]).toBe(
    'The kustomization was not built: this is about 3 objects in 2 of 5 files as written, 1 of these is in it and may change, and what a build adds is not counted',
  )
})

test('nothing is said of builds that were compared, or without a program of what only gathers files', () => {
  expect(unbuiltShare(translation, { program: 'kustomize', leaves: leaves(true) })).toBeUndefined()
  const gathers = translate(files.slice(0, 4), { target: 'ambient' })
  const builds = { leaves: [{ path: 'base/kustomization.yaml', compared: false }] }
  expect(unbuiltShare(gathers, builds)).toBeUndefined()
  expect(unbuiltShare(gathers, { ...builds, program: 'kustomize' })?.changeable).toBe(1)
})
