import type { InputFile } from '../src/manifest/input-file.ts'
import { istioObject } from './mesh/istio-object.ts'
import { namespaceText, workloadTexts } from './mesh/workloads.ts'
import { generatedMesh } from './mesh.ts'

/** What keeps the workload `app` of a namespace on its sidecar, each for a reason of its own. */
const reasons: readonly (readonly [kind: string, spec: string])[] = [
  ['DestinationRule', 'host: app\nworkloadSelector: {matchLabels: {app: app}}\ntrafficPolicy: {loadBalancer: {simple: RANDOM}}'],
  ['DestinationRule', 'host: nowhere\ntrafficPolicy: {loadBalancer: {simple: RANDOM}}'],
  ['DestinationRule', "host: '*.held-2.svc.cluster.local'\ntrafficPolicy: {loadBalancer: {simple: RANDOM}}"],
  ['AuthorizationPolicy', 'selector: {matchLabels: {app: app}}\naction: DENY\nrules: [{when: [{key: remote.ip, values: [10.30.0.0/16]}]}]'],
  ['AuthorizationPolicy', 'selector: {matchLabels: {app: app}}\nrules: [{from: [{source: {ipBlocks: [10.20.0.256, 10.20.0.0/16]}}]}]'],
  [
    'VirtualService',
    'hosts: [app]\nhttp:\n- match: [{uri: {exact: /x}}]\n  route: [{destination: {host: nowhere}}]\n- route: [{destination: {host: app}}]',
  ],
  ['Sidecar', 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}'],
]

const apiOf = (kind: string): string => `${kind === 'AuthorizationPolicy' ? 'security' : 'networking'}.istio.io/v1`

/**
 * The mixed mesh with a namespace for each of some more reasons to stay, held for some ten reasons in all: extensions, authorizers and Sidecars
 * of the mixed mesh are among them.
 */
export function heldMesh(size: number): { readonly files: readonly InputFile[]; readonly resources: number } {
  const { files, resources } = generatedMesh(size)
  const held = reasons.map(([kind, spec], index): InputFile => {
    const namespace = `held-${index}`
    const documents = [
      namespaceText(namespace),
      ...workloadTexts(namespace, 'app'),
      istioObject(apiOf(kind), kind, namespace, 'held', `${spec}\n`),
    ]
    return { path: `${namespace}/all.yaml`, text: documents.join('---\n') }
  })
  return { files: [...files, ...held], resources: resources + reasons.length }
}
