import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { indexByNamespace } from '../../../../../src/resolve/host-index.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { coversPods, podsOf } from '../../pods.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'
import { textOf } from '../../policy/value-text.ts'
import { misread } from '../../policy/ztunnel-vocabulary.ts'
import { mayGuardUnseen } from '../../unseen-pods.ts'

/** Allow policies that have to stay as they are for gateways or sidecars, and that ztunnel would read as wider than they are. */
export function misreadHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  for (const policy of migration.mesh.authorization) {
    if (policy.effect !== 'allow' || policy.dryRun || !originalStays(migration, policy)) continue
    const atom = atomsOfPolicy(policy).find(misread)
    if (atom === undefined) continue
    const cause = diagnose(catalogue.misreadAtZtunnel, atom.place, { policy: policy.name, value: textOf(atom) })
    const attachment = policy.attachment
    holds.push(
      'namespace' in attachment && attachment.namespace !== undefined
        ? { subject: { namespace: attachment.namespace }, cause }
        : { subject: 'mesh', cause },
    )
  }
  return holds
}

/** True when a policy goes on being enforced by a proxy that is not a waypoint: gateways, pods that keep their sidecar, other namespaces. */
export function originalStays(migration: Migration, policy: Pick<AuthorizationPolicy, 'attachment'>): boolean {
  const attachment = policy.attachment
  if (attachment.scope === 'mesh') return true
  if (attachment.scope === 'workloads' && attachment.namespace === undefined) return true
  if ('namespace' in attachment && attachment.namespace !== undefined && mayGuardUnseen(migration, attachment, attachment.namespace))
    return true
  const staying = stayingIn.get(migration) ?? indexByNamespace(migration.staying)
  stayingIn.set(migration, staying)
  const workloads = 'namespace' in attachment ? staying(attachment.namespace ?? '') : migration.staying
  return workloads.some((workload) => coversPods(attachment, podsOf(workload)) === 'yes')
}

const stayingIn = new WeakMap<Migration, (namespace: string) => readonly Workload[]>()
