import type { Place } from '../../diagnostics/place.ts'
import type { MtlsMode, PeerAuthentication } from '../../model/authentication.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { type MtlsLevels, possibleMtlsLevels } from '../peer-authentication.ts'

/** Whether ztunnel refuses plaintext on a port, and what makes it. */
export interface ZtunnelMtls {
  readonly strict: boolean
  readonly because: readonly Place[]
}

/**
 * Whether ztunnel refuses plaintext on a port: more than one answer where the input hides which PeerAuthentication is the oldest. DISABLE
 * counts as PERMISSIVE. A mesh-wide policy with an empty selector is not seen at all
 * (istio:pilot/pkg/serviceregistry/ambient/workloads.go fetchPeerAuthentications).
 */
export function ztunnelMtls(mesh: Mesh, workload: Workload, port: number): readonly ZtunnelMtls[] {
  const counts = ({ attachment }: PeerAuthentication): boolean => attachment.scope !== 'mesh' || attachment.emptySelector === undefined
  return possibleMtlsLevels(mesh, workload, counts).map((levels) => under(levels, port))
}

/**
 * istiod attaches the static STRICT policy, or one that it converts from a workload's port settings; it sends the latter from other
 * conditions than those it attaches it by, and ztunnel passes over a policy that never comes. That is followed here step by step, because
 * it opens ports (istio:pilot/pkg/serviceregistry/ambient/authorization.go convertedSelectorPeerAuthentications, convertPeerAuthentication).
 */
function under(levels: MtlsLevels, port: number): ZtunnelMtls {
  const { mesh: whole, namespace, workload: own } = levels
  const inherited = namespace !== undefined && namespace.mode !== 'unset' ? namespace : whole
  const inheritedStrict = inherited?.mode === 'strict'
  const staticStrict = (policy: PeerAuthentication | undefined): ZtunnelMtls => ({
    strict: true,
    because: policy === undefined ? [] : [policy.place],
  })
  const open: ZtunnelMtls = { strict: false, because: [] }
  if (own === undefined) return inheritedStrict ? staticStrict(inherited) : open
  const strict = own.mode === 'strict' || (own.mode === 'unset' && inheritedStrict)
  const has = (...modes: MtlsMode[]): boolean => own.ports.some(({ mode }) => modes.includes(mode))
  // An own STRICT is replaced for PERMISSIVE and DISABLE, an inherited one for PERMISSIVE only.
  const converted = strict ? (own.mode === 'strict' ? has('permissive', 'disable') : has('permissive')) : has('strict')
  if (!converted) return strict ? staticStrict(own.mode === 'strict' ? own : inherited) : open
  return convertedDenies(levels, own, port) ? { strict: true, because: [own.place] } : open
}

/** Whether the policy converted from port settings denies plaintext on a port; it is not sent when it would have no rules. */
function convertedDenies({ mesh: whole, namespace }: MtlsLevels, own: PeerAuthentication, port: number): boolean {
  // The conversion, unlike the attachment, does not see a namespace's policy with an empty selector.
  const above = namespace?.attachment.scope === 'namespace' && namespace.attachment.emptySelector !== undefined ? undefined : namespace
  const meshStrict = whole?.mode === 'strict'
  const meshCounts = above === undefined || above.mode === 'unset'
  const namespaceStrict = above?.mode === 'strict'
  const entry = own.ports.find((candidate) => candidate.port === port)
  const strictPortLeftOut = own.mode === 'strict' || (own.mode === 'unset' && namespaceStrict) || (meshCounts && meshStrict)
  if (entry?.mode === 'strict' && !strictPortLeftOut) return true

  const exceptions = own.ports.filter(({ mode }) => mode === 'permissive' || mode === 'disable')
  const exceptionsCount = own.mode === 'strict' || (own.mode === 'unset' && (namespaceStrict || (above === undefined && meshStrict)))
  if (!exceptionsCount || exceptions.length === 0) return false
  return !exceptions.some((exception) => exception.port === port)
}
