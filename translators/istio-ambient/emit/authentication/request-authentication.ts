import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { RequestAuthentication } from '../../../../src/model/authentication.ts'
import type { Change, Edit } from '../../../../src/model/change.ts'
import { managedBy } from '../../../../src/model/managed-by.ts'
import type { KubernetesObject } from '../../../../src/model/object.ts'
import { containerPort } from '../../../../src/resolve/services.ts'
import { originalStays } from '../../plan/hold-back/misread.ts'
import type { Migration } from '../../plan/migration.ts'
import { coversPods, near, podsBehind, podsOf } from '../../plan/pods.ts'
import { isOpaque } from '../../plan/policy/service-ports.ts'
import { isWritten, specPath } from '../authorization/edits.ts'
import { homesOf } from '../authorization/homes.ts'
import { authorizationPolicyObject, type ObjectNames } from '../authorization/object-names.ts'
import { podSelectorFields, waypointsOf, ztunnelScopes } from '../authorization/scopes.ts'
import { writeRule } from '../authorization/written-rule.ts'
import { exempt } from '../authorization/ztunnel-rules.ts'
import { writeTokenIssuer } from './token-issuer.ts'

/** Token checks move to waypoints; round them only what no token could matter to gets through. */
export function emitTokenChecks(
  plan: Migration,
  request: RequestAuthentication,
  names: ObjectNames,
  requestNames: ObjectNames,
): { changes: Change[]; diagnostics: Diagnostic[] } {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  const scopes = ztunnelScopes(plan, request.attachment)
  if (request.issuers.length === 0 || request.attachment.scope === 'targets' || scopes.length === 0) return { changes, diagnostics }
  const targets = plan.servicesUnder(request)
  const place = request.place.field('spec')
  const issuer = request.issuers[0]!.place.field('issuer')
  const stays = originalStays(plan, request)
  const homes = homesOf(
    plan,
    request.attachment,
    targets.map((service) => ({ service, body: request, key: '' })),
    false,
  )
  const own = stays ? undefined : homes.find((home) => home.namespace === request.namespace)
  for (const home of homes) {
    if (home === own) {
      const edits: Edit[] = isWritten(place, 'selector') ? [{ op: 'delete', path: specPath(request, 'selector') }] : []
      edits.push({ op: 'set', path: specPath(request, 'targetRefs'), value: home.targetRefs })
      changes.push({
        kind: 'edit',
        target: request.place.object,
        edits,
        causes: [place],
        why: 'tokens are checked by the waypoint of the Services',
      })
      continue
    }
    const object: KubernetesObject = {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { name: requestNames.claim(home.namespace, request.name, 'waypoint'), namespace: home.namespace, labels: managedBy },
      spec: { targetRefs: home.targetRefs, jwtRules: request.issuers.map(writeTokenIssuer) },
    }
    changes.push({ kind: 'add', object, causes: [place], why: 'tokens are checked by the waypoint of the Services' })
  }
  const waypoints = waypointsOf(plan, targets)
  const opaque = opaquePorts(plan, request)
  const clauses =
    opaque.length === 0
      ? []
      : [
          {
            about: 'operation' as const,
            alternatives: [
              [
                {
                  negated: true,
                  atoms: opaque.map((port) => ({ kind: 'destination-port' as const, port, of: 'container' as const, place })),
                },
              ],
            ],
          },
        ]
  const rule = writeRule(exempt({ clauses }, waypoints, plan.options).clauses)
  for (const scope of scopes) {
    const name = names.claim(scope.namespace, request.name, 'direct')
    const object = authorizationPolicyObject(scope.namespace, name, { ...podSelectorFields(scope), action: 'DENY', rules: [rule] })
    changes.push({ kind: 'add', object, causes: [place], why: 'tokens are not checked for traffic that bypasses the waypoint' })
  }
  const waypoint = waypoints.length === 0 ? 'a waypoint' : `waypoint \`${waypoints[0]!.namespace}/${waypoints[0]!.name}\``
  diagnostics.push(diagnose(catalogue.tokensUnchecked, issuer, { policy: request.name, waypoint }))
  for (const workload of near(plan, request.attachment).workloads) {
    if (!plan.workloadMoves(workload) || coversPods(request.attachment, podsOf(workload)) !== 'yes') continue
    if (plan.servicesOf(workload).some((service) => plan.waypointOf(service) !== undefined)) continue
    diagnostics.push(diagnose(catalogue.noServiceStricter, issuer, { policy: request.name, workload: workload.name }))
  }
  return { changes, diagnostics }
}

/** Container ports on which no pod under the check speaks HTTP: sidecars check no tokens there. */
function opaquePorts(plan: Migration, request: RequestAuthentication): number[] {
  const { workloads, services } = near(plan, request.attachment)
  const groups = [
    ...workloads
      .filter((workload) => plan.workloadMoves(workload) && coversPods(request.attachment, podsOf(workload)) === 'yes')
      .map((workload) =>
        opaqueOf(
          plan.servicesOf(workload).flatMap((service) => service.ports.map((port) => ({ port, number: containerPort(port, workload) }))),
        ),
      ),
    ...services
      .filter((service) => plan.moves(service.namespace) && plan.workloadsOf(service).length === 0)
      .filter((service) => coversPods(request.attachment, podsBehind(service)) !== 'no')
      .map((service) => opaqueOf(service.ports.map((port) => ({ port, number: containerPort(port, undefined) })))),
  ]
  const [first, ...rest] = groups
  return [...(first ?? [])].filter((port) => rest.every((group) => group.has(port))).sort((a, b) => a - b)
}

function opaqueOf(ports: readonly { port: Parameters<typeof isOpaque>[0]; number: number | undefined }[]): Set<number> {
  const opaque = new Set<number>()
  for (const { port, number } of ports) if (number !== undefined && isOpaque(port)) opaque.add(number)
  for (const { port, number } of ports) if (number !== undefined && !isOpaque(port)) opaque.delete(number)
  return ports.some(({ number }) => number === undefined) ? new Set() : opaque
}
