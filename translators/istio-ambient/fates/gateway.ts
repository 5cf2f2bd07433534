import type { GatewaySpec } from '../../../src/crd/generated/types/istio/gateway.ts'
import { type FateMap, kept } from '../../../src/diagnostics/fate.ts'

const asItIs = kept('gateways go on as they are')

const fields = { selector: asItIs, servers: asItIs } satisfies FateMap<GatewaySpec>

/** Of both APIs that have a Gateway. */
export const gateway = { spec: { ...fields, '*': asItIs } }
