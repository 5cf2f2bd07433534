import { expect, test } from 'vitest'
import { translate } from '../../../../src/translate.ts'

const pods = (name: string, namespace: string) => `- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: ${name}, namespace: ${namespace}}
  spec:
    selector: {matchLabels: {app: ${name}}}
    template:
      metadata: {labels: {app: ${name}}}
      spec: {serviceAccountName: ${name}, containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
`
const policy = (name: string, namespace: string, app: string) => `- apiVersion: security.istio.io/v1
  kind: AuthorizationPolicy
  metadata: {name: ${name}, namespace: ${namespace}}
  spec:
    selector: {matchLabels: {app: ${app}}}
    rules: [{from: [{source: {principals: [cluster.local/ns/forge/sa/tongs]}}]}]
`
const namespaces = ['forge', 'attic'].map(
  (name) => `- apiVersion: v1
  kind: Namespace
  metadata: {name: ${name}, labels: {istio-injection: enabled}}
`,
)
const listOf = (...items: readonly string[]): string => `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`

// What `kubectl get -o yaml` prints: one document with objects of one name in many namespaces.
test('in a list, a second definition is about the pods of its own object, and not those of another of its name', () => {
  const mesh = listOf(
    ...namespaces,
    ...[pods('anvil', 'forge'), pods('bellows', 'forge'), pods('tongs', 'forge'), pods('trunk', 'attic')],
    policy('hammers', 'attic', 'trunk'),
    policy('hammers', 'forge', 'anvil'),
    policy('air', 'forge', 'bellows'),
    policy('grip', 'forge', 'anvil'),
  )
  const second = listOf(policy('other', 'attic', 'trunk'), policy('hammers', 'forge', 'bellows'))
  const { output, diagnostics } = translate(
    [
      { path: 'mesh.yaml', text: mesh },
      { path: 'second.yaml', text: second },
    ],
    { target: 'cilium' },
  )
  const written = output.files.flatMap(({ text }) => text ?? []).join('\n')
  expect(diagnostics.filter(({ code }) => code === 'US0038')).toHaveLength(1)
  // `forge/air` and `forge/grip` select pods of either definition of `forge/hammers`.
  expect([...written.matchAll(/kind: CiliumNetworkPolicy[\s\S]*?name: (\S+)/g)].map(([, name]) => name)).toEqual(['hammers', 'other'])
})
