import type { WorkloadEntrySpec } from '../../../src/crd/generated/types/istio/workload-entry.ts'
import { type FateMap, kept } from '../../../src/diagnostics/fate.ts'

const stays = kept('the machine keeps its agent')

export const workloadEntryFates = {
  spec: {
    address: stays,
    labels: stays,
    locality: stays,
    network: stays,
    ports: stays,
    serviceAccount: stays,
    weight: stays,
  } satisfies FateMap<WorkloadEntrySpec>,
}
