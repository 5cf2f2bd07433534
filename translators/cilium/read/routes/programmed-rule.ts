import type { HTTPRouteSpecRules } from '../../../../src/crd/generated/types/gateway-api/http-route.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { HttpAction, HttpMatch, HttpRule } from '../../../../src/model/route.ts'
import { programmedPaths } from './programmed-paths.ts'

/** What the operator programs of some rules, each with one match at most; two of one place are of one rule. */
export interface ProgrammedRules {
  readonly rules: readonly HttpRule[]
  readonly unmodelled: readonly Place[]
}

/** Rules of HTTPRoutes and GRPCRoutes. */
type WrittenRule = Pick<HTTPRouteSpecRules, 'filters' | 'backendRefs'>

/**
 * One rule as Cilium's operator programs it: there are no retries by default, shares of mirrors are whole percents, and a redirect to `http` is for requests that came by TLS, which are none here
 * (cc:operator/pkg/model/translation/envoy_virtual_host.go; measured: Cilium 1.20.2). What it ignores is left out: ExtensionRefs, sticky sessions.
 */
export function programmedRule(rule: HttpRule, written: WrittenRule): ProgrammedRules {
  const { filters = [], backendRefs = [] } = written
  const { action, place } = rule
  if (action.redirect?.scheme === 'http') return { rules: [], unmodelled: [] }
  const { retries = { attempts: 0, place }, timeoutPlace: _place, response: _response, ...others } = action
  const programmed: HttpAction = {
    ...others,
    kind: action.redirect === undefined ? 'forward' : 'redirect',
    backends: action.backends.filter((backend, index) => isService(backendRefs[index]) && backend.port !== undefined),
    retries,
    mirrors: action.mirrors.map((mirror) => ({ ...mirror, percent: Math.floor(mirror.percent + 1e-9) })),
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
