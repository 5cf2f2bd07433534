import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crdFile, releases } from '../../scripts/crds/releases.ts'
import { crdsIn } from '../../scripts/gen/crd-file.ts'
import { schemaSets } from '../../src/crd/schema-sets.ts'
import { isClusterScoped } from '../../src/manifest/object/scope.ts'

const generated = 'src/crd/generated'

test('no description of a schema is in the generated files', () => {
  const paths = readdirSync(generated, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  expect(paths.length).toBeGreaterThan(releases.length)
  for (const path of paths) expect(readFileSync(join(generated, path), 'utf8')).not.toContain('"description":"')
})

test('crds/ has the file of every release and channel, and no other', () => {
  const wanted = releases.flatMap(({ set, paths }) => paths.map(({ channel }) => crdFile(set, channel)))
  expect(readdirSync('crds').map((name) => `crds/${name}`)).toEqual([...wanted, 'crds/README.md'].sort())
})

test.each(releases)('the schemas of $set are of the kinds that crds/ has of it', ({ set, paths }) => {
  const kinds = paths.flatMap(({ channel }) => crdsIn(readFileSync(crdFile(set, channel), 'utf8')).map(({ spec }) => spec.names.kind))
  const schemas = readFileSync(join(generated, 'schemas', `${set}.ts`), 'utf8')
  expect([...schemas.matchAll(/"kind":"(\w+)","scope"/g)].map(([, kind]) => kind)).toEqual(kinds)
})

test('crds/README.md names the origin of every file, and the hash of every original', () => {
  const page = readFileSync('crds/README.md', 'utf8')
  for (const { set, module, moduleVersion, paths } of releases)
    for (const { path, channel } of paths) {
      expect(page).toContain(`\`${crdFile(set, channel).slice('crds/'.length)}\``)
      expect(page).toMatch(new RegExp(`^[0-9a-f]{64}  ${module}@${moduleVersion}/${path}`.replaceAll('.', '\\.'), 'm'))
    }
})

test('crds/ has no texts but those that validate', () => {
  for (const name of readdirSync('crds').filter((file) => file.endsWith('.yaml')))
    expect(readFileSync(join('crds', name), 'utf8')).not.toMatch(/^ *(description|title|example): [^{}\n]/m)
})

test('the Istio set has all kinds with every version they are served in', () => {
  const kinds = schemaSets.istio132().kinds.map(({ kind, versions }) => `${kind} ${[...versions.keys()].sort()}`)
  expect(kinds.sort()).toEqual([
    'AuthorizationPolicy v1,v1beta1',
    'DestinationRule v1,v1alpha3,v1beta1',
    'EnvoyFilter v1alpha3',
    'Gateway v1,v1alpha3,v1beta1',
    'PeerAuthentication v1,v1beta1',
    'ProxyConfig v1beta1',
    'RequestAuthentication v1,v1beta1',
    'ServiceEntry v1,v1alpha3,v1beta1',
    'Sidecar v1,v1alpha3,v1beta1',
    'Telemetry v1,v1alpha1',
    'TrafficExtension v1alpha1',
    'VirtualService v1,v1alpha3,v1beta1',
    'WasmPlugin v1alpha1',
    'WorkloadEntry v1,v1alpha3,v1beta1',
    'WorkloadGroup v1,v1alpha3,v1beta1',
  ])
})

test('the loader takes for cluster-scoped what the CRDs say is', () => {
  for (const set of Object.values(schemaSets)) {
    for (const { group, kind, scope, storage } of set().kinds) {
      expect({ kind, cluster: isClusterScoped(`${group}/${storage}`, kind) }).toEqual({ kind, cluster: scope === 'Cluster' })
    }
  }
})
