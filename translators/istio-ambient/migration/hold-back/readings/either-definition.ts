import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place, sameObject } from '../../../../../src/diagnostics/place.ts'
import type { ExternalHost, Service } from '../../../../../src/model/service.ts'
import type { UnreadInput } from '../../../../../src/model/unread.ts'
import { servicesForHost } from '../../../../../src/resolve/hosts.ts'
import { podsOfTarget } from '../../identity-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { subjectsOf } from '../pods/subjects.ts'

/**
 * What the definition touches that this mesh has of an object with two of them. Pods that it makes, pods that its policy selects, and pods of
 * a Service that it defines stay as they are. Routes, rules of destinations and external hosts are followed by clients, whom the other checks
 * look at in the mesh of each definition; a waypoint would follow the one that is in force, so nothing that they name is bound to one.
 */
export function eitherDefinitionHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('unread-reviewed')) return []
  return migration.mesh.unread.flatMap((unread) => (unread.either === undefined ? [] : heldBy(migration, unread, unread.either)))
}

function heldBy(migration: Migration, unread: UnreadInput, first: Place): HoldBack[] {
  const { mesh } = migration
  const isOne = ({ place }: { readonly place: Place }) => [first, unread.place].some((one) => one !== undefined && sameObject(one, place))
  const policies = [...mesh.authorization, ...mesh.peerAuthentication, ...mesh.requestAuthentication].filter(isOne)
  const services = mesh.services.filter(isOne)
  const entries = mesh.externalHosts.filter(isOne)
  const named = [
    ...mesh.routes.filter(isOne).flatMap(({ namespace, hosts, http, tls, tcp }) => {
      const backends = [
        ...http.flatMap(({ action }) => [...action.backends, ...action.mirrors]),
        ...[...tls, ...tcp].flatMap((rule) => rule.backends),
      ]
      return [...hosts, ...backends].flatMap(({ host }) => servicesForHost(mesh, host, namespace))
    }),
    ...mesh.backendPolicies.filter(isOne).flatMap(({ host, namespace }) => servicesForHost(mesh, host, namespace)),
    ...entries.flatMap((entry) => [entry, ...entry.hosts.flatMap((host) => servicesForHost(mesh, host, entry.namespace))]),
  ]
  const subjects: HoldBack['subject'][] = [
    ...mesh.workloads.filter(isOne).map((workload) => ({ workload })),
    ...policies.flatMap(({ attachment }) => subjectsOf(attachment, mesh)),
    ...services.flatMap((service) => podsOrNamespace(migration, service)),
    ...entries.flatMap((entry) => podsOfTarget(migration, entry).map((workload) => ({ workload }))),
    ...named.filter((target) => migration.waypointOf(target) !== undefined).flatMap((target) => podsOrNamespace(migration, target)),
  ]
  const object = objectText(first.object)
  return subjects.map((subject) => ({ subject, cause: eitherCause(unread, object, subject) }))
}

function podsOrNamespace(migration: Migration, target: Service | ExternalHost): HoldBack['subject'][] {
  const pods = 'resolution' in target ? [] : migration.workloadsOf(target)
  return pods.length > 0 ? pods.map((workload) => ({ workload })) : [{ namespace: target.namespace }]
}

/** Says that something stays because of an object with two definitions. */
export function eitherCause({ place }: UnreadInput, object: string, subject: HoldBack['subject']): Diagnostic {
  const scope =
    subject === 'mesh'
      ? 'the whole mesh'
      : 'namespace' in subject
        ? `namespace \`${subject.namespace}\``
        : `\`${subject.workload.namespace}/${subject.workload.name}\``
  return diagnose(catalogue.eitherHolds, place, { object, scope })
}
