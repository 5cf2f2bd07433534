import { describe, expect, test } from 'vitest'
import { effectiveModes } from '../../../../../translators/istio-ambient/migration/policy/mtls.ts'
import { meshOf } from '../../translating.ts'

interface Written {
  readonly name: string
  readonly in?: string
  readonly on?: string
  readonly mode?: string
  readonly ports?: Readonly<Record<string, string>>
  readonly created?: string
}

/** The modes of pods `app: shelf` in `prod` under some PeerAuthentications; names stand for the policies. */
function modesUnder(...policies: readonly Written[]) {
  const mesh = meshOf(
    ...policies.map(({ name, in: namespace = 'prod', on, mode, ports = {}, created }) => ({
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name, namespace, ...(created === undefined ? {} : { creationTimestamp: created }) },
      spec: {
        ...(on === undefined ? {} : { selector: { matchLabels: { app: on } } }),
        ...(mode === undefined ? {} : { mtls: { mode } }),
        ...(Object.keys(ports).length === 0
          ? {}
          : { portLevelMtls: Object.fromEntries(Object.entries(ports).map(([port, portMode]) => [port, { mode: portMode }])) }),
      },
    })),
  )
  const pods = { namespace: 'prod', labels: { app: 'shelf' }, known: true, anyLabels: false }
  const { base, baseFrom, inherited, ports, disabledBy, rival } = effectiveModes(mesh, pods)
  return {
    base,
    inherited,
    ...(baseFrom === undefined ? {} : { from: baseFrom.name }),
    ...(ports.size === 0 ? {} : { ports: Object.fromEntries(ports) }),
    ...(disabledBy === undefined ? {} : { disabledBy: disabledBy.name }),
    ...(rival === undefined ? {} : { rival: rival.map(({ name }) => name) }),
  }
}

const root = { in: 'istio-system' }
const shelf = { on: 'shelf' }

const rows: readonly (readonly [string, readonly Written[], ReturnType<typeof modesUnder>])[] = [
  ['nothing is permissive', [], { base: 'permissive', inherited: 'permissive' }],
  ['the mesh', [{ name: 'mesh', ...root, mode: 'STRICT' }], { base: 'strict', inherited: 'strict', from: 'mesh' }],
  [
    'a namespace wins over the mesh',
    [
      { name: 'mesh', ...root, mode: 'STRICT' },
      { name: 'ns', mode: 'PERMISSIVE' },
    ],
    { base: 'permissive', inherited: 'permissive', from: 'ns' },
  ],
  [
    'a namespace without a mode does not',
    [
      { name: 'mesh', ...root, mode: 'STRICT' },
      { name: 'ns', mode: 'UNSET' },
    ],
    { base: 'strict', inherited: 'strict', from: 'mesh' },
  ],
  [
    'a workload wins over both, which are what it would inherit',
    [
      { name: 'mesh', ...root, mode: 'DISABLE' },
      { name: 'ns', mode: 'STRICT' },
      { name: 'own', ...shelf, mode: 'PERMISSIVE' },
    ],
    { base: 'permissive', inherited: 'strict', from: 'own' },
  ],
  [
    'a workload that names ports alone inherits the rest, and ports without a mode too',
    [
      { name: 'ns', mode: 'STRICT' },
      { name: 'own', ...shelf, ports: { 8080: 'PERMISSIVE', 9090: 'UNSET' } },
    ],
    { base: 'strict', inherited: 'strict', from: 'ns', ports: { 8080: 'permissive', 9090: 'strict' } },
  ],
  [
    'a selector in the root namespace means nothing',
    [{ name: 'mesh', ...root, ...shelf, mode: 'STRICT' }],
    { base: 'permissive', inherited: 'permissive' },
  ],
  [
    'other pods and other namespaces mean nothing',
    [
      { name: 'other', on: 'till', mode: 'STRICT' },
      { name: 'ns', in: 'dev', mode: 'STRICT' },
    ],
    { base: 'permissive', inherited: 'permissive' },
  ],
  [
    'who switches it off',
    [{ name: 'own', ...shelf, mode: 'DISABLE' }],
    { base: 'disable', inherited: 'permissive', from: 'own', disabledBy: 'own' },
  ],
  [
    'for one port',
    [
      { name: 'ns', mode: 'STRICT' },
      { name: 'own', ...shelf, ports: { 8080: 'DISABLE' } },
    ],
    { base: 'strict', inherited: 'strict', from: 'ns', ports: { 8080: 'disable' }, disabledBy: 'own' },
  ],
  [
    'the oldest of a level counts, and those that disagree are rivals',
    [
      { name: 'young', mode: 'STRICT', created: '2026-02-01T00:00:00Z' },
      { name: 'old', mode: 'PERMISSIVE', created: '2026-01-01T00:00:00Z' },
    ],
    { base: 'permissive', inherited: 'permissive', from: 'old', rival: ['old', 'young'] },
  ],
  [
    'one that was created before one of which that is not known',
    [
      { name: 'unknown', mode: 'STRICT' },
      { name: 'known', mode: 'PERMISSIVE', created: '2026-01-01T00:00:00Z' },
    ],
    { base: 'permissive', inherited: 'permissive', from: 'known', rival: ['known', 'unknown'] },
  ],
  [
    'those that agree are no rivals',
    [
      { name: 'a', ...shelf, mode: 'STRICT', ports: { 80: 'PERMISSIVE' }, created: '2026-01-01T00:00:00Z' },
      { name: 'b', ...shelf, mode: 'STRICT', ports: { 80: 'PERMISSIVE' }, created: '2026-02-01T00:00:00Z' },
    ],
    { base: 'strict', inherited: 'permissive', from: 'a', ports: { 80: 'permissive' } },
  ],
  [
    'those that disagree about a port are',
    [
      { name: 'a', ...shelf, mode: 'STRICT', ports: { 80: 'PERMISSIVE' }, created: '2026-01-01T00:00:00Z' },
      { name: 'b', ...shelf, mode: 'STRICT', ports: { 80: 'STRICT' }, created: '2026-02-01T00:00:00Z' },
    ],
    { base: 'strict', inherited: 'permissive', from: 'a', ports: { 80: 'permissive' }, rival: ['a', 'b'] },
  ],
]

describe('modes of mutual TLS', () => {
  for (const [rule, policies, expected] of rows) test(rule, () => void expect(modesUnder(...policies)).toEqual(expected))
})
