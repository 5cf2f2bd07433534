import type { KindReader } from '../../../../src/model/dialect.ts'

export const coreReaders: readonly KindReader[] = []
