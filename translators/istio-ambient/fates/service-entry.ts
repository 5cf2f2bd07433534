import type { ServiceEntrySpec } from '../../../src/crd/generated/types/istio/service-entry.ts'
import { type FateMap, kept, noEffect } from '../../../src/diagnostics/fate.ts'

export const serviceEntryFates = {
  spec: {
    addresses: kept('ztunnel finds the host by address'),
    endpoints: kept('ztunnel and waypoints balance over them'),
    exportTo: noEffect('every namespace sees it'),
    hosts: kept('reached by an address, given or allocated'),
    location: kept('means the same'),
    ports: kept('means the same'),
    resolution: kept('means the same'),
    subjectAltNames: kept('ztunnel checks them too'),
    workloadSelector: kept('means the same'),
  } satisfies FateMap<ServiceEntrySpec>,
}
