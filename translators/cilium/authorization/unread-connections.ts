import { type AuthorizationRule, rulePredicate } from '../../../src/model/authorization.ts'
import { everyRequest } from '../http/requests.ts'
import type { Box, ReachContext } from './box.ts'
import { everybody } from './identity-set.ts'
import { complementPorts, type PortSet } from './port-set.ts'
import { complementOf, intersect, reachOf } from './reach.ts'

/**
 * Whether a DENY rule denies connections without denying a request of them: under `methods: [GET], notMethods: [GET]` there is no such request,
 * and a connection that is not HTTP at a port that is not named matches the rule as if it had no conditions on requests
 * (istio:pilot/pkg/security/authz/model/model.go Generate, forTCP). Where a request is left, Cilium reads HTTP and refuses such connections.
 */
export function deniesUnreadConnections(rule: AuthorizationRule, reached: readonly Box[], context: ReachContext, named: PortSet): boolean {
  const scratch = { ...context, diagnostics: [] }
  const asConnections = reachOf(rulePredicate(rule), 'up', { ...scratch, httpPorts: [] })
  const unnamed: Box = { clients: everybody, ports: complementPorts(named), requests: everyRequest }
  const covered = reached.map((box) => ({ ...box, requests: everyRequest }))
  return intersect(intersect(asConnections, [unnamed], scratch), complementOf(covered, scratch), scratch).length > 0
}
