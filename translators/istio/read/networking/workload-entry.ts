import type { WorkloadEntrySpec } from '../../../../src/crd/generated/types/istio/workload-entry.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { type FieldMap, readFields, unread } from '../../../../src/model/fields.ts'
import { specOf } from '../../../../src/model/object.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { readWaypointLabels } from './waypoint-labels.ts'

const fields: FieldMap<WorkloadEntrySpec, Workload, void> = {
  address: (address) => ({ address }),
  labels: (labels) => ({ labels }),
  ports: (ports) => ({ ports: Object.entries(ports).map(([name, port]) => ({ name, port, protocol: 'TCP' })) }),
  serviceAccount: (serviceAccount) => (serviceAccount === '' ? {} : { serviceAccount }),
  locality: unread('decides which endpoint is preferred, not who may call'),
  network: unread('the networks of a mesh are not modelled'),
  weight: unread('decides how often an endpoint is chosen, not who may call'),
}

/**
 * Reads a WorkloadEntry: a machine outside Kubernetes, which the input does not say more about. Labels of its metadata win over those of
 * its spec (istio:pilot/pkg/serviceregistry/serviceentry ConvertWorkloadEntry).
 */
export const workloadEntryReader: KindReader = {
  group: 'networking.istio.io',
  kind: 'WorkloadEntry',
  phase: 'objects',
  read(object, _context, into) {
    const spec = readFields(fields, specOf<WorkloadEntrySpec>(object), object.place.field('spec'), undefined)
    const { waypoint } = readWaypointLabels(object)
    into.workloads.push({
      kind: 'WorkloadEntry',
      name: object.ref.name,
      namespace: object.ref.namespace,
      annotations: object.annotations,
      serviceAccount: 'default',
      ports: [],
      hostNetwork: false,
      dataPlane: 'unknown',
      ...(waypoint === undefined ? {} : { waypoint }),
      gateway: false,
      batch: false,
      commands: [],
      initContainers: false,
      place: object.place,
      templatePlace: object.place.field('metadata'),
      address: '',
      owners: object.owners,
      ...spec,
      labels: { ...spec.labels, ...object.labels },
    })
    return true
  },
}
