import { describe, expect, test } from 'vitest'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import { type BuiltTranslation, type OpenDifference, translateBuilt } from '../../../src/verify/kustomize/translate-built.ts'

/*
 * What builds show although nothing becomes wider: pods that stay behind, network policies that close HBONE, and requests that are denied
 * without a word.
 */

const pods = (name: string, namespace: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}${namespace}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {serviceAccountName: ${name}, containers: [{name: app, image: example/${name}, ports: [{containerPort: 8080}]}]}
`
const namespace = (name: string) => `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}}
`
const authorizer = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: asked, namespace: mill}
spec: {action: CUSTOM, provider: {name: opa}, selector: {matchLabels: {app: sieve}}, rules: [{}]}
`

/** As the command line does without a list of accepted differences. */
const openDifference: OpenDifference = ({ differences }) => {
  if (differences.some(({ verdict }) => verdict === 'wider')) return 'wider'
  const unannounced = differences.some(
    ({ verdict, announcedBy }) => ['narrower', 'rerouted'].includes(verdict) && announcedBy === undefined,
  )
  return unannounced ? 'unannounced' : undefined
}

/** Builds each leaf by a function of the text that a file has by then. */
function run(
  files: readonly InputFile[],
  builds: Readonly<Record<string, (textOf: (path: string) => string) => string>>,
): BuiltTranslation {
  const given = new Map(files.map(({ path, text }) => [path, text ?? '']))
  return translateBuilt(
    files,
    { target: 'ambient' },
    { build: (leaf, changes) => ({ text: builds[leaf]!((path) => changes.get(path) ?? given.get(path)!) }) },
    openDifference,
  )
}

const moved = ({ translation }: BuiltTranslation) => translation.emission.moves
const problems = ({ leaves }: BuiltTranslation) => leaves.map(({ problem }) => problem)

describe('pods that a build leaves on their sidecars', () => {
  const mesh = [namespace('mill'), pods('stone', ', namespace: mill'), pods('sieve', ', namespace: mill'), authorizer].join('---\n')
  const files = (fields: string): InputFile[] => [
    { path: 'kustomization.yaml', text: `resources: [mesh.yaml]\n${fields}` },
    { path: 'mesh.yaml', text: mesh },
  ]

  test('are named, and stay, where a kustomization sets the label of the injector again', () => {
    const built = run(files('labels:\n- pairs: {sidecar.istio.io/inject: "true"}\n  includeTemplates: true\n'), {
      'kustomization.yaml': (textOf) =>
        textOf('mesh.yaml').replaceAll(/sidecar\.istio\.io\/inject: "false"/g, 'sidecar.istio.io/inject: "true"'),
    })
    expect(problems(built)).toEqual(['its build would leave `Deployment mill/stone` on its sidecar'])
    expect(moved(built)?.objects).toEqual([])
  })

  test('are found under the names that builds give them', () => {
    const built = run(files('namePrefix: east-\nlabels:\n- pairs: {sidecar.istio.io/inject: "true"}\n  includeTemplates: true\n'), {
      'kustomization.yaml': (textOf) =>
        textOf('mesh.yaml')
          .replaceAll('sidecar.istio.io/inject: "false"', 'sidecar.istio.io/inject: "true"')
          .replaceAll('kind: Deployment\nmetadata: {name: ', 'kind: Deployment\nmetadata: {name: east-'),
    })
    expect(problems(built)).toEqual(['its build would leave `Deployment mill/east-stone` on its sidecar'])
    expect(moved(built)?.objects).toEqual([])
  })

  test('are found where a patch takes the labels away', () => {
    const patch =
      'patches:\n- target: {kind: Deployment}\n  patch: "[{op: replace, path: /spec/template/metadata/labels, value: {app: x}}]"\n'
    const built = run(files(patch), {
      'kustomization.yaml': (textOf) =>
        textOf('mesh.yaml').replaceAll(/metadata: ?\n? *\{?labels:[^}]*app: (\w+)[^}]*\}+/g, 'metadata: {labels: {app: $1}}'),
    })
    expect(problems(built)).toEqual(['its build would leave `Deployment mill/stone` on its sidecar'])
  })

  test('are none in a namespace that is closed to the injector, whatever their label says', () => {
    const whole = [namespace('mill'), pods('stone', ', namespace: mill')].join('---\n')
    const built = run(
      [
        {
          path: 'kustomization.yaml',
          text: 'resources: [mesh.yaml]\nlabels:\n- pairs: {sidecar.istio.io/inject: "true"}\n  includeTemplates: true\n',
        },
        { path: 'mesh.yaml', text: whole },
      ],
      {
        'kustomization.yaml': (textOf) =>
          textOf('mesh.yaml').replaceAll('labels: {app: stone}', 'labels: {app: stone, sidecar.istio.io/inject: "true"}'),
      },
    )
    expect(problems(built)).toEqual([undefined])
    expect(moved(built)?.namespaces).toEqual(['mill'])
  })
})

describe('a base without namespaces that two overlays place', () => {
  const place = (text: string, name: string) => text.replaceAll(/^metadata: \{name: /gm, `metadata: {namespace: ${name}, name: `)
  const tree = (base: string): InputFile[] => [
    { path: 'base/kustomization.yaml', text: 'resources: [all.yaml]\n' },
    { path: 'base/all.yaml', text: base },
    ...['mill', 'barn'].flatMap((name): InputFile[] => [
      { path: `${name}/kustomization.yaml`, text: `namespace: ${name}\nresources: [../base, ns.yaml]\n` },
      { path: `${name}/ns.yaml`, text: namespace(name) },
    ]),
  ]
  const builds = (name: string) => (textOf: (path: string) => string) =>
    `${place(textOf('base/all.yaml'), name)}---\n${textOf(`${name}/ns.yaml`)}`
  const both = { 'mill/kustomization.yaml': builds('mill'), 'barn/kustomization.yaml': builds('barn') }

  test('is not closed by a NetworkPolicy without a word', () => {
    const closed = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only-http}
spec: {podSelector: {matchLabels: {app: stone}}, policyTypes: [Ingress], ingress: [{ports: [{protocol: TCP, port: 8080}]}]}
`
    const open = run(tree(pods('stone', '')), both)
    expect(moved(open)?.namespaces).toEqual(['barn', 'mill'])
    const built = run(tree(pods('stone', '') + closed), both)
    expect(problems(built)).toEqual([
      'a network policy of its build would block port 15008 (`NetworkPolicy barn/only-http`)',
      'a network policy of its build would block port 15008 (`NetworkPolicy barn/only-http`)',
    ])
    expect(moved(built)?.namespaces).toEqual([])
  })

  test('does not leave a Service to ztunnel alone that a policy for requests admits to', () => {
    const reads = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: reads}
spec: {selector: {matchLabels: {app: stone}}, rules: [{to: [{operation: {methods: [GET]}}]}]}
`
    const built = run(tree(pods('stone', '') + reads), both)
    expect(moved(built)?.namespaces).toEqual([])
    expect(new Set(problems(built))).toEqual(
      new Set(['its build would deny requests, or send them elsewhere, which no other finding says']),
    )
    expect(built.comparison?.parts).toMatchObject({ wider: 0, narrower: 0 })
  })
})
