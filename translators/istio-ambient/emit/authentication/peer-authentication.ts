import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { MtlsMode, PeerAuthentication } from '../../../../src/model/authentication.ts'
import type { Change, Edit } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'
import { coversPods, type Pods, podsOf } from '../../migration/pods.ts'
import { type EffectiveModes, effectiveModes, ignoredByIstio } from '../../migration/policy/mtls.ts'
import { hasEmptySelector, specPath } from '../authorization/edits.ts'
import { authorizationPolicyObject, type ObjectNames } from '../authorization/object-names.ts'

interface Output {
  readonly changes: Change[]
  readonly diagnostics: Diagnostic[]
}

/**
 * Modes that ztunnel takes as sidecars did stay as they are. The others are written out: empty selectors, inherited modes and DISABLE
 * go wrong in istiod's conversion for ztunnel (istio:pilot/pkg/serviceregistry/ambient/authorization.go).
 */
export function emitPeerAuthentication(migration: Migration, names: ObjectNames): Output {
  const out: Output = { changes: [], diagnostics: [] }
  for (const policy of migration.mesh.peerAuthentication) {
    if (!ignoredByIstio(migration.mesh, policy) && concerns(migration, policy)) emitOne(migration, policy, names, out)
  }
  return out
}

function concerns(migration: Migration, policy: PeerAuthentication): boolean {
  const attachment = policy.attachment
  if (attachment.scope === 'mesh') return migration.movingNamespaces.length > 0
  if (!('namespace' in attachment) || attachment.namespace === undefined || !migration.moves(attachment.namespace)) return false
  const covered = migration.workloadsIn(attachment.namespace).filter((workload) => coversPods(attachment, podsOf(workload)) === 'yes')
  return covered.length === 0 ? migration.movesWhole(attachment.namespace) : covered.some(migration.workloadMoves)
}

function emitOne(migration: Migration, policy: PeerAuthentication, names: ObjectNames, out: Output): void {
  const edits: Edit[] = []
  let why = 'istiod converts it for ztunnel only when it is written out'
  if (hasEmptySelector(policy)) {
    edits.push({ op: 'delete', path: specPath(policy, 'selector') })
    out.diagnostics.push(diagnose(catalogue.emptySelector, policy.place.field('spec').field('selector'), { policy: policy.name }))
    why = 'ztunnel attaches an empty selector to nothing'
  }
  const modes = effectiveModes(migration.mesh, podsUnder(policy))
  // Pods that the input does not have keep their sidecars where the namespace moves in part.
  const stays =
    policy.attachment.scope === 'mesh' ||
    !migration.movesWhole(policy.namespace) ||
    migration.staying.some((workload) => coversPods(policy.attachment, podsOf(workload)) === 'yes')
  if (
    policy.mode === 'unset' &&
    policy.attachment.scope !== 'mesh' &&
    !(stays && modes.base === 'disable') &&
    losesInherited(policy, modes)
  ) {
    const mode = modeName(ambientMode(modes.base))
    edits.push({ op: 'set', path: [...specPath(policy, 'mtls'), 'mode'], value: mode })
    out.diagnostics.push(
      diagnose(catalogue.modeMadeExplicit, policy.modePlace ?? policy.place.field('spec'), { policy: policy.name, mode }),
    )
  }
  if (policy.mode === 'disable') {
    if (!stays) edits.push({ op: 'set', path: [...specPath(policy, 'mtls'), 'mode'], value: 'PERMISSIVE' })
    out.diagnostics.push(diagnose(catalogue.disableIsPermissive, policy.modePlace ?? policy.place, { policy: policy.name }))
  }
  for (const port of policy.ports) {
    if (port.mode !== 'disable') continue
    if (!stays) edits.push({ op: 'set', path: [...specPath(policy, 'portLevelMtls'), String(port.port), 'mode'], value: 'PERMISSIVE' })
    out.diagnostics.push(diagnose(catalogue.disableIsPermissive, port.place, { policy: policy.name }))
  }
  if (edits.length > 0) out.changes.push({ kind: 'edit', target: policy.place.object, edits, causes: [policy.place], why })
  guardStrictPorts(policy, modes, names, out)
}

/** Modes left open are lost where ports have their own, or where a namespace policy without a mode hides a strict mesh. */
function losesInherited(policy: PeerAuthentication, modes: EffectiveModes): boolean {
  return policy.ports.length > 0 || modes.base === 'strict'
}

/** Strict ports of a permissive workload: their own rule is never made when the levels above are strict. */
function guardStrictPorts(policy: PeerAuthentication, modes: EffectiveModes, names: ObjectNames, out: Output): void {
  if (policy.attachment.scope !== 'workloads' || modes.base === 'strict' || modes.inherited === 'permissive') return
  const strict = [...modes.ports].filter(([, mode]) => mode === 'strict').map(([port]) => String(port))
  if (strict.length === 0) return
  const object = authorizationPolicyObject(policy.namespace, names.claim(policy.namespace, policy.name, 'strict-ports'), {
    selector: { matchLabels: policy.attachment.labels },
    action: 'DENY',
    rules: [{ from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { ports: strict } }] }],
  })
  const place = policy.ports.find((port) => port.mode === 'strict')?.place ?? policy.place
  out.changes.push({ kind: 'add', object, causes: [place], why: 'istiod makes no rule for these ports itself' })
  out.diagnostics.push(diagnose(catalogue.strictPortsByPolicy, place, { policy: policy.name, ports: strict.join(', ') }))
}

function podsUnder(policy: PeerAuthentication): Pods {
  const labels = policy.attachment.scope === 'workloads' ? policy.attachment.labels : {}
  return { namespace: policy.namespace, labels, known: true, anyLabels: false }
}

function ambientMode(mode: Exclude<MtlsMode, 'unset'>): 'strict' | 'permissive' {
  return mode === 'strict' ? 'strict' : 'permissive'
}

function modeName(mode: 'strict' | 'permissive'): string {
  return mode === 'strict' ? 'STRICT' : 'PERMISSIVE'
}
