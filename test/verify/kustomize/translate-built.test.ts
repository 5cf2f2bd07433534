import { expect, test } from 'vitest'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import type { BuildResult, KustomizeBuilder } from '../../../src/verify/kustomize/builder.ts'
import { type BuiltTranslation, type OpenDifference, translateBuilt } from '../../../src/verify/kustomize/translate-built.ts'

const mesh = `apiVersion: v1
kind: Namespace
metadata: {name: books, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: shelf, namespace: books}
spec: {selector: {app: shelf}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: books}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec: {containers: [{name: app, image: example/shelf, ports: [{containerPort: 8080}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: no-guests, namespace: books}
spec: {action: DENY, rules: [{from: [{source: {namespaces: [guests]}}]}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: guests, labels: {istio-injection: enabled}}
`

const base: InputFile[] = [
  { path: 'base/kustomization.yaml', text: 'resources: [mesh.yaml]\n' },
  { path: 'base/mesh.yaml', text: mesh },
]
const overlay = (name: string, text: string): InputFile => ({ path: `${name}/kustomization.yaml`, text: `resources: [../base]\n${text}` })
const patch = `patches:
- patch: |
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: no-guests, namespace: books}
    spec: {rules: [{to: [{operation: {methods: [PUT]}}]}]}
`

/** Builds every leaf from the text of `base/mesh.yaml`, by a function for each. */
function builder(leaves: Record<string, (text: string, changed: boolean) => BuildResult>): KustomizeBuilder {
  return {
    build: (leaf, changes) => leaves[leaf]!(changes.get('base/mesh.yaml') ?? mesh, changes.size > 0),
  }
}

const asItIs = (text: string): BuildResult => ({ text })
const withMethods = (text: string): BuildResult => ({
  text: text.replace('from: [{source: {namespaces: [guests]}}]', 'to: [{operation: {methods: [PUT]}}]'),
})
/** As the command line does without a list of accepted differences. */
const openDifference: OpenDifference = ({ differences }) => {
  if (differences.some(({ verdict }) => verdict === 'wider')) return 'wider'
  const unannounced = differences.some(
    ({ verdict, announcedBy }) => ['narrower', 'rerouted'].includes(verdict) && announcedBy === undefined,
  )
  return unannounced ? 'unannounced' : undefined
}

function run(files: readonly InputFile[], leaves: Parameters<typeof builder>[0]): BuiltTranslation {
  return translateBuilt(files, { target: 'ambient' }, builder(leaves), openDifference)
}

function enrolled({ translation }: BuiltTranslation): string[] {
  return translation.emission.changes.flatMap((change) =>
    change.kind === 'edit' && change.target.kind === 'Namespace' ? [change.target.name] : [],
  )
}

test('what kustomizations touch moves where the builds decide alike', () => {
  const built = run([...base, overlay('live', patch)], { 'live/kustomization.yaml': asItIs })
  expect(enrolled(built).sort()).toEqual(['books', 'guests'])
  expect(built.leaves).toEqual([{ path: 'live/kustomization.yaml', compared: true }])
  expect(built.comparison?.differences.filter(({ verdict }) => verdict === 'wider')).toEqual([])
})

test('where a build becomes wider, what its transformers touch stays, and the builds are compared again', () => {
  const built = run([...base, overlay('live', patch)], { 'live/kustomization.yaml': withMethods })
  expect(enrolled(built)).toEqual(['guests'])
  expect(built.translation.diagnostics.filter(({ code }) => code === 'US3052')).toHaveLength(1)
  expect(built.leaves).toEqual([
    { path: 'live/kustomization.yaml', compared: true, problem: expect.stringMatching(/^its build would allow more than before/) },
  ])
  expect(built.comparison?.parts.wider).toBe(0)
  expect(built.broken).toEqual([])
})

test('where nothing that is known touches a build that becomes wider, all of it stays', () => {
  const built = run([...base, overlay('live', '')], { 'live/kustomization.yaml': withMethods })
  expect(enrolled(built)).toEqual([])
  expect(built.comparison?.parts.wider).toBe(0)
})

test('where a build fails after the conversion, what its transformers touch stays', () => {
  const built = run([...base, overlay('live', patch)], {
    'live/kustomization.yaml': (text) =>
      text.includes('dataplane-mode: ambient') && !text.includes('books, labels: {istio-injection: enabled')
        ? { problem: 'no matches' }
        : { text },
  })
  expect(enrolled(built)).toEqual(['guests'])
  expect(built.leaves[0]?.problem).toBe('its build fails after the conversion: no matches')
})

test('a kustomization that cannot be built any more, whatever stays, is named', () => {
  const built = run([...base, overlay('live', patch), { path: 'other.yaml', text: mesh.replaceAll('books', 'films') }], {
    'live/kustomization.yaml': (text, changed) => (changed ? { problem: 'it is full' } : { text }),
  })
  expect(built.broken).toEqual(['live/kustomization.yaml'])
})

