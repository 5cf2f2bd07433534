import { describe, expect, test } from 'vitest'
import { objectText } from '../../src/diagnostics/place.ts'
import { Sources } from '../../src/plan/source/source-edit.ts'
import { originNotes, sourceEditText } from '../../src/report/plan/source-text.ts'
import { translate } from '../../src/translate.ts'
import { plainDeployment } from './enrolled-namespace.ts'

const pods = `apiVersion: v1
kind: Service
metadata: {name: frog, namespace: pond}
spec: {selector: {app: frog}, ports: [{name: http, port: 80}]}
---
${plainDeployment('frog', 'pond')}`
const namespace = (metadata = '') => `apiVersion: v1
kind: Namespace
metadata:
  name: pond
  labels: {istio-injection: enabled}
${metadata}`

const editsOf = (...files: readonly (readonly [string, string])[]) => {
  const translation = translate(
    [['pods.yaml', pods] as const, ...files].map(([path, text]) => ({ path, text })),
    { target: 'ambient' },
  )
  return new Sources(translation).of(translation.emission.changes)
}

describe('the source of a step', () => {
  test('is named by file and line, of each file that has the object', () => {
    const edits = editsOf(['a.yaml', namespace()], ['b.yaml', `# a copy\n${namespace()}`])
    expect(edits.map(sourceEditText)).toEqual(['changes Namespace pond: a.yaml:5; b.yaml:6'])
  })

  test('is the file of which kustomize built the object, as its origin annotation says', () => {
    const annotation = '  annotations:\n    config.kubernetes.io/origin: |\n      path: ../base/pond.yaml\n'
    const [edit] = editsOf(['built.yaml', namespace(annotation)])
    expect(edit?.origin).toEqual({ by: 'kustomize', file: '../base/pond.yaml' })
    const made =
      '  annotations:\n    config.kubernetes.io/origin: |\n      path: a.yaml\n      repo: https://git.example.com/x\n      configuredIn: prod/kustomization.yaml\n'
    expect(originNotes(editsOf(['built.yaml', namespace(made)]))).toEqual([
      'made by kustomize: edit https://git.example.com/x/a.yaml, which prod/kustomization.yaml changes',
    ])
  })

  test('is a template of a chart or its values, as the comment of helm and the label of the chart say', () => {
    const labelled = namespace().replace('enabled', 'enabled, helm.sh/chart: pond-1.2.0')
    expect(originNotes(editsOf(['out.yaml', `---\n# Source: pond/templates/namespace.yaml\n${labelled}`]))).toEqual([
      'made from chart pond-1.2.0: edit pond/templates/namespace.yaml, or the values that it is installed with',
    ])
    expect(originNotes(editsOf(['out.yaml', `${pods.slice(0, 0)}# Source: of the name\n${namespace()}`]))).toEqual([])
  })

  test('goes to the cluster as the marks of Flux say, which takes back what kubectl changes unless it is suspended', () => {
    const flux = (spec: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: pond, namespace: flux-system}
spec: {interval: 10m, prune: true, path: ./elsewhere, sourceRef: {kind: GitRepository, name: apps}${spec}}
`
    const marked = namespace().replace(
      'enabled',
      'enabled, kustomize.toolkit.fluxcd.io/name: pond, kustomize.toolkit.fluxcd.io/namespace: flux-system',
    )
    const undoes = (...files: readonly (readonly [string, string])[]) =>
      editsOf(...files).map(({ object, appliedBy }) => [objectText(object), appliedBy?.kind, appliedBy?.undoes])
    expect(undoes(['a.yaml', marked])).toEqual([['Namespace pond', 'Kustomization', 'unknown']])
    expect(undoes(['a.yaml', marked], ['flux.yaml', flux('')])).toEqual([['Namespace pond', 'Kustomization', 'yes']])
    expect(undoes(['a.yaml', marked], ['flux.yaml', flux(', suspend: true')])).toEqual([['Namespace pond', 'Kustomization', 'no']])
  })
})
