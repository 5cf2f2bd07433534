import type { HTTPRouteSpecRules } from '../../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { parseDuration } from '../../../../src/model/durations.ts'
import type { HttpAction, HttpMatch, HttpRule } from '../../../../src/model/route.ts'
import { programmedCors } from './programmed-cors.ts'
import { programmedPaths } from './programmed-paths.ts'

/** What the operator programs of some rules, each with one match at most; two of one place are of one rule. */
export interface ProgrammedRules {
  readonly rules: readonly HttpRule[]
  readonly unmodelled: readonly Place[]
}

/** Rules of HTTPRoutes and GRPCRoutes: the latter have no timeouts. */
type WrittenRule = Pick<HTTPRouteSpecRules, 'filters' | 'backendRefs' | 'timeouts'>

/**
 * One rule as Cilium's operator programs it: `timeout` is the shorter of its timeouts and 0 is none, there are no retries by default, shares of mirrors
 * are whole percents, and a redirect to `http` is for requests that came by TLS, which are none here
 * (cc:operator/pkg/model/translation/envoy_virtual_host.go; measured: Cilium 1.20.2). What it ignores is left out: ExtensionRefs, sticky sessions.
 */
export function programmedRule(rule: HttpRule, written: WrittenRule): ProgrammedRules {
  const { filters = [], backendRefs = [] } = written
  const { action, place } = rule
  if (action.redirect?.scheme === 'http') return { rules: [], unmodelled: [] }
  const { retries, timeoutMs: _request, timeoutPlace: _place, response: _response, ...others } = action
  const { perTryTimeoutMs: _perTry, ...retried } = retries ?? { attempts: 0, place }
  const timeoutMs = shortest(written.timeouts)
  const programmed: HttpAction = {
    ...others,
    kind: action.redirect === undefined ? 'forward' : 'redirect',
    backends: action.backends.filter((backend, index) => isService(backendRefs[index]) && backend.port !== undefined),
    ...(timeoutMs === 0 ? {} : { timeoutMs }),
    retries: retried,
    mirrors: action.mirrors.map((mirror) => ({ ...mirror, percent: Math.floor(mirror.percent + 1e-9) })),
    ...(action.cors === undefined ? {} : { cors: programmedCors(action.cors) }),
  }
  const matches: readonly (HttpMatch | undefined)[] = rule.matches.length === 0 ? [undefined] : rule.matches
  return {
    rules: matches.map((match) => ({
      ...rule,
      matches: match === undefined ? [] : [match],
      action: { ...programmed, ...programmedPaths(programmed, match) },
    })),
    unmodelled: [
      ...filters.flatMap(({ type }, index) => (type === 'ExternalAuth' ? [place.field('filters').index(index)] : [])),
      ...backendRefs.flatMap((reference, index) => (reference.kind === 'ServiceImport' ? [place.field('backendRefs').index(index)] : [])),
    ],
  }
}

/** Services, by either name of their group; ServiceImports are not followed. */
function isService(reference: NonNullable<WrittenRule['backendRefs']>[number] | undefined): boolean {
  const { group = '', kind = 'Service' } = reference ?? {}
  return kind === 'Service' && (group === '' || group === 'core')
}

/** 0 is the shortest: a limit of 0 is none. */
function shortest(timeouts: WrittenRule['timeouts']): number {
  const given = [timeouts?.request, timeouts?.backendRequest].flatMap((text) => (text === undefined ? [] : (parseDuration(text) ?? [])))
  return given.length === 0 ? 0 : Math.min(...given)
}
