import type { KindReader } from '../../../../src/model/dialect.ts'
import { canaryReader } from './canary.ts'
import { namespaceReader } from './namespace.ts'
import { serviceReader } from './service.ts'
import { serviceAccountReader } from './service-account.ts'
import { workloadReaders } from './workloads.ts'

export const coreReaders: readonly KindReader[] = [namespaceReader, ...workloadReaders, canaryReader, serviceReader, serviceAccountReader]
