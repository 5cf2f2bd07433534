import { compareSpans, compareText, objectText, type Place, pathText } from '../../diagnostics/place.ts'
import { canonical } from '../../model/canonical.ts'
import type { Extension } from '../../model/extension.ts'
import type { Mesh } from '../../model/mesh.ts'
import { authorizerKey, keyOfAuthorizer } from '../../resolve/external-authorizer.ts'
import { findGateway } from '../../resolve/routes/gateway-hosts.ts'
import { changedAtTheEdge } from '../announced/changed-at-the-edge.ts'
import type { OutsideModel } from '../comparison.ts'
import { changedPresets } from '../parts/changed-presets.ts'
import { policiesOfAbsentPods } from './absent-pods.ts'
import { networkPoliciesOf } from './network-policies.ts'

/**
 * What two meshes have that decides about requests, or may, and that comparing them leaves out: each once, with its place in the mesh before
 * where it is there. Sorted by what it is, then by place.
 */
export function outsideOf(before: Mesh, after: Mesh): OutsideModel[] {
  const found = new Map<string, OutsideModel>()
  for (const one of [
    ...[before, after].flatMap(outsideIn),
    ...unmodelledObjects(before, after),
    ...extensionsOf(before, after),
    ...limitsAtNodes(before, after),
    ...externalAuthorizers(before, after),
    ...policiesOfAbsentPods(before, after),
    ...networkPoliciesOf(before, after),
    ...changedPresets(before, after).map(({ what, place }) => ({
      what: `${what}: the settings that come with it are not compared`,
      place,
    })),
    ...changedAtTheEdge(before, after),
  ]) {
    const key = `${one.what} ${objectText(one.place.object)} ${pathText(one.place.path)}`
    if (!found.has(key)) found.set(key, one)
  }
  for (const one of listenersOfNobody(before, after)) found.set(`${one.what} ${objectText(one.place.object)}`, one)
  return [...found.values()].sort((a, b) => compareText(a.what, b.what) || compareSpans(a.place.span, b.place.span))
}

/** A route for one listener of a Gateway that the input does not have, where not both meshes say so: it is compared as if it were for all. */
function listenersOfNobody(before: Mesh, after: Mesh): OutsideModel[] {
  const listenersIn = (mesh: Mesh): Map<string, OutsideModel> =>
    new Map(
      mesh.routes.flatMap((table) =>
        table.bindings.flatMap((binding): [string, OutsideModel][] => {
          if (binding.to !== 'gateway' || binding.listener === undefined) return []
          const gateway = `${binding.namespace}/${binding.name}`
          if (findGateway(mesh, gateway) !== undefined) return []
          const what = `${objectText(table.place.object)} is for listener \`${binding.listener}\` of Gateway ${gateway}, which is not in the input, and was compared as if it were for all of its listeners`
          return [[what, { what, place: binding.place }]]
        }),
      ),
    )
  const [was, is] = [listenersIn(before), listenersIn(after)]
  return [...[...was].filter(([what]) => !is.has(what)), ...[...is].filter(([what]) => !was.has(what))].map(([, one]) => one)
}

function outsideIn(mesh: Mesh): OutsideModel[] {
  return [...connectionLimits(mesh), ...mesh.settings.unmodelled.flatMap((place) => (onlyObserves(place) ? [] : [settingOf(place)]))]
}

/** Objects of which all that is known is that they are there, such as a GlobalNetworkPolicy of Calico. */
function unmodelledObjects(before: Mesh, after: Mesh): OutsideModel[] {
  const named = ({ unread }: Mesh): Map<string, { readonly place: Place; readonly content: string }> =>
    new Map(
      unread.flatMap(({ why, what, place, content = '' }) =>
        why === 'not-modelled' && place !== undefined ? [[what, { place, content }] as const] : [],
      ),
    )
  const [was, is] = [named(before), named(after)]
  return [...new Map([...is, ...was])].map(([name, { place }]) => {
    const [old, now] = [was.get(name), is.get(name)]
    const side = old !== undefined && now !== undefined ? '' : `, and it is in the mesh ${old === undefined ? 'after' : 'before'} only`
    const other = side === '' && old?.content !== now?.content ? ', and it says something else after' : ''
    return { what: `what ${name} decides is not modelled${side}${other}`, place }
  })
}

/** Telemetry watches, and settings of the proxy's process and what runs for statistics do not decide. */
function isObserver({ kind, mayDecideAccess }: Extension): boolean {
  return kind === 'telemetry' || (kind !== 'envoy-filter' && !mayDecideAccess)
}

