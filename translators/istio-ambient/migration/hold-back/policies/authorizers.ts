import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import type { Service } from '../../../../../src/model/service.ts'
import { authorizerOf } from '../../../../../src/resolve/external-authorizer.ts'
import { mutatedAttributes } from '../../../routes/mutations.ts'
import { type AuthorizerObstacle, authorizerObstacle, authorizerOwners, authorizerPods } from '../../authorizer.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { envoyReason } from '../../needs/access.ts'
import { boundServices, holdPodsOf, rehomed } from '../pods/pods.ts'
import { routesAsk } from '../routes/token-routes.ts'

/**
 * CUSTOM policies whose authorizer a waypoint would have to ask, and that may answer it otherwise than a sidecar. Example: the authorizer is a container
 * at `127.0.0.1` of the pod, or an AuthorizationPolicy admits only the pod's own service account to it.
 */
export function authorizerHoldBacks(migration: Migration): HoldBack[] {
  const waypoints = boundServices(migration).flatMap((service) =>
    migration.policiesOf(service).authorization.flatMap((policy): HoldBack[] => {
      if (policy.effect !== 'external' || !rehomed(policy)) return []
      const obstacle = obstacleOf(migration, policy, service)
      if (obstacle === undefined) return []
      const { why, place } = obstacle
      const params = { policy: policy.name, provider: policy.provider ?? '', service: service.name, why }
      const related = place === undefined ? {} : { related: [{ place, message: 'it stands here' }] }
      return holdPodsOf(
        migration,
        service,
        diagnose(catalogue.authorizerAnswersOthers, policy.place.field('spec').field('provider'), params, related),
      )
    }),
  )
  return [...waypoints, ...closedAuthorizers(migration)]
}

/**
 * Authorizers that would need a waypoint to admit who asks them: gateways, sidecars and other waypoints pass none, and ztunnel would deny them.
 * With `failOpen` everything would then be allowed.
 */
function closedAuthorizers(migration: Migration): HoldBack[] {
  const asking = migration.input.authorization.filter(({ effect, dryRun }) => effect === 'external' && !dryRun)
  return asking.flatMap((policy): HoldBack[] => {
    const authorizer = authorizerOf(policy, migration.input.settings)
    if (typeof authorizer === 'string') return []
    const pods = authorizerOwners(migration, authorizer).flatMap((owner) => authorizerPods(migration, owner, authorizer.port))
    return pods.filter(migration.workloadMoves).flatMap((workload): HoldBack[] => {
      const { authorization, requests } = migration.policiesOfWorkload(workload)
      const closing = authorization.find((one) => !one.dryRun && one.effect !== 'audit' && envoyReason(one) !== undefined) ?? requests[0]
      if (closing === undefined) return []
      const params = { workload: workload.name, policy: objectText(policy.place.object), closing: objectText(closing.place.object) }
      return [{ subject: { workload }, cause: diagnose(catalogue.authorizerNeedsWaypoint, closing.place, params) }]
    })
  })
}

function obstacleOf(migration: Migration, policy: AuthorizationPolicy, service: Service): AuthorizerObstacle | undefined {
  const authorizer = authorizerOf(policy, migration.input.settings)
  // Sidecars and waypoints deny alike what a provider is to decide that the mesh does not have.
  if (authorizer === 'none') return undefined
  if (authorizer === 'unknown') return { why: 'the mesh configuration that defines it is not in the input' }
  const { path, authority, headers } = mutatedAttributes(migration.mesh, service)
  const changed = [...(path ? ['the path'] : []), ...(authority ? ['the host'] : []), ...headers.map((name) => `header \`${name}\``)]
  if (changed.length > 0) return { why: `a route of \`${service.name}\` changes ${changed.join(', ')} only after it was asked` }
  if (authorizer.choosesRouteAgain === true && routesAsk(migration.mesh, service))
    return { why: `\`clearRouteCache\` would choose the routes of \`${service.name}\` again by what it answers`, place: authorizer.place }
  return authorizerObstacle(migration, authorizer, migration.workloadsOf(service).filter(migration.workloadMoves))
}
