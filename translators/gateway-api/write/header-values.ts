import { atLeast, type TargetVersions } from '../../../src/model/dialect.ts'
import { conjuncts } from '../../../src/model/predicate.ts'
import type { HeaderMutation, HttpRule } from '../../../src/model/route.ts'
import type { Obstacle } from './obstacle.ts'
import { writtenValue } from './row.ts'

/** What the experimental channel takes for the value of a header (gwapi:apis/v1/httproute_types.go HTTPHeader, also for patterns). */
const printable = /^[!-~]+([\t ]?[!-~]+)*$/

/**
 * Header values that the standard channel takes and the experimental one does not: anything but ASCII (`ä`), two blanks in a row, a blank at
 * an end. A regular expression is such a value as well: `a  b|c`.
 */
export function unprintableHeaderValues(rules: readonly HttpRule[], { gatewayApi, gatewayApiChannel }: TargetVersions): Obstacle[] {
  // Gateway API 1.4 has no such pattern, 1.6 has.
  return gatewayApiChannel === 'standard' || !atLeast(gatewayApi, '1.5')
    ? []
    : rules.flatMap((rule) => [...ofMatches(rule), ...ofMutations(rule)])
}

const what = 'a header value that the experimental channel does not take'

function ofMatches({ matches }: HttpRule): Obstacle[] {
  return matches.flatMap(({ predicate }) =>
    conjuncts(predicate).flatMap((part): Obstacle[] => {
      if (part.kind !== 'header') return []
      const value = writtenValue(part.match)?.value
      return value === undefined || value === '' || printable.test(value) ? [] : [{ place: part.place, what }]
    }),
  )
}

function ofMutations({ action }: HttpRule): Obstacle[] {
  const mutations: (HeaderMutation | undefined)[] = [action, ...action.backends].flatMap((one) => [one.requestHeaders, one.responseHeaders])
  return mutations.flatMap((mutation) =>
    [...(mutation?.set ?? []), ...(mutation?.add ?? [])]
      .filter(({ value }) => value !== '' && !printable.test(value))
      .map(({ place }) => ({ place, what })),
  )
}
