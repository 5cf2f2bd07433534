import { expect, test } from 'vitest'
import { runningVersions } from '../../../src/estimate/effort/running-versions.ts'
import { loadManifests } from '../../../src/manifest/load.ts'

const versions = (text: string) => runningVersions(loadManifests([{ path: 'a.yaml', text }]).objects).map(({ version }) => version)
const flux = (chart: string, version: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: a, namespace: istio-system}
spec: {interval: 1h, chart: {spec: {chart: ${chart}, version: ${version}, sourceRef: {kind: HelmRepository, name: istio}}}}
`
const argo = (source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a, namespace: argocd}
spec: {source: ${source}, destination: {namespace: istio-system}}
`

test('charts of Istio have its release, and other charts, ranges and branches do not say it', () => {
  expect(versions(flux('istiod', '1.30.0'))).toEqual(['1.30'])
  expect(versions(flux('shop', '1.30.0'))).toEqual([])
  expect(versions(flux('istiod', '">=1.2"'))).toEqual([])
  expect(versions(argo('{repoURL: r, chart: ztunnel, targetRevision: 1.29.3}'))).toEqual(['1.29'])
  expect(versions(argo('{repoURL: r, path: charts/istiod, targetRevision: main}'))).toEqual([])
})
