import type { KindReader } from '../../../../src/model/dialect.ts'

export const networkingReaders: readonly KindReader[] = []
