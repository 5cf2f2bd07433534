import type { Language } from '../../algebra/language/language.ts'
import type { IdentityMatch, TextMatch } from '../../model/predicate.ts'
import { matchesIdentity } from '../../resolve/text.ts'
import { attributes } from './attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, textIn, unknown } from './condition.ts'
import type { SeenIdentity } from './rules/view.ts'

/**
 * A condition on an identity `trust-domain/ns/N/sa/S`. The three names in it never have a slash, so whatever compares the whole comes
 * apart into conditions on each of them.
 */
export function identityCondition(match: IdentityMatch, seen: SeenIdentity, point: string): Condition {
  if (seen === 'none') return neverTrue
  if (seen !== 'client') {
    const matches = matchesIdentity(match, seen.principal)
    return matches === 'unknown'
      ? unknown(`${point}: ${JSON.stringify(match)}`, 'a regular expression that Envoy refuses')
      : constant(matches)
  }
  if ('pattern' in match && match.pattern !== undefined)
    return anyOf([asWritten(match), unknown(`${point}: identity ${match.pattern}`, `the identities that \`${match.pattern}\` matches`)])
  switch (match.by) {
    case 'any':
      return alwaysTrue
    case 'namespace':
      return textIn(attributes.clientNamespace, { kind: 'glob', value: match.glob })
    case 'service-account':
      return allOf([
        textIn(attributes.clientNamespace, { kind: 'exact', value: match.namespace }),
        textIn(attributes.clientAccount, { kind: 'exact', value: match.name }),
      ])
    case 'trust-domain':
      return textIn(attributes.clientTrustDomain, { kind: 'glob', value: match.glob })
    case 'principal':
      return principalCondition(match.match, point)
  }
}

/**
 * The identity that an expression is the name of, where it matches that: `shop/web.v1` is written for the account `web.v1`, whichever others it
 * matches, such as `webxv1`. What becomes of that client is certain.
 */
function asWritten(match: IdentityMatch): Condition {
  if (match.by !== 'service-account') return neverTrue
  const { namespace, name } = match
  if (['a', 'b.c'].some((trustDomain) => matchesIdentity(match, `${trustDomain}/ns/${namespace}/sa/${name}`) !== true)) return neverTrue
  return identityCondition({ by: 'service-account', namespace, name }, 'client', '')
}

const parts = [attributes.clientTrustDomain, undefined, attributes.clientNamespace, undefined, attributes.clientAccount] as const
const fixed = ['', 'ns', '', 'sa', ''] as const

export function principalCondition(match: TextMatch, point: string): Condition {
  switch (match.op) {
    case 'present':
    case 'non-empty':
      return alwaysTrue
    case 'exact':
    case 'prefix':
    case 'suffix':
      if (match.ignoreCase === true) return unknown(`${point}: principal ${JSON.stringify(match)}`, 'identities compared without case')
      return partsCondition(match.op, match.value.split('/'))
    case 'regex':
      return unknown(`${point}: principal ${match.value}`, `the identities that \`${match.value}\` matches`)
  }
}

/** Each slash of the pattern is one of the four of the identity: counted from its beginning, or for a suffix from its end. */
function partsCondition(op: 'exact' | 'prefix' | 'suffix', pieces: readonly string[]): Condition {
  if (pieces.length > 5 || (op === 'exact' && pieces.length < 5)) return neverTrue
  const first = op === 'suffix' ? 5 - pieces.length : 0
  return allOf(
    pieces.map((value, index) => {
      const position = first + index
      const open = (op === 'prefix' && index === pieces.length - 1) || (op === 'suffix' && index === 0)
      const attribute = parts[position]
      if (attribute === undefined) {
        const word = fixed[position]!
        return constant(!open ? word === value : op === 'prefix' ? word.startsWith(value) : word.endsWith(value))
      }
      const language: Language = { kind: open ? op : 'exact', value }
      return open && value === '' ? alwaysTrue : textIn(attribute, language)
    }),
  )
}
