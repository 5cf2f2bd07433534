import type { Mesh } from '../../model/mesh.ts'
import type { Client } from '../../model/request.ts'
import { selects, type Workload } from '../../model/workload.ts'
import { isCiliumGateway } from '../../resolve/routes/cilium-gateway.ts'
import { findGateway, serverFor } from '../../resolve/routes/gateway-hosts.ts'
import { gatewayRoutes } from '../../resolve/routes/route-chain.ts'

/** A Gateway of Istio (`namespace/name`), and its pods where the input has those of one template. */
export interface MovedGateway {
  readonly gateway: string
  readonly pods?: Workload
}

/**
 * The Gateway of Istio that had the requests which come in at a new Gateway of Cilium: the only one that serves the host on the port. Without it, or with
 * several, the requests had no such way before.
 */
export function movedFrom(
  before: Mesh,
  after: Mesh,
  gateway: string,
  asked: { readonly host: string; readonly port: number },
): MovedGateway | undefined {
  if (!isCiliumGateway(after, gateway) || findGateway(before, gateway) !== undefined) return undefined
  const serving = before.gateways.filter((one) => one.onNodes !== true && serves(before, `${one.namespace}/${one.name}`, asked))
  const [only, ...others] = serving
  if (only === undefined || others.length > 0) return undefined
  const { selector } = only
  const pods = selector === undefined ? [] : before.workloads.filter((pod) => pod.gateway && selects(selector, pod.labels))
  const [template] = pods
  return { gateway: `${only.namespace}/${only.name}`, ...(template === undefined || pods.length > 1 ? {} : { pods: template }) }
}

function serves(mesh: Mesh, gateway: string, { host, port }: { readonly host: string; readonly port: number }): boolean {
  return serverFor(mesh, gateway, host, port) !== undefined && gatewayRoutes(mesh, gateway, host, port).kind !== 'default'
}

/** The client of a request as it comes in at the Gateway of Istio: what that sends on has the identity of its own pods. */
export function atMovedGateway(client: Client, { gateway, pods }: MovedGateway): Client {
  if (client.kind !== 'ingress') return client
  if (pods === undefined) return { ...client, gateway }
  return { ...client, gateway, namespace: pods.namespace, serviceAccount: pods.serviceAccount, labels: pods.labels }
}
