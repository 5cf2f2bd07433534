import type { KindReader } from '../../../../src/model/dialect.ts'

export const meshReaders: readonly KindReader[] = []
