import { compareText } from '../../diagnostics/place.ts'
import type { EdgeGateway } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Address, Client } from '../../model/request.ts'
import { selects, type Workload } from '../../model/workload.ts'
import { findNamed, fullName } from './full-name.ts'

type Ingress = Extract<Client, { kind: 'ingress' }>

/**
 * An ingress gateway, by the name of its pods or of a Gateway; without a name any one that serves the address. A request for a host comes in
 * from outside, so that the Gateway's routes apply to it. Undefined when there is none of that name.
 */
export function ingressClient(named: string | undefined, address: Address, mesh: Mesh): Ingress | undefined {
  const pods = gatewayPods(mesh)
  const namedPod = named === undefined ? undefined : findNamed(pods, named)
  const candidates =
    namedPod !== undefined
      ? mesh.gateways.filter((gateway) => implementedBy(gateway, namedPod))
      : mesh.gateways.filter((gateway) => named === undefined || fullName(gateway) === named)
  if (named !== undefined && namedPod === undefined && candidates.length === 0) return undefined
  const gateway = best(candidates, address.kind === 'host' ? address.host : undefined, pods)
  const pod = namedPod ?? pods.find((candidate) => (gateway === undefined ? true : implementedBy(gateway, candidate)))
  return {
    kind: 'ingress',
    ...identityOf(pod, gateway),
    ...(gateway === undefined || address.kind !== 'host' ? {} : { gateway: fullName(gateway) }),
  }
}

export function gatewayPods(mesh: Mesh): readonly Workload[] {
  return mesh.workloads.filter(({ gateway }) => gateway)
}

/** The Gateway that serves a host most exactly, one whose pods are known before one whose are not. */
function best(candidates: readonly EdgeGateway[], host: string | undefined, pods: readonly Workload[]): EdgeGateway | undefined {
  const rank = (gateway: EdgeGateway): number =>
    Math.max(0, ...gateway.servers.flatMap(({ hosts }) => hosts).map((written) => exactness(written, host))) +
    (pods.some((pod) => implementedBy(gateway, pod)) ? 0.5 : 0)
  return [...candidates].sort((a, b) => rank(b) - rank(a) || compareText(fullName(a), fullName(b)))[0]
}

/** How exactly a Gateway's host (`ns/*.example.com`) speaks of a host; 0 when it does not. */
function exactness(written: string, host: string | undefined): number {
  if (host === undefined) return 0
  const bare = written.split('/').at(-1)!
  if (bare === host) return 1000
  if (bare === '*') return 1
  return bare.startsWith('*.') && host.endsWith(bare.slice(1)) ? bare.length : 0
}

function implementedBy({ api, selector, namespace, name }: EdgeGateway, pod: Workload): boolean {
  if (api === 'gateway-api') return pod.namespace === namespace && pod.labels['gateway.networking.k8s.io/gateway-name'] === name
  return selector !== undefined && selects(selector, pod.labels)
}

/**
 * Who the gateway is: its pods' service account, else that of the pods that Istio makes for a Gateway
 * (istio:pilot/pkg/config/kube/gateway/deploymentcontroller.go), else that of Istio's own installation (istio:manifests/charts/gateways).
 */
function identityOf(pod: Workload | undefined, gateway: EdgeGateway | undefined): { namespace: string; serviceAccount: string } {
  if (pod !== undefined) return { namespace: pod.namespace, serviceAccount: pod.serviceAccount }
  if (gateway?.api === 'gateway-api')
    return { namespace: gateway.namespace, serviceAccount: `${gateway.name}-${gateway.className ?? 'istio'}` }
  return { namespace: 'istio-system', serviceAccount: 'istio-ingressgateway-service-account' }
}
