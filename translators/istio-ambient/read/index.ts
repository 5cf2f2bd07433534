import type { KindReader } from '../../../src/model/dialect.ts'

/** Readers of what only a mesh without sidecars has: Gateway API routes and waypoints. */
export const ambientReaders: readonly KindReader[] = []
