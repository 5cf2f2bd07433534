import { describe, expect, test } from 'vitest'
import { ambientOf, deployment, namespace, service } from '../../translating.ts'

interface Written {
  readonly name?: string
  readonly in?: string
  readonly on?: string
  readonly mode?: string
  readonly ports?: Readonly<Record<string, string>>
}

const peer = ({ name = 'p', in: inNamespace = 'prod', on, mode, ports }: Written) => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name, namespace: inNamespace },
  spec: {
    ...(on === undefined ? {} : { selector: { matchLabels: on === '' ? {} : { app: on } } }),
    ...(mode === undefined ? {} : { mtls: { mode } }),
    ...(ports === undefined
      ? {}
      : { portLevelMtls: Object.fromEntries(Object.entries(ports).map(([port, own]) => [port, { mode: own }])) }),
  },
})

/** `dumb` keeps its sidecar: it has an EnvoyFilter. */
const held = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'own', namespace: 'prod' },
  spec: {
    workloadSelector: { labels: { app: 'dumb' } },
    configPatches: [
      { applyTo: 'HTTP_FILTER', match: { context: 'SIDECAR_INBOUND' }, patch: { operation: 'INSERT_BEFORE', value: { name: 'x' } } },
    ],
  },
}

const moving = [namespace('prod'), deployment('shelf'), service('shelf')]

/** What is written for PeerAuthentications: `field=value` for edits, and what is added. */
function written(policies: readonly Written[], objects: readonly object[] = moving): string[] {
  const { emission } = ambientOf([...objects, ...policies.map(peer)])
  return emission.changes.flatMap((change) => {
    if (change.kind === 'add') return change.object.kind === 'AuthorizationPolicy' ? [`add ${JSON.stringify(change.object.spec)}`] : []
    if (change.kind !== 'edit' || change.target.kind !== 'PeerAuthentication') return []
    return change.edits.map(({ path, ...edit }) => {
      const field = path.slice(path.indexOf('spec') + 1).join('.')
      return edit.op === 'set' ? `${change.target.name} ${field}=${JSON.stringify(edit.value)}` : `${change.target.name} -${field}`
    })
  })
}

const root = { name: 'mesh', in: 'istio-system' }
const strictMesh = { ...root, mode: 'STRICT' }
const shelf = { on: 'shelf' }

describe('stays as it is', () => {
  const rows: readonly (readonly [string, readonly Written[]])[] = [
    ['a mode that ztunnel takes as sidecars did', [strictMesh, { mode: 'PERMISSIVE' }, { name: 'own', ...shelf, mode: 'STRICT' }]],
    ['a namespace without a mode in a permissive mesh', [{ mode: 'UNSET' }]],
    ['a strict port of a workload whose levels above are permissive', [{ ...shelf, mode: 'PERMISSIVE', ports: { 8080: 'STRICT' } }]],
    ['a strict port of a strict workload', [strictMesh, { ...shelf, mode: 'STRICT', ports: { 8080: 'STRICT' } }]],
    ['a permissive port in a strict mesh', [strictMesh, { ...shelf, mode: 'PERMISSIVE', ports: { 8080: 'PERMISSIVE' } }]],
    ['a mesh without a mode', [{ ...root, mode: 'UNSET' }]],
    ['a selector in the root namespace, which Istio ignores', [{ ...root, ...shelf, mode: 'DISABLE' }]],
  ]
  for (const [what, policies] of rows) test(what, () => void expect(written(policies)).toEqual([]))

  test('what concerns no pod that moves', () => {
    const disabled = { mode: 'DISABLE' }
    expect(written([disabled], [namespace('prod', {}), deployment('shelf')])).toEqual([])
    expect(written([{ ...root, on: '', mode: 'STRICT' }], [namespace('prod', {}), deployment('shelf')])).toEqual([])
    expect(written([{ on: 'dumb', ...disabled }], [...moving, deployment('dumb'), held])).toEqual([])
  })

  test('DISABLE that pods with sidecars go on reading', () => {
    expect(written([{ mode: 'DISABLE' }], [...moving, deployment('dumb'), held])).toEqual([])
    expect(written([{ ...root, mode: 'DISABLE' }])).toEqual([])
  })
})

describe('is written out', () => {
  test('an inherited strict mode, which a namespace or workload without one would hide from ztunnel', () => {
    expect(written([strictMesh, { mode: 'UNSET' }])).toEqual(['p mtls.mode="STRICT"'])
    expect(written([strictMesh, { ...shelf }])).toEqual(['p mtls.mode="STRICT"'])
  })

  test('any inherited mode beside modes of ports', () => {
    expect(written([{ ...shelf, ports: { 8080: 'PERMISSIVE' } }])).toEqual(['p mtls.mode="PERMISSIVE"'])
    expect(written([strictMesh, { ...shelf, ports: { 8080: 'PERMISSIVE' } }])).toEqual(['p mtls.mode="STRICT"'])
  })

  test('DISABLE as PERMISSIVE, since ztunnel has no such mode', () => {
    expect(written([{ ...shelf, mode: 'DISABLE' }])).toEqual(['p mtls.mode="PERMISSIVE"'])
    expect(written([{ ...shelf, mode: 'STRICT', ports: { 8080: 'DISABLE', 9090: 'STRICT' } }])).toEqual([
      'p portLevelMtls.8080.mode="PERMISSIVE"',
    ])
    expect(written([{ mode: 'DISABLE' }])).toEqual(['p mtls.mode="PERMISSIVE"'])
  })

  test('an empty selector, which ztunnel attaches to nothing', () => {
    expect(written([{ on: '', mode: 'STRICT' }])).toEqual(['p -selector'])
  })
})

describe('strict ports of a workload that is not strict', () => {
  const denial = (ports: readonly string[]) =>
    `add ${JSON.stringify({
      selector: { matchLabels: { app: 'shelf' } },
      action: 'DENY',
      rules: [{ from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { ports } }] }],
    })}`

  test('are guarded by a denial of clients without identity, since istiod makes no rule for them under a strict level', () => {
    expect(written([strictMesh, { ...shelf, mode: 'PERMISSIVE', ports: { 8080: 'STRICT', 9090: 'STRICT', 7070: 'PERMISSIVE' } }])).toEqual([
      denial(['8080', '9090']),
    ])
    expect(
      written([
        { mode: 'STRICT', name: 'ns' },
        { ...shelf, mode: 'PERMISSIVE', ports: { 8080: 'STRICT' } },
      ]),
    ).toEqual([denial(['8080'])])
  })

  test('and the finding names them', () => {
    const { diagnostics } = ambientOf([
      ...moving,
      ...[strictMesh, { ...shelf, mode: 'PERMISSIVE', ports: { 8080: 'STRICT', 9090: 'STRICT' } }].map(peer),
    ])
    expect(diagnostics.map(({ message }) => message).join('\n')).toContain('8080, 9090')
  })
})
