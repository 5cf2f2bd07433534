import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Attachment, EmptySelector, PolicyTarget } from '../../../../src/model/authorization.ts'
import type { MeshSettings } from '../../../../src/model/settings.ts'
import type { Labels } from '../../../../src/model/workload.ts'

export interface WrittenTarget {
  readonly group?: string
  readonly kind?: string
  readonly name?: string
}

/** The parts of a policy's spec that say what it is attached to, as written, with their places. */
export interface WrittenAttachment {
  readonly labels?: Labels
  readonly labelsPlace?: Place
  readonly emptySelector?: EmptySelector
  readonly targets?: readonly PolicyTarget[]
  /** The deprecated `targetRef`, which counts only when `targetRefs` is empty. */
  readonly target?: PolicyTarget
}

/**
 * What a policy is attached to. A selector without labels is not a selector. In the root namespace a policy without selector holds for the
 * mesh, and a selector selects pods of every namespace (istio:pilot/pkg/model/policyattachment.go ShouldAttachPolicy).
 */
export function policyAttachment(written: WrittenAttachment, namespace: string, settings: MeshSettings): Attachment {
  const targets = written.targets?.length ? written.targets : written.target === undefined ? [] : [written.target]
  if (targets.length > 0) return { scope: 'targets', namespace, targets }
  const isRoot = namespace === settings.rootNamespace
  if (written.labels !== undefined && written.labelsPlace !== undefined && Object.keys(written.labels).length > 0) {
    return { scope: 'workloads', ...(isRoot ? {} : { namespace }), labels: written.labels, place: written.labelsPlace }
  }
  const empty = written.emptySelector === undefined ? {} : { emptySelector: written.emptySelector }
  return isRoot ? { scope: 'mesh', ...empty } : { scope: 'namespace', namespace, ...empty }
}

/** How the `selector` field of a policy is read. */
export function policySelector({ matchLabels }: { readonly matchLabels?: Labels }, at: Place): WrittenAttachment {
  if (matchLabels === undefined || matchLabels === null) return { emptySelector: 'without-labels' }
  return Object.keys(matchLabels).length === 0 ? { emptySelector: 'empty-labels' } : { labels: matchLabels, labelsPlace: at }
}

export function readPolicyTarget(target: WrittenTarget, place: Place): PolicyTarget {
  return { kind: targetKinds[`${target.group ?? ''}/${target.kind ?? ''}`] ?? 'other', name: target.name ?? '', place }
}

const targetKinds: Readonly<Record<string, PolicyTarget['kind']>> = {
  '/Service': 'Service',
  'core/Service': 'Service',
  'networking.istio.io/ServiceEntry': 'ServiceEntry',
  'gateway.networking.k8s.io/Gateway': 'Gateway',
  'gateway.networking.k8s.io/GatewayClass': 'GatewayClass',
}
