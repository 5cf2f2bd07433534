import type { ActionSettings } from '../../model/action.ts'
import { type Atom, type AtomBody, all, any, type Predicate } from '../../model/predicate.ts'
import type { Cors } from '../../model/route.ts'
import type { Answer } from '../../model/verdict.ts'
import { matchesText } from '../text.ts'
import type { ChainRule } from './chain-rule.ts'

/** What a proxy answers a CORS preflight: the headers are those of the policy. */
export const preflightAnswer: Answer = { kind: 'response', status: 200 }

/**
 * The requests that a forwarding rule's proxy answers itself: CORS preflights of allowed origins, and with `unmatchedPreflights: IGNORE` those of
 * all others. Undefined for a rule without CORS (envoy:source/extensions/filters/http/cors/cors_filter.cc,
 * istio:pilot/pkg/networking/core/route/route.go TranslateCORSPolicy; measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0).
 */
export function answeredPreflights({ rule }: ChainRule): Predicate | undefined {
  const { kind, cors } = rule.action
  if (kind !== 'forward' || cors === undefined) return undefined
  const at = (body: AtomBody): Atom => ({ ...body, place: cors.place })
  return all([
    at({ kind: 'method', match: { op: 'exact', value: 'OPTIONS' } }),
    at({ kind: 'header', name: 'origin', match: { op: 'non-empty' } }),
    at({ kind: 'header', name: 'access-control-request-method', match: { op: 'non-empty' } }),
    ...(cors.unmatchedPreflights === 'ignore' ? [] : [any(cors.allowOrigins.map((origin) => allowed(origin, at)))]),
  ])
}

/** What a rule does besides where it answers a preflight itself: the answer comes before all else of it, such as its mirrors and faults. */
export function preflightSettings(of: ActionSettings): ActionSettings {
  return { mirrors: [], responseHeaders: [], ...(of.cors === undefined ? {} : { cors: of.cors }) }
}

function allowed({ match }: Cors['allowOrigins'][number], at: (body: AtomBody) => Atom): Predicate {
  // A policy that takes the text `*` takes every origin.
  return at({ kind: 'header', name: 'origin', match: matchesText(match, '*') ? { op: 'present' } : match })
}
