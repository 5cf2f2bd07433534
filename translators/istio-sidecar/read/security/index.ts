import type { KindReader } from '../../../../src/model/dialect.ts'

export const securityReaders: readonly KindReader[] = []
