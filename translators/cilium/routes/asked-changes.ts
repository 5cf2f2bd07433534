import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import type { EndpointHttp } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { type Atom, atomsOf } from '../../../src/model/predicate.ts'
import type { HeaderMutation, HttpRule } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { failed } from '../../gateway-api/write/obstacle.ts'
import { authoritySetBy } from './envoy/headers.ts'
import type { AskedFeature } from './feature.ts'
import { governsPods, governsPodsInCilium } from './policies-of-pods.ts'
import type { PortRoutes } from './port-routes.ts'

/**
 * Changes of requests about which a policy of the destination asks. Sidecars make them for clients in the mesh alone; the proxy of a node makes them for
 * every pod that calls the ClusterIP. Example: `rewrite.uri: /` before a DENY of `/admin`, which then admits `/admin` of a pod without a sidecar.
 */
export function askedChanges({ rules, backendOf }: PortRoutes, mesh: Mesh): readonly AskedFeature[] {
  return rules.flatMap((rule) => {
    const services = rule.action.backends.flatMap((backend) => {
      const named = backendOf(backend)
      return failed(named) ? [] : [named.value.destination.service]
    })
    return askedChangesOf(rule, services, mesh).map(({ place, what, policy }): AskedFeature => {
      const text = `${what}, about which \`${objectText(policy.object)}\` asks: the proxy of a node changes requests of clients outside the mesh, too`
      return { feature: 'unsayable', place, what: text }
    })
  })
}

/** The same of one rule that leads to some Services, each with the policy that asks. */
export function askedChangesOf(
  rule: HttpRule,
  services: readonly Service[],
  mesh: Mesh,
): readonly (Pick<AskedFeature, 'place' | 'what'> & { readonly policy: Place })[] {
  const changes = changesOf(rule)
  if (changes.length === 0) return []
  const asking = mesh.authorization.filter((policy) => services.some((service) => governsPods(policy, service)))
  const ofCilium = mesh.endpointPolicies.filter((policy) => services.some((service) => governsPodsInCilium(policy, service)))
  return changes.flatMap(({ isAsked, isAskedInCilium, place, what }) => {
    const policy =
      asking.find(({ rules: own }) => own.some((one) => [...atomsOf(rulePredicate(one))].some(isAsked))) ??
      ofCilium.find(({ ingress }) => ingress.allow.some(({ http = [] }) => http.some(isAskedInCilium)))
    return policy === undefined ? [] : [{ place, what, policy: policy.place }]
  })
}

interface RequestChange extends Pick<AskedFeature, 'place' | 'what'> {
  readonly isAsked: (atom: Atom) => boolean
  /** The same of HTTP rules of Cilium's own policies. */
  readonly isAskedInCilium: (http: EndpointHttp) => boolean
}

function changesOf({ action }: HttpRule): readonly RequestChange[] {
  const { rewrite } = action
  const mutations = [action.requestHeaders, ...action.backends.map(({ requestHeaders }) => requestHeaders)]
  return [
    ...(rewrite?.path === undefined ? [] : [rewriteOf('path', rewrite.place, ({ path }) => path !== undefined)]),
    ...(rewrite?.authority === undefined ? [] : [rewriteOf('authority', rewrite.place, ({ host }) => host !== undefined)]),
    ...mutations.flatMap((mutation) => (mutation === undefined ? [] : headerChanges(mutation))),
  ]
}

function rewriteOf(part: 'path' | 'authority', place: Place, isAskedInCilium: RequestChange['isAskedInCilium']): RequestChange {
  return { place, what: `a rewrite of the ${part}`, isAsked: ({ kind }) => kind === part, isAskedInCilium }
}

function headerChanges(mutation: HeaderMutation): readonly RequestChange[] {
  const names = new Set([...mutation.set, ...mutation.add, ...mutation.remove].map(({ name }) => name.toLowerCase()))
  const isAsked = (atom: Atom): boolean =>
    (atom.kind === 'header' && names.has(atom.name.toLowerCase())) ||
    // Tokens are in headers, of which a RequestAuthentication says which.
    atom.kind === 'token-principal' ||
    atom.kind === 'token-claim' ||
    (atom.kind === 'authority' && authoritySetBy(mutation) !== undefined)
  const isAskedInCilium = ({ headers, host }: EndpointHttp): boolean =>
    headers.some(({ name }) => names.has(name.toLowerCase())) || (host !== undefined && authoritySetBy(mutation) !== undefined)
  return [{ place: mutation.place, what: 'a change of headers', isAsked, isAskedInCilium }]
}
