import type { KindReader } from '../../../../src/model/dialect.ts'

export const extensionsReaders: readonly KindReader[] = []
