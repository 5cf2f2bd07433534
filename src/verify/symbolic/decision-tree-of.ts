import { findService, findWorkload } from '../../resolve/services.ts'
import type { DecisionTree } from './decision-tree.ts'
import { byGateway } from './walk/by-gateway.ts'
import { toHost } from './walk/to-host.ts'
import { toPod } from './walk/to-pod.ts'
import { toService } from './walk/to-service.ts'
import type { Asked } from './walk/walk.ts'

/** Follows requests through the mesh, point by point, without knowing more of them than their kind of client and their address. */
export function decisionTreeOf(asked: Asked): DecisionTree {
  const { mesh, address } = asked
  switch (address.kind) {
    case 'service': {
      const service = findService(mesh, address.namespace, address.name)
      if (service === undefined) return { kind: 'unknown', needs: `the Service ${address.namespace}/${address.name}` }
      return toService(asked, service, address.port)
    }
    case 'pod': {
      const pod = findWorkload(mesh, address.namespace, address.workload)
      if (pod === undefined) return { kind: 'unknown', needs: `the workload ${address.namespace}/${address.workload}` }
      return toPod(asked, pod, address.port)
    }
    case 'host':
      return asked.gateway === undefined
        ? toHost(asked, address.host, address.port)
        : byGateway(asked, asked.gateway, address.host, address.port)
  }
}
