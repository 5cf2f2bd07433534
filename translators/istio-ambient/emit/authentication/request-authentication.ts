import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { RequestAuthentication } from '../../../../src/model/authentication.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import { managedBy } from '../../../../src/model/managed-by.ts'
import { originalStays } from '../../migration/hold-back/policies/misread.ts'
import type { Migration } from '../../migration/migration.ts'
import { coversPods, near, podsOf } from '../../migration/pods.ts'
import { isWritten, specPath } from '../authorization/edits.ts'
import { type Home, homesOf } from '../authorization/homes.ts'
import { authorizationPolicyObject, type ObjectNames } from '../authorization/object-names.ts'
import { podSelectorFields, waypointsOf, ztunnelScopes } from '../authorization/scopes.ts'
import { writeRule } from '../authorization/written-rule.ts'
import { exempt } from '../authorization/ztunnel-rules.ts'
import { opaquePorts } from './opaque-ports.ts'
import { writeTokenIssuer } from './token-issuer.ts'
import { tokenPlacementOf } from './token-placement.ts'

/** The names that objects can have which are added for access. */
export interface AccessNames {
  readonly policies: ObjectNames
  readonly requests: ObjectNames
}

/** Token checks move to waypoints; what bypasses those gets through only where no token could matter to it. */
export function emitTokenChecks(migration: Migration, request: RequestAuthentication, names: AccessNames): Emission {
  const housed = migration.servicesUnder(request).map((service) => ({ service, body: request, key: '' }))
  const homes = homesOf(migration, request.attachment, housed, false)
  const beside = homes.find((home) => home.namespace === request.namespace)
  const placement = tokenPlacementOf({
    checks: request.issuers.length > 0,
    targeted: request.attachment.scope === 'targets',
    atZtunnel: ztunnelScopes(migration, request.attachment).length > 0,
    stays: originalStays(migration, request),
    bound: homes.length > 0,
    boundBeside: beside !== undefined,
  })
  const moved = placement.original === 'moved' ? beside : undefined
  const added = placement.atWaypoint ? homes.filter((home) => home !== moved) : []
  return {
    changes: [
      ...(moved === undefined ? [] : [movedTo(moved, request)]),
      ...added.map((home) => addedAt(home, request, names.requests)),
      ...(placement.direct === 'denies' ? denials(migration, request, names.policies) : []),
    ],
    diagnostics: placement.direct === 'denies' ? findings(migration, request) : [],
  }
}

const why = 'tokens are checked by the waypoint of the Services'

/** The document itself, for the waypoints of its namespace. */
function movedTo({ targetRefs }: Home<RequestAuthentication>, request: RequestAuthentication): Change {
  const place = request.place.field('spec')
  const edits: Edit[] = isWritten(place, 'selector') ? [{ op: 'delete', path: specPath(request, 'selector') }] : []
  edits.push({ op: 'set', path: specPath(request, 'targetRefs'), value: targetRefs })
  return { kind: 'edit', target: request.place.object, edits, causes: [place], why }
}

/** A document beside the original, for waypoints that it does not reach. */
function addedAt({ namespace, targetRefs }: Home<RequestAuthentication>, request: RequestAuthentication, names: ObjectNames): Change {
  const object = {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: names.claim(namespace, request.name, 'waypoint'), namespace, labels: managedBy },
    spec: { targetRefs, jwtRules: request.issuers.map(writeTokenIssuer) },
  }
  return { kind: 'add', object, causes: [request.place.field('spec')], why }
}

/** What bypasses the waypoints is denied, but on ports of which sidecars never looked for tokens. */
function denials(migration: Migration, request: RequestAuthentication, names: ObjectNames): Change[] {
  const place = request.place.field('spec')
  const atoms = opaquePorts(migration, request).map((port) => ({
    kind: 'destination-port' as const,
    port,
    of: 'container' as const,
    place,
  }))
  const clauses = atoms.length === 0 ? [] : [{ about: 'operation' as const, alternatives: [[{ negated: true, atoms }]] }]
  const rule = writeRule(
    exempt({ clauses }, request.place, waypointsOf(migration, migration.servicesUnder(request)), migration.options).clauses,
  )
  return ztunnelScopes(migration, request.attachment).map((scope): Change => {
    const name = names.claim(scope.namespace, request.name, 'direct')
    const object = authorizationPolicyObject(scope.namespace, name, { ...podSelectorFields(scope), action: 'DENY', rules: [rule] })
    return { kind: 'add', object, causes: [place], why: 'tokens are not checked for traffic that bypasses the waypoint' }
  })
}

function findings(migration: Migration, request: RequestAuthentication): Diagnostic[] {
  const issuer = request.issuers[0]!.place.field('issuer')
  const [first] = waypointsOf(migration, migration.servicesUnder(request))
  const waypoint = first === undefined ? 'a waypoint' : `waypoint \`${first.namespace}/${first.name}\``
  const alone = near(migration, request.attachment).workloads.filter(
    (workload) =>
      migration.workloadMoves(workload) &&
      coversPods(request.attachment, podsOf(workload)) === 'yes' &&
      !migration.servicesOf(workload).some((service) => migration.waypointOf(service) !== undefined),
  )
  return [
    diagnose(catalogue.tokensUnchecked, issuer, { policy: request.name, waypoint }),
    ...alone.map(({ name }) => diagnose(catalogue.noServiceStricter, issuer, { policy: request.name, workload: name })),
  ]
}
