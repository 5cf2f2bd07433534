import type { KindReader } from '../../../../src/model/dialect.ts'
import { istioOperatorReader, sailReaders } from './istio-operator.ts'
import { meshConfigMapReader } from './mesh-config-map.ts'

export const meshReaders: readonly KindReader[] = [meshConfigMapReader, istioOperatorReader, ...sailReaders]
