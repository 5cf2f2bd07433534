import { type PathMatch, type TextMatch, withoutCase } from '../../../../src/model/predicate.ts'

/**
 * The match that an authorization value writes. Only one star, at the start or the end, is special, and the start is looked at first: `*a*`
 * ends with `a*`. A lone `*` wants some text (istio:pilot/pkg/security/authz/matcher/string.go StringMatcherWithPrefix).
 */
export function starredMatch(value: string): TextMatch {
  if (value === '*') return { op: 'non-empty' }
  if (value.startsWith('*')) return { op: 'suffix', value: value.slice(1) }
  if (value.endsWith('*')) return { op: 'prefix', value: value.slice(0, -1) }
  return { op: 'exact', value }
}

/** Headers and methods: a lone `*` is satisfied by presence, even of an empty value (istio:pilot/pkg/security/authz/matcher/header.go). */
export function headerMatch(value: string): TextMatch {
  return value === '*' ? { op: 'present' } : starredMatch(value)
}

/** Hosts compare without case; the port is part of the text. */
export function hostMatch(value: string): TextMatch {
  return withoutCase(headerMatch(value))
}

/** Paths with `{*}` or `{**}` anywhere are templates and nothing else (istio:pkg/config/security/security.go ContainsPathTemplate). */
export function pathMatch(value: string): PathMatch {
  return value.includes('{*}') || value.includes('{**}') ? { op: 'template', value } : starredMatch(value)
}