function extensionsOf(before: Mesh, after: Mesh): OutsideModel[] {
  const [was, is] = [before, after].map(
    ({ extensions }) => new Map(extensions.filter((one) => !isObserver(one)).map((one) => [objectText(one.place.object), one])),
  ) as [Map<string, Extension>, Map<string, Extension>]
  return [...new Map([...is, ...was])].map(([name, extension]) => {
    const [old, now] = [was.get(name), is.get(name)]
    const side = old === undefined || now === undefined ? ` in the mesh ${old === undefined ? 'after' : 'before'} only` : ''
    const other = old !== undefined && now !== undefined && old.content !== now.content ? ', and says something else after' : ''
    return { what: `${name} ${workOf(extension)}${side}${other}`, place: extension.place }
  })
}

/** What the proxies of nodes count is in no request. */
function limitsAtNodes(before: Mesh, after: Mesh): OutsideModel[] {
  const [was, is] = [before, after].map(
    ({ nodeRoutes }) =>
      new Map(nodeRoutes.flatMap(({ limits = [], place }) => (limits.length === 0 ? [] : [[objectText(place.object), { limits, place }]]))),
  ) as [Map<string, LimitsAt>, Map<string, LimitsAt>]
  return [...new Map([...is, ...was])].map(([name, { place }]) => {
    const [old, now] = [was.get(name), is.get(name)]
    const side = old === undefined || now === undefined ? ` in the mesh ${old === undefined ? 'after' : 'before'} only` : ''
    const other = side === '' && canonical(old?.limits ?? []) !== canonical(now?.limits ?? []) ? ', and by other limits after' : ''
    return { what: `${name} counts requests and refuses those beyond its limits${side}${other}`, place }
  })
}

interface LimitsAt {
  readonly limits: NonNullable<Mesh['nodeRoutes'][number]['limits']>
  readonly place: Place
}

function workOf({ kind, mayDecideAccess, limits }: Extension): string {
  if (limits !== undefined) return 'counts requests and refuses those beyond its limits'
  if (kind !== 'envoy-filter') return 'runs code in proxies that may decide access and change requests'
  return `changes proxies and may ${mayDecideAccess ? 'decide access, limit' : 'limit'} and change requests`
}

/** Those that policies ask; what one answers is taken to be the same in both meshes. */
function externalAuthorizers(before: Mesh, after: Mesh): OutsideModel[] {
  const [was, is] = [askedIn(before), askedIn(after)]
  return [...new Map([...is, ...was])].map(([key, { provider, place }]) => ({
    what:
      was.has(key) && is.has(key)
        ? `external authorizer \`${provider}\` is taken to answer alike in both meshes`
        : `external authorizer \`${key}\` is asked in the mesh ${was.has(key) ? 'before' : 'after'} only, and it is not known what it answers`,
    place,
  }))
}

function askedIn({ authorization, nodeRoutes, settings }: Mesh): Map<string, { readonly provider: string; readonly place: Place }> {
  const asked = new Map<string, { readonly provider: string; readonly place: Place }>()
  for (const { effect, provider, place: policy } of authorization) {
    if (effect !== 'external' || provider === undefined) continue
    const key = authorizerKey(provider, settings)
    const place = settings.externalAuthorizers.find(({ name }) => name === provider)?.place ?? policy
    if (!asked.has(key)) asked.set(key, { provider, place })
  }
  for (const { authorizer } of nodeRoutes.flatMap(({ authorizers = [] }) => authorizers)) {
    const key = keyOfAuthorizer(authorizer)
    if (!asked.has(key)) asked.set(key, { provider: authorizer.name, place: authorizer.place })
  }
  return asked
}

function connectionLimits({ backendPolicies, egress }: Mesh): OutsideModel[] {
  const limitsOf = (place: Place): OutsideModel => ({ what: `${objectText(place.object)} sets limits of connections and requests`, place })
  const ofHosts = backendPolicies.flatMap(({ policy, subsets }) => {
    const policies = [policy, ...subsets.map((subset) => subset.policy)].flatMap((one) => (one === undefined ? [] : [one, ...one.ports]))
    const [first] = policies.flatMap(({ topics }) => topics.filter(({ name }) => name === 'connection-pool'))
    return first === undefined ? [] : [limitsOf(first.place)]
  })
  return [...ofHosts, ...egress.flatMap(({ inboundConnectionPool: pool }) => (pool === undefined ? [] : [limitsOf(pool)]))]
}

/** MeshConfig fields about logs, metrics and traces. */
const observing: ReadonlySet<string> = new Set([
  'accessLogEncoding',
  'accessLogFile',
  'accessLogFormat',
  'defaultProviders',
  'disableEnvoyListenerLog',
  'enableEnvoyAccessLogService',
  'enablePrometheusMerge',
  'enableTracing',
  'inboundClusterStatName',
  'outboundClusterStatName',
  'tracing',
])

function onlyObserves({ path }: Place): boolean {
  return observing.has(String(path.at(-1)))
}

function settingOf(place: Place): OutsideModel {
  return { what: `\`${String(place.path.at(-1))}\` of the mesh configuration is not modelled`, place }
}
