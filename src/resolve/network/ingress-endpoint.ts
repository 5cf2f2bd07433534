import type { Mesh } from '../../model/mesh.ts'
import { type EndpointPool, type Governed, poolOf } from './endpoint-pool.ts'

/**
 * The endpoint as which the gateways of Cilium are known, one for all of them: policies of the cluster may select it by `reserved:ingress`, or with an empty
 * selector (cc:pkg/identity/reserved.go, cc:pkg/policy/types/selector.go).
 */
export const ingressEndpoint = { namespace: '', entity: 'ingress', hostNetwork: false } as const satisfies Governed

export type IngressEndpoint = typeof ingressEndpoint

/** The policies for one direction of the connections of Cilium's gateways; undefined where there are none. */
export function ingressPool(mesh: Mesh, direction: 'ingress' | 'egress'): EndpointPool | undefined {
  return poolOf(mesh, ingressEndpoint, direction)
}
