import type { WorkloadGroupSpec } from '../../../../src/crd/generated/types/istio/workload-group.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'

const fields: FieldMap<WorkloadGroupSpec, object, void> = {
  metadata: unread('labels of machines that are not in the input'),
  template: unread('describes machines that are not in the input'),
  probe: unread('asks whether a machine is healthy; the sidecar agent on it answers'),
}

/** Reads a WorkloadGroup: machines that join the mesh with a sidecar agent, which only their existence matters of. */
export const workloadGroupReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'WorkloadGroup',
  phase: 'objects',
  read(object, _context, into) {
    readFields(fields, specOf<WorkloadGroupSpec>(object), object.place.field('spec'), undefined)
    into.machineGroups.push({ name: object.ref.name, namespace: object.ref.namespace, place: object.place })
    return true
  },
}
