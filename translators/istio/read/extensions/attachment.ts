import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Attachment, PolicyTarget } from '../../../../src/model/authorization.ts'
import { canonical } from '../../../../src/model/canonical.ts'
import { ownValue } from '../../../../src/model/own-value.ts'
import type { MeshSettings } from '../../../../src/model/settings.ts'
import type { Labels } from '../../../../src/model/workload.ts'

/** What the spec of an extension says about where it applies. */
export interface AttachmentParts {
  readonly labels: Labels
  readonly labelsPlace: Place
  readonly target: PolicyTarget
  readonly targets: readonly PolicyTarget[]
}

interface TargetRef {
  readonly group?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
}

const groupsByKind: Readonly<Record<string, readonly string[]>> = {
  Service: ['', 'core'],
  ServiceEntry: ['networking.istio.io'],
  Gateway: ['gateway.networking.k8s.io'],
  GatewayClass: ['gateway.networking.k8s.io'],
}

/** A target that a policy names; a kind of another API group is `other`. */
function readTarget({ group = '', kind = '', name = '' }: TargetRef, place: Place): PolicyTarget {
  const known = ownValue(groupsByKind, kind)?.includes(group) ?? false
  return { kind: known ? (kind as PolicyTarget['kind']) : 'other', name, place }
}

/** The one target of the older `targetRef` and a list of `targetRefs`, as parts of the result of their own. */
export const targetFields = {
  targetRef: (reference: TargetRef, at: Place) => ({ target: readTarget(reference, at) }),
  targetRefs: (references: readonly TargetRef[], at: Place) => ({
    targets: references.map((reference, index) => readTarget(reference, at.index(index))),
  }),
}

/** What a spec says beside where it applies. */
export function contentOf(spec: object): string {
  return canonical({ ...spec, selector: undefined, workloadSelector: undefined, targetRef: undefined, targetRefs: undefined })
}

/**
 * Where an extension applies. Targets outrank a selector; neither means its namespace, or the whole mesh from the root namespace. A
 * selector in the root namespace selects pods of every namespace where `rootSelectsAll` says so, else those of the root namespace.
 */
export function extensionAttachment(
  parts: Partial<AttachmentParts>,
  namespace: string,
  settings: MeshSettings,
  rootSelectsAll: boolean,
): Attachment {
  const targets = parts.targets?.length ? parts.targets : parts.target === undefined ? [] : [parts.target]
  if (targets.length > 0) return { scope: 'targets', namespace, targets }
  const root = namespace === settings.rootNamespace
  const { labels, labelsPlace: place } = parts
  if (labels !== undefined && place !== undefined && Object.keys(labels).length > 0) {
    return root && rootSelectsAll ? { scope: 'workloads', labels, place } : { scope: 'workloads', namespace, labels, place }
  }
  return root ? { scope: 'mesh' } : { scope: 'namespace', namespace }
}
