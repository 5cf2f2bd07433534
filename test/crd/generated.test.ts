import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { schemaSets } from '../../src/crd/schema-sets.ts'
import { isClusterScoped } from '../../src/manifest/scope.ts'

const folder = 'src/crd/generated'
const record = JSON.parse(readFileSync(`${folder}/SOURCES.json`, 'utf8')) as {
  sets: { set: string; version: string }[]
  files: Record<string, string>
}

test('generated files are as the generator recorded them', () => {
  for (const [path, hash] of Object.entries(record.files)) {
    expect({ path, hash: createHash('sha256').update(readFileSync(path)).digest('hex') }).toEqual({ path, hash })
  }
})

test('every generated file is recorded', () => {
  const present = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  expect(Object.keys(record.files).sort()).toEqual(present.map((path) => `${folder}/${path}`).sort())
})

test('no description of a schema is in the generated files', () => {
  for (const path of Object.keys(record.files)) expect(readFileSync(path, 'utf8')).not.toContain('"description":"')
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
