import type { ManifestSet } from '../manifest/manifest-set.ts'
import { sameJson } from '../manifest/object/equal.ts'
import { routesOfEither } from '../manifest/unread/second-routes.ts'
import { groupOf } from '../model/api-group.ts'
import { decidingScopeOf, workloadKinds } from '../model/deciding-kinds.ts'
import type { TargetVersions } from '../model/dialect.ts'
import { type SourceObject, specOf } from '../model/object.ts'
import { aloneIn } from './same-meaning.ts'

/**
 * Whether it is known of two definitions what either touches, so that the mesh of each can be planned. Not so for definitions that say in
 * different ways who is in the mesh, for gateways of other pods, for routes with delegates, for policies with `targetRefs`, and for kinds of
 * which more depends: a Sidecar, a NetworkPolicy, a Namespace.
 */
export function isReadOfBoth(
  first: SourceObject,
  second: SourceObject,
  set: Pick<ManifestSet, 'objects' | 'values'>,
  versions: TargetVersions,
): boolean {
  const { apiVersion, kind } = first.ref
  if (
    decidingScopeOf(groupOf(apiVersion), kind) === undefined ||
    [first, second].some(({ labels }) => labels['istio.io/rev'] !== undefined)
  )
    return false
  if (workloadKinds.has(kind)) return sameJson(enrolmentOf(first, set, versions), enrolmentOf(second, set, versions))
  switch (`${groupOf(apiVersion)}/${kind}`) {
    case 'networking.istio.io/VirtualService':
      return routesOfEither(first, second) !== undefined
    case 'networking.istio.io/Gateway':
      return sameJson(specOf<{ selector?: object }>(first).selector, specOf<{ selector?: object }>(second).selector)
    case 'install.istio.io/IstioOperator':
    case '/ConfigMap':
    case 'networking.istio.io/DestinationRule':
    case 'networking.istio.io/ServiceEntry':
    case 'security.istio.io/PeerAuthentication':
    case '/Service':
      return true
    case 'security.istio.io/AuthorizationPolicy':
    case 'security.istio.io/RequestAuthentication':
      return [first, second].every((object) => {
        const { targetRef, targetRefs } = specOf<{ targetRef?: object; targetRefs?: object }>(object)
        return targetRef === undefined && targetRefs === undefined
      })
    default:
      return false
  }
}

/** What decides which labels pods get when their namespace moves: it is edited in both definitions alike. */
function enrolmentOf(object: SourceObject, set: Pick<ManifestSet, 'objects' | 'values'>, versions: TargetVersions): unknown {
  const own = aloneIn(object, set, versions).workloads.map((pods) => ({
    labels: pods.labels,
    annotations: pods.annotations,
    hostNetwork: pods.hostNetwork,
    gateway: pods.gateway,
    dataPlane: pods.dataPlane,
    proxy: pods.ownProxy !== undefined,
    template: pods.templatePlace.path,
    owners: pods.owners,
  }))
  return [own, object.ref.owners ?? []]
}
