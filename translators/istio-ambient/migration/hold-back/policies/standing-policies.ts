import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import type { Extension } from '../../../../../src/model/extension.ts'
import type { Service } from '../../../../../src/model/service.ts'
import { perMesh } from '../../../../../src/resolve/host-index.ts'
import { policiesAtWaypoint, reachesWaypoint } from '../../../../../src/resolve/waypoints.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'
import { boundServices, holdPodsOf, rehomed } from '../pods/pods.ts'

/**
 * Policies that wait for a waypoint: `targetRefs` to a Service, a Gateway or the class `istio-waypoint`. Sidecars do not enforce them, the waypoint of
 * the Service will. Beside the policies of its pods an ALLOW policy admits more than they did, and so does a token check that tells who a client is.
 */
export function standingPolicyHoldBacks(migration: Migration): HoldBack[] {
  return boundServices(migration).flatMap((service): HoldBack[] => {
    const { allowing, tokens } = standingAt(migration, service)
    const own = migration.policiesOf(service).authorization.filter((policy) => rehomed(policy) && policy.effect !== 'audit')
    const admits = own.some(({ effect }) => effect === 'allow') ? allowing : undefined
    const identifies = own.some((policy) => atomsOfPolicy(policy).some(({ kind }) => kind === 'token-principal' || kind === 'token-claim'))
    const extension = migration.options.assume.includes('extensions-reviewed') ? undefined : extensionAt(migration, service)
    if (extension !== undefined) {
      const params = { extension: objectText(extension.place.object), service: service.name }
      return holdPodsOf(migration, service, diagnose(catalogue.standingExtension, extension.place, params))
    }
    const standing = admits ?? (identifies ? tokens : undefined)
    if (standing === undefined) return []
    const params = { policy: objectText(standing.place.object), service: service.name }
    return holdPodsOf(migration, service, diagnose(catalogue.standingPolicyOpens, standing.place, params))
  })
}

/** What customises the waypoint of a Service, and may decide about access. */
function extensionAt(migration: Migration, service: Service): Extension | undefined {
  const waypoint = migration.waypointOf(service)
  if (waypoint === undefined) return undefined
  const at = { ...waypoint, className: 'istio-waypoint' }
  return decidingExtensions(migration.mesh).find(({ attachment }) => reachesWaypoint(migration.mesh, attachment, at, service))
}

const decidingExtensions = perMesh(({ extensions }) =>
  extensions.filter(({ kind, mayDecideAccess }) => kind === 'envoy-filter' || (kind !== 'telemetry' && mayDecideAccess)),
)

interface Standing {
  readonly allowing?: AuthorizationPolicy
  readonly tokens?: RequestAuthentication
  /** What denies requests that nothing denied. */
  readonly closing: readonly (AuthorizationPolicy | RequestAuthentication)[]
}

/** The policies of the input that a Service meets at its waypoint. */
export function standingAt(migration: Migration, service: Service): Standing {
  const waypoint = migration.waypointOf(service)
  if (waypoint === undefined) return { closing: [] }
  const { authorization, authentication } = policiesAtWaypoint(migration.mesh, { ...waypoint, className: 'istio-waypoint' }, service)
  const enforced = authorization.filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
  const checks = authentication.filter(({ issuers }) => issuers.length > 0)
  const [allowing] = enforced.filter(({ effect }) => effect === 'allow')
  const [tokens] = checks
  return {
    ...(allowing === undefined ? {} : { allowing }),
    ...(tokens === undefined ? {} : { tokens }),
    closing: [...enforced, ...checks],
  }
}
