import type { Emission } from '../../src/model/change.ts'
import type { EmitOptions, Target } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { authorizationCapabilities } from './capabilities/authorization.ts'
import { emitAccess } from './emit/authorization/index.ts'
import { emitBackends } from './emit/backends/index.ts'
import { announceConsequences } from './emit/enrolment/consequences.ts'
import { announceHoldBacks } from './emit/enrolment/held-back.ts'
import { enrolNamespaces } from './emit/enrolment/namespaces.ts'
import { enrolPods } from './emit/enrolment/pods.ts'
import { emitExtensions } from './emit/extensions/index.ts'
import { emitExternalHosts } from './emit/external-hosts/index.ts'
import { emitNetworkPolicies } from './emit/network-policy/index.ts'
import { emitRoutes } from './emit/routes/index.ts'
import { emitWaypoints } from './emit/waypoint/index.ts'
import { authorizationPolicyFates } from './fates/authorization-policy.ts'
import { peerAuthenticationFates } from './fates/peer-authentication.ts'
import { requestAuthenticationFates } from './fates/request-authentication.ts'
import { makePlan } from './plan/make-plan.ts'
import type { Plan } from './plan/plan.ts'

const emitters: readonly ((plan: Plan) => Emission)[] = [
  enrolNamespaces,
  enrolPods,
  announceHoldBacks,
  announceConsequences,
  emitWaypoints,
  emitAccess,
  emitRoutes,
  emitBackends,
  emitExternalHosts,
  emitExtensions,
  emitNetworkPolicies,
]

export const ambient: Target = {
  name: 'ambient',
  fates: {
    AuthorizationPolicy: authorizationPolicyFates,
    PeerAuthentication: peerAuthenticationFates,
    RequestAuthentication: requestAuthenticationFates,
  },
  capabilities: authorizationCapabilities,
  emit(mesh: Mesh, options: EmitOptions): Emission {
    const plan = makePlan(mesh, options)
    const parts = emitters.map((emit) => emit(plan))
    return { changes: parts.flatMap((part) => part.changes), diagnostics: parts.flatMap((part) => part.diagnostics) }
  },
}
