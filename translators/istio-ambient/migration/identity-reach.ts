import { hasIdentity } from '../../../src/model/data-plane.ts'
import { mayName } from '../../../src/model/identity-names.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { backingEntry } from '../../../src/resolve/services.ts'
import type { Migration } from './migration.ts'
import { podsBehind, podsOf } from './pods.ts'
import { effectiveModes } from './policy/mtls.ts'
import { atomsOfPolicy } from './policy/terms.ts'

/** The pods that a Service or ServiceEntry leads to, as far as the input has them. */
export function podsOfTarget(migration: Migration, target: Service | ExternalHost): readonly Workload[] {
  if (!('resolution' in target)) return migration.workloadsOf(target)
  return [...new Set(target.ports.flatMap(({ port }) => backingEntry(migration.mesh, target, port).map(({ pod }) => pod)))]
}

/** Whether it counts at the pods that a client of a namespace has an identity; undefined where it never does. */
export function clientsThatCount(
  migration: Migration,
  target: Service | ExternalHost,
  pods: readonly Workload[],
): ((namespace: string) => boolean) | undefined {
  const known = counting.get(migration) ?? new Map<Service | ExternalHost, Counting>()
  counting.set(migration, known)
  const answer = known.get(target) ?? { who: counted(migration, target, pods) }
  known.set(target, answer)
  return answer.who
}

interface Counting {
  readonly who: ((namespace: string) => boolean) | undefined
}

/** Several checks ask about each target, always with all of its pods. */
const counting = new WeakMap<Migration, Map<Service | ExternalHost, Counting>>()

function counted(
  migration: Migration,
  target: Service | ExternalHost,
  pods: readonly Workload[],
): ((namespace: string) => boolean) | undefined {
  if ('resolution' in target && pods.length === 0) return undefined
  if (pods.length > 0 && pods.every(({ dataPlane, hostNetwork }) => hasIdentity(dataPlane) === 'no' || hostNetwork)) return undefined
  const kinds = pods.length > 0 ? pods.map(podsOf) : 'resolution' in target ? [] : [podsBehind(target)]
  const modes = kinds.map((one) => effectiveModes(migration.mesh, one))
  if (modes.some(({ base, ports }) => base === 'strict' || [...ports.values()].includes('strict'))) return () => true
  const policies =
    pods.length > 0
      ? pods.flatMap((pod) => migration.policiesOfWorkload(pod).authorization)
      : 'resolution' in target
        ? []
        : migration.policiesOf(target).authorization
  const atoms = policies
    .filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
    .flatMap((policy) => atomsOfPolicy(policy).flatMap((atom) => (atom.kind === 'identity' ? [atom] : [])))
  return atoms.length === 0 ? undefined : (namespace) => atoms.some(({ match }) => mayName(match, namespace))
}
