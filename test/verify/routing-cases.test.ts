import { expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { verdictOfDecisions } from '../../src/verify/witness/decided.ts'
import { columns } from '../decide/routing-case.ts'
import { cases, meshOf, requestOf } from '../decide/routing-cases.ts'

/*
 * Every routing case of the semantics is a migration: the same configuration at a waypoint, written field by field as an HTTPRoute, or without
 * any waypoint. Where one request of the case comes out otherwise than with sidecars, comparing must tell.
 */

/** Cases about requests that comparing leaves out, with the assumption that says so. */
const leftOut: Readonly<Record<string, string>> = {
  34: 'clients send the host name of what they address, or one that no proxy knows, and at most one token',
}

for (const one of cases)
  for (const column of columns.filter((after) => after !== 'sidecar')) {
    const requests = (one.requests ?? []).filter((request) => request.sidecar !== undefined && request[column] !== undefined)
    if (requests.length === 0) continue
    test(`${one.id}, ${column}: ${one.says}`, () => {
      const [before, after] = [meshOf(one, 'sidecar'), meshOf(one, column)]
      const told = requests.filter((request) => {
        const [was, is] = [decide(before, requestOf(request, 'sidecar')), decide(after, requestOf(request, column))]
        const sameDoubt = was.verdict === 'undetermined' && is.needs === was.needs
        return !sameDoubt && verdictOfDecisions(was, is) !== 'equal'
      })
      const { differences, assumptions } = compareMeshes(before, after)
      const assumed = leftOut[one.id]
      if (assumed !== undefined) expect(assumptions).toContain(assumed)
      else if (told.length > 0) expect(differences.length, JSON.stringify(told)).toBeGreaterThan(0)
    })
  }
