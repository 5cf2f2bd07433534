import { partAt } from '../../manifest/carriers/parts.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import type { SourceObject } from '../../model/object.ts'

/**
 * Pods with a sidecar have the first label, those that istiod runs for Gateways the second (istio:manifests/charts/istio-control/istio-discovery/files/
 * injection-template.yaml, waypoint.yaml, kube-gateway.yaml). Pods of a Job that ended take no connection any more, and keep the sidecar that they had.
 * Each line has the pod first, then what is asked for.
 */
export function sidecarsOfCluster(fields: string): string {
  const some =
    "kubectl get pods -A -l 'security.istio.io/tlsMode=istio,!gateway.istio.io/managed' --field-selector='status.phase!=Succeeded,status.phase!=Failed'"
  return `${some} -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}${fields}{"\\n"}{end}'`
}

const ofProxy = (field: string) =>
  ['initContainers', 'containers'].map((list) => `{.spec.${list}[?(@.name=="istio-proxy")]${field}}`).join('')

export const imageOfProxy = ofProxy('.image')

export const nameOfProxy = ofProxy('.name')

export const hboneOfProxy = ofProxy('.env[?(@.name=="ISTIO_META_ENABLE_HBONE")].value')

/** The sidecar of a running pod, as an export of a cluster has it; what a template has by hand is not injected by any istiod. */
export function proxyOfPod({ ref, value, labels }: SourceObject): Readonly<Record<string, unknown>> | undefined {
  if (ref.kind !== 'Pod' || labels['security.istio.io/tlsMode'] !== 'istio') return undefined
  return ['initContainers', 'containers']
    .flatMap((list) => partAt(value, 'spec', list) ?? [])
    .filter(isRecord)
    .find(({ name }) => name === 'istio-proxy')
}
