import type { KindReader } from '../../../../src/model/dialect.ts'
import { istioOperatorReader, sailReaders } from './istio-operator.ts'
import { meshConfigMapReader } from './mesh-config-map.ts'
import { serviceMeshControlPlaneReader } from './service-mesh-control-plane.ts'
import { memberReaders } from './service-mesh-members.ts'

export const meshReaders: readonly KindReader[] = [
  meshConfigMapReader,
  istioOperatorReader,
  ...sailReaders,
  serviceMeshControlPlaneReader,
  ...memberReaders,
]