test('what cannot be built holds what it touches, and the other leaves are compared', () => {
  const files = [...base, overlay('live', patch), overlay('test', '')]
  const built = run(files, { 'live/kustomization.yaml': () => ({ problem: 'it needs a plugin' }), 'test/kustomization.yaml': asItIs })
  expect(enrolled(built)).toEqual(['guests'])
  expect(built.leaves).toEqual([
    { path: 'live/kustomization.yaml', compared: false, problem: 'was not built (it needs a plugin)' },
    { path: 'test/kustomization.yaml', compared: true },
  ])
})

test('of two overlays of one base that contradict each other, each is compared alone', () => {
  const files = [...base, overlay('live', patch), overlay('test', '')]
  const built = run(files, { 'live/kustomization.yaml': withMethods, 'test/kustomization.yaml': asItIs })
  expect(enrolled(built)).toEqual(['guests'])
  expect(built.leaves.map(({ path, problem }) => [path, problem === undefined])).toEqual([
    ['live/kustomization.yaml', false],
    ['test/kustomization.yaml', true],
  ])
})

test('without kustomizations nothing is built', () => {
  const built = translateBuilt([{ path: 'mesh.yaml', text: mesh }], { target: 'ambient' }, builder({}), openDifference)
  expect([built.leaves, built.comparison, built.broken]).toEqual([[], undefined, []])
})

test('what has to be deleted has the names that the builds give it', () => {
  const route = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shelf, namespace: books}
spec:
  hosts: [shelf]
  http: [{match: [{uri: {prefix: /old}}], redirect: {uri: /new}}, {route: [{destination: {host: shelf, port: {number: 80}}}]}]
`
  const files = [base[0]!, { path: 'base/mesh.yaml', text: mesh + route }, overlay('live', '')]
  const prefixed = (text: string): BuildResult => ({
    text: text.replace('kind: VirtualService\nmetadata: {name: shelf', 'kind: VirtualService\nmetadata: {name: live-shelf'),
  })
  const build = (_: string, changes: ReadonlyMap<string, string | undefined>) => prefixed(changes.get('base/mesh.yaml') ?? mesh + route)
  const built = translateBuilt(files, { target: 'ambient' }, { build }, () => undefined)
  expect(built.deletions).toEqual([
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'books', name: 'live-shelf' },
  ])
})

test('what has to be deleted first has the names that the builds give it', () => {
  const route = (name: string, year: number, path: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: books, creationTimestamp: '${year}-01-01T00:00:00Z'}
spec:
  hosts: [shelf]
  http: [{match: [{uri: {prefix: ${path}}}], route: [{destination: {host: shelf, port: {number: 80}}}]}]
`
  const text = mesh + route('shelf', 2021, '/old') + route('younger', 2022, '/new')
  const files = [base[0]!, { path: 'base/mesh.yaml', text }, overlay('live', '')]
  const prefixed = (text: string): BuildResult => ({ text: text.replace(/(kind: VirtualService\nmetadata: \{name: )/g, '$1live-') })
  const build = (_: string, changes: ReadonlyMap<string, string | undefined>) => prefixed(changes.get('base/mesh.yaml') ?? text)
  const { deletions } = translateBuilt(files, { target: 'ambient' }, { build }, () => undefined)
  expect(deletions.map(({ name, first }) => [name, first])).toEqual([
    ['live-shelf', undefined],
    ['live-younger', true],
  ])
})

test('what an overlay makes of a NetworkPolicy is planned, too: comparing requests does not see it', () => {
  const closed = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shelf, namespace: books}
spec:
  podSelector: {matchLabels: {app: shelf}}
  ingress: [{from: [{namespaceSelector: {matchLabels: {team: readers}}}]}]
`
  const files: InputFile[] = [
    base[0]!,
    { path: 'base/mesh.yaml', text: mesh + closed },
    overlay('prod', 'patches:\n- path: ports.yaml\n'),
    { path: 'prod/ports.yaml', text: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: shelf, namespace: books}\n' },
  ]
  const ofMovedNamespaces = (text: string) => text.replace('matchLabels: {team: readers}', 'matchLabels: {istio-injection: disabled}')
  const builds = (change: (text: string) => string): KustomizeBuilder => ({
    build: (_, changes) => ({ text: change(changes.get('base/mesh.yaml') ?? mesh + closed) }),
  })
  const moved = ({ translation }: BuiltTranslation) => translation.emission.moves?.namespaces
  expect(
    moved(
      translateBuilt(
        files,
        { target: 'ambient' },
        builds((text) => text),
        openDifference,
      ),
    ),
  ).toEqual(['books', 'guests'])
  const held = translateBuilt(files, { target: 'ambient' }, builds(ofMovedNamespaces), openDifference)
  expect(moved(held) ?? []).not.toContain('guests')
  expect(held.leaves.map(({ problem }) => problem)).toEqual(['what it builds cannot all move'])
})
