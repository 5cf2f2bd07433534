import type { Place } from '../../../src/diagnostics/place.ts'
import { type Atom, conjuncts, type Predicate, type TextMatch } from '../../../src/model/predicate.ts'
import type { HttpAction, HttpMatch, HttpRule } from '../../../src/model/route.ts'
import type { AskedFeature, Feature } from './feature.ts'

/** What the rules of one port ask for beyond what every form says. */
export function featuresOfRules(rules: readonly HttpRule[]): readonly AskedFeature[] {
  return rules.flatMap((rule) => [...rule.matches.flatMap(ofMatch), ...ofAction(rule)])
}

const asks = (feature: Feature, place: Place, what: string): AskedFeature => ({ feature, place, what })

function ofMatch({ predicate, place, statPrefix }: HttpMatch): readonly AskedFeature[] {
  const parts = conjuncts(predicate).flatMap((part) => ofPart(part, place))
  return statPrefix === undefined ? parts : [...parts, asks('matcher', place.field('statPrefix'), 'a prefix for statistics')]
}

function ofPart(part: Predicate, at: Place): readonly AskedFeature[] {
  switch (part.kind) {
    case 'not':
      return part.of.kind === 'header'
        ? [asks('matcher', part.of.place, 'a condition that a header is absent or different')]
        : [asks('unsayable', at, 'a negated condition')]
    case 'path':
      return ofPath(part)
    case 'authority':
      return [asks('authority', part.place, 'a condition on the authority')]
    case 'scheme':
      return [asks('scheme', part.place, 'a condition on the scheme')]
    case 'method':
    case 'header':
    case 'query':
      return foldsCase(part.match) ? [asks('matcher', part.place, 'a condition without regard to case')] : []
    case 'client-labels':
      return [asks('unsayable', part.place, "a condition on the client's labels (`sourceLabels`), which the proxy of a node does not know")]
    case 'client-namespace':
      return [
        asks('unsayable', part.place, "a condition on the client's namespace (`sourceNamespace`), which the proxy of a node does not know"),
      ]
    case 'token-claim':
      return [asks('unsayable', part.place, 'a condition on a claim of a token, which no proxy checks')]
    case 'all':
    case 'any':
    case 'identity':
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
    case 'destination-port':
    case 'sni':
    case 'metadata':
    case 'token-principal':
      return [asks('unsayable', at, 'a condition that routes do not have')]
  }
}

function ofPath({ match, place }: Extract<Atom, { kind: 'path' }>): readonly AskedFeature[] {
  switch (match.op) {
    case 'prefix':
      // Every path begins with `/`.
      return match.value === '' || match.value === '/' ? [] : [asks('path', place, 'a condition on the path')]
    case 'exact':
    case 'regex':
    case 'segment-prefix':
      return [asks('path', place, 'a condition on the path')]
    case 'suffix':
    case 'present':
    case 'non-empty':
    case 'template':
      return [asks('unsayable', place, 'a condition on the path that routes do not have')]
  }
}

function foldsCase(match: TextMatch): boolean {
  return 'ignoreCase' in match && match.ignoreCase === true
}

function ofAction({ action, place }: HttpRule): readonly AskedFeature[] {
  const { fault, redirect, rewrite, cors, response } = action
  return [
    ...(fault?.delay === undefined ? [] : [asks('unsayable', fault.delay.place, "an injected delay: Cilium's Envoy has no fault filter")]),
    ...(fault?.abort === undefined ? [] : [asks('unsayable', fault.abort.place, "an injected abort: Cilium's Envoy has no fault filter")]),
    ...(redirect === undefined ? [] : [asks('redirect', redirect.place, 'a redirect')]),
    ...(rewrite?.path === undefined ? [] : [asks('path-rewrite', rewrite.place, 'a rewrite of the path')]),
    ...(cors === undefined ? [] : [asks('cors', cors.place, 'a CORS policy')]),
    ...(action.kind === 'respond' ? [asks('direct-response', response?.place ?? place, 'a direct response')] : []),
    ...(action.kind === 'delegate' ? [asks('unsayable', place, 'a delegate that cannot be merged')] : []),
    ...ofRetries(action),
    ...ofMirrors(action),
    ...ofBackends(action, place),
  ]
}

function ofRetries({ retries }: HttpAction): readonly AskedFeature[] {
  if (retries === undefined) return []
  const at = retries.place
  return [
    asks('retries', at, 'retries, with their causes and the time for one try'),
    ...(retries.remoteLocalities === undefined
      ? []
      : [asks('unsayable', at.field('retryRemoteLocalities'), 'retries in other localities, which are not known to Cilium')]),
  ]
}

function ofMirrors({ mirrors }: HttpAction): readonly AskedFeature[] {
  return mirrors
    .filter(({ percent }) => Math.floor(percent * 10_000) % 10_000 !== 0)
    .map(({ place }) => asks('mirror-share', place, 'a mirror of a share that is not a whole number of percents'))
}

function ofBackends({ kind, backends }: HttpAction, place: Place): readonly AskedFeature[] {
  if (kind !== 'forward') return []
  if (backends.length === 0) return [asks('unsayable', place, 'a rule without a destination')]
  // A sidecar answers with an error of its configuration, and Envoy refuses the whole table.
  if (backends.length > 1 && backends.every(({ weight }) => weight === 0))
    return [asks('unsayable', place, 'destinations that all have weight 0, which Envoy refuses')]
  return backends
    .filter(({ requestHeaders, responseHeaders }) => requestHeaders !== undefined || responseHeaders !== undefined)
    .map((backend) => asks('destination-headers', backend.place, 'header changes of one destination'))
}
