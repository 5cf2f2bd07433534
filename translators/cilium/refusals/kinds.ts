import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import type { Extension } from '../../../src/model/extension.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { notByDns } from '../egress/outside-hosts.ts'
import { delegatesTo, isFollowedBySidecars } from '../routes/routed-services.ts'

/** Istio's resources that are not translated: each is named, none is touched. */
export function refusedKinds(
  mesh: Mesh,
  translated: readonly RouteTable[],
  {
    replaced,
    settled,
    checked,
  }: {
    readonly replaced: readonly Place[]
    readonly settled: ReadonlySet<RouteTable | EdgeGateway>
    readonly checked: { readonly tokens: ReadonlySet<RequestAuthentication>; readonly limits: ReadonlySet<Extension> }
  },
): Diagnostic[] {
  const places: Place[] = [
    ...mesh.requestAuthentication.filter((one) => !checked.tokens.has(one)),
    // Routes and settings of clients are refused one by one where they are translated.
    ...mesh.routes.filter(
      (table) => !isFollowedBySidecars(table) && !settled.has(table) && !translated.some((user) => delegatesTo(user, table)),
    ),
    ...mesh.externalHosts.filter((entry) => notByDns(mesh, entry) !== undefined),
    ...mesh.egress.filter(({ place }) => !replaced.includes(place)),
    ...mesh.extensions.filter((one) => !checked.limits.has(one)),
    ...mesh.gateways.filter((gateway) => !settled.has(gateway)),
    ...mesh.machineGroups,
    ...mesh.workloads.filter(({ address }) => address !== undefined),
  ].map(({ place }) => place)
  const byDns = mesh.externalHosts
    .filter((entry) => notByDns(mesh, entry) === undefined)
    .map(({ place }) => diagnose(catalogue.ciliumHostByDns, place.field('spec'), { object: objectText(place.object) }))
  const refused = places
    .filter(({ object }) => object.apiVersion.includes('istio.io/'))
    .map((place) => {
      const kind = withoutDecision.has(place.object.kind) ? catalogue.ciliumSidecarSettings : catalogue.ciliumKind
      return diagnose(kind, place.field('spec'), { object: objectText(place.object) })
    })
  return [...byDns, ...refused]
}

const withoutDecision: ReadonlySet<string> = new Set(['Telemetry', 'ProxyConfig'])
