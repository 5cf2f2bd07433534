import { decide } from '../../decide/decide.ts'
import type { SourceSpan } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Decision } from '../../model/verdict.ts'
import { type Expected, expectedText, gotText, meets } from './expected.ts'
import { type RequestParts, requestFrom } from './request-syntax.ts'

/** A request of the user's own, and what it is expected to come to. */
export interface Expectation {
  readonly name: string
  readonly request: RequestParts
  /** What external authorizers answer, where they are asked; unknown without it. */
  readonly externalAllows?: boolean
  readonly before?: Expected
  readonly after?: Expected
  readonly place: SourceSpan
}

/** An expectation, and what the mesh decided; both in words such as `denied`. */
export interface ExpectationResult {
  readonly name: string
  /** Of the entry in the file. */
  readonly place: SourceSpan
  readonly side: 'before' | 'after'
  readonly expected: string
  readonly got: string
  readonly passed: boolean
  /** Absent when the mesh does not have what the request names. */
  readonly decision?: Decision
}

/** Decides the requests in both meshes, in the order of the file, before and then after. */
export function checkExpectations(expectations: readonly Expectation[], before: Mesh, after: Mesh): ExpectationResult[] {
  return expectations.flatMap((expectation) => [...check(expectation, 'before', before), ...check(expectation, 'after', after)])
}

function check(expectation: Expectation, side: 'before' | 'after', mesh: Mesh): ExpectationResult[] {
  const wanted = expectation[side]
  if (wanted === undefined) return []
  const { name, place } = expectation
  const result = { name, place, side, expected: expectedText(wanted) }
  const request = requestFrom(expectation.request, mesh)
  if ('problem' in request) return [{ ...result, got: `not asked: ${request.problem}`, passed: false }]
  const { externalAllows } = expectation
  const decision = decide(mesh, request, externalAllows === undefined ? {} : { externalAllows })
  return [{ ...result, got: gotText(decision, wanted), passed: meets(decision, wanted), decision }]
}
