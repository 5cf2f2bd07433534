import type { MeshSettings } from '../../../../../src/model/settings.ts'
import { meaning, readPolicy } from '../../../reading.ts'

/** The alternatives of each clause of the only rule, without places. */
export function clauses(rule: string, action = 'ALLOW', settings: Partial<MeshSettings> = {}) {
  const { policy, codes } = readPolicy(`{action: ${action}, rules: [${rule}]}`, settings)
  return { clauses: policy.rules[0]!.clauses.map(({ alternatives }) => meaning(alternatives)), codes }
}

/** The one condition that one source field makes. */
export function source(field: string, settings: Partial<MeshSettings> = {}) {
  return (clauses(`{from: [{source: {${field}}}]}`, 'ALLOW', settings).clauses[0] as unknown[])[0]
}

export function operation(field: string) {
  return (clauses(`{to: [{operation: {${field}}}]}`).clauses[0] as unknown[])[0]
}

export function when(entry: string) {
  return (clauses(`{when: [{${entry}}]}`).clauses[0] as unknown[])[0]
}

export const identity = (match: object) => ({ kind: 'identity', match })
export const principal = (value: string) => identity({ by: 'principal', match: { op: 'exact', value } })
export const anyOf = (...of: unknown[]) => ({ kind: 'any', of })
export const not = (of: unknown) => ({ kind: 'not', of })
