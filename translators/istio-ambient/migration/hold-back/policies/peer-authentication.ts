import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { PeerAuthentication } from '../../../../../src/model/authentication.ts'
import { perMesh } from '../../../../../src/resolve/host-index.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { coversPods, podsBehind, podsOf } from '../../pods.ts'
import { effectiveModes } from '../../policy/mtls.ts'
import { atomsOfPolicy } from '../../policy/terms.ts'

/** Pods without mTLS whose policies speak of identities, and pods under two PeerAuthentications that disagree. */
export function peerAuthenticationHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  const subjects = [
    ...migration.mesh.workloads.filter(migration.workloadMoves).map((workload) => ({
      pods: podsOf(workload),
      name: workload.name,
      hold: { workload } as HoldBack['subject'],
      policies: migration.policiesOfWorkload(workload),
    })),
    ...migration.mesh.services
      .filter(
        (service) =>
          migration.moves(service.namespace) && service.externalName === undefined && migration.workloadsOf(service).length === 0,
      )
      .map((service) => ({
        pods: podsBehind(service),
        name: service.name,
        hold: { namespace: service.namespace } as HoldBack['subject'],
        policies: migration.policiesOf(service),
      })),
  ]
  for (const { pods, name, hold, policies } of subjects) {
    const modes = effectiveModes(migration.mesh, pods)
    if (modes.rival !== undefined) {
      const params = { policy: modes.rival[0].name, other: modes.rival[1].name, workload: name }
      holds.push({ subject: hold, cause: diagnose(catalogue.modesConflict, modes.rival[1].place, params) })
    }
    const disabled = modes.disabledBy ?? maybeDisabled(migration, pods)
    if (disabled === undefined) continue
    const identity = policies.authorization.find(
      (policy) => !policy.dryRun && policy.effect !== 'audit' && atomsOfPolicy(policy).some((atom) => atom.kind === 'identity'),
    )
    if (identity === undefined) continue
    const params = { policy: disabled.name, authorization: identity.name }
    holds.push({ subject: hold, cause: diagnose(catalogue.disableWithIdentities, disabled.modePlace ?? disabled.place, params) })
  }
  return holds
}

function maybeDisabled(migration: Migration, pods: Parameters<typeof coversPods>[1]): PeerAuthentication | undefined {
  return disabling(migration.mesh).find((policy) => coversPods(policy.attachment, pods) === 'maybe')
}

const disabling = perMesh(({ peerAuthentication }) =>
  peerAuthentication.filter(({ mode, ports }) => mode === 'disable' || ports.some((port) => port.mode === 'disable')),
)
