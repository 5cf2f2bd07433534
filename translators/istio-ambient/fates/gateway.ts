import type { GatewaySpec } from '../../../src/crd/generated/types/istio/gateway.ts'
import { type FateMap, kept } from '../../../src/diagnostics/fate.ts'

export const gatewayFates = {
  spec: {
    selector: kept('gateways go on as they are'),
    servers: kept('gateways go on as they are'),
  } satisfies FateMap<GatewaySpec>,
}
