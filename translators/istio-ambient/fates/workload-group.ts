import type { WorkloadGroupSpec } from '../../../src/crd/generated/types/istio/workload-group.ts'
import { type FateMap, kept } from '../../../src/diagnostics/fate.ts'

const stays = kept('machines keep their agent')

export const workloadGroupFates = {
  spec: { metadata: stays, probe: stays, template: stays } satisfies FateMap<WorkloadGroupSpec>,
}
