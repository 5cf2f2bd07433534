import type { ServiceEntrySpec } from '../../../src/crd/generated/types/istio/service-entry.ts'
import { type FateMap, kept, noEffect } from '../../../src/diagnostics/fate.ts'

const refusals = ['US3312'] as const

export const serviceEntryFates = {
  spec: {
    addresses: kept('ztunnel finds the host by address', refusals),
    endpoints: kept('ztunnel and waypoints balance over them', refusals),
    exportTo: noEffect('every namespace sees it', ['US3311']),
    hosts: kept('reached by an address, given or allocated', refusals),
    location: kept('means the same', refusals),
    ports: kept('means the same', refusals),
    resolution: kept('means the same', refusals),
    subjectAltNames: kept('ztunnel checks them too', refusals),
    workloadSelector: kept('means the same', refusals),
  } satisfies FateMap<ServiceEntrySpec>,
}
