import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Attachment, AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { managedBy } from '../../../src/model/managed-by.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import { mayBe, mayBeIn } from '../../../src/model/unread.ts'
import { filteredLabel } from '../identity-labels.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import type { Facts } from './facts.ts'
import { injectedLabel } from './injected-label.ts'
import { attachmentsMayOverlap } from './overlap.ts'
import { regionsWithout } from './regions.ts'

/** A policy for pods that stay on sidecars, beside the policies of Cilium for the others of its pods. */
export interface Division {
  readonly obstacle: PolicyObstacle
  /** The policy as it is written for sidecars: the pods of the obstacle that it selects. */
  readonly rest: AuthorizationPolicy
}

/** More parts than this are not policies that a person could review. */
const mostParts = 16

/**
 * An ALLOW policy for a namespace or the mesh that names no clients and no requests, such as a default deny, is not kept as a whole by what keeps some
 * of its pods: it is written once more for those, by their labels. Undefined where labels do not set these apart from the others, or are all of them.
 */
export function divisionsOf(
  policy: AuthorizationPolicy,
  obstacles: readonly PolicyObstacle[],
  facts: Facts,
): readonly Division[] | undefined {
  const { attachment, effect, rules } = policy
  if (effect !== 'allow') return undefined
  if (attachment.scope !== 'mesh' && attachment.scope !== 'namespace') return undefined
  if (rules.some(({ clauses }) => clauses.length > 0)) return undefined
  const near = obstacles.filter((one) => attachmentsMayOverlap(one.attachment, attachment))
  const divisions: Division[] = []
  for (const obstacle of near) {
    const part = partOf(policy, obstacle.attachment, facts)
    if (part === undefined) return undefined
    if (divisions.some(({ rest }) => isPartOf(part, rest.attachment))) continue
    const namespace = ('namespace' in part ? part.namespace : undefined) ?? facts.mesh.settings.rootNamespace
    if (near.some(({ unread }) => unread === true) && unreadNames(namespace, facts).includes(undefined)) return undefined
    divisions.push({ obstacle, rest: { ...policy, attachment: part, namespace, name: freeRestName(policy, namespace, divisions, facts) } })
  }
  if (divisions.length > mostParts) return undefined
  const parts = divisions.map(({ rest }) => rest.attachment)
  const regions = regionsWithout([policy], parts, facts.governed)
  return regions.length === 0 || regions.length > mostParts ? undefined : divisions
}

/** The pods that a policy and an obstacle have in common, where a policy of Istio and a selector of Cilium can both say which they are. */
function partOf({ attachment }: AuthorizationPolicy, other: Attachment, facts: Facts): Attachment | undefined {
  const own = attachment.scope === 'namespace' ? attachment.namespace : undefined
  switch (other.scope) {
    case 'mesh':
      return undefined
    case 'namespace':
    case 'targets':
      // In the root namespace a policy without selector is for the whole mesh.
      return own !== undefined || other.namespace === facts.mesh.settings.rootNamespace
        ? undefined
        : { scope: 'namespace', namespace: other.namespace }
    case 'workloads': {
      const namespace = own ?? other.namespace
      const { labels } = other
      if (namespace === facts.mesh.settings.rootNamespace) return undefined
      if (filteredLabel(labels) !== undefined || injectedLabel(other, facts.mesh) !== undefined) return undefined
      if (Object.values(labels).some((value) => !/^(([A-Za-z0-9][-\w.]{0,61})?[A-Za-z0-9])?$/.test(value))) return undefined
      return { scope: 'workloads', labels, place: other.place, ...(namespace === undefined ? {} : { namespace }) }
    }
  }
}

/** Whether all pods of one part are pods of another. */
function isPartOf(part: Attachment, other: Attachment): boolean {
  const [of, within] = [part, other].map((one) => ('namespace' in one ? one.namespace : undefined))
  if (within !== undefined && of !== within) return false
  if (other.scope === 'namespace') return true
  const labels = part.scope === 'workloads' ? part.labels : {}
  return other.scope === 'workloads' && Object.entries(other.labels).every(([key, value]) => labels[key] === value)
}

/** `default-deny`, `default-deny-2`: no other policy of the namespace has it, also none that was not read: a cluster would keep one of the two. */
function freeRestName({ name }: AuthorizationPolicy, namespace: string, divisions: readonly Division[], facts: Facts): string {
  const policies = [...facts.mesh.authorization, ...divisions.map(({ rest }) => rest)].filter((one) => one.namespace === namespace)
  const taken = new Set([...policies.map((one) => one.name), ...unreadNames(namespace, facts)])
  let free = name
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`
  return free
}

/** The names of input that may be a policy of the namespace and was not read; undefined for one whose name is not known. */
function unreadNames(namespace: string, { mesh }: Facts): readonly (string | undefined)[] {
  return mesh.unread.filter(({ reach }) => mayBe(reach, 'AuthorizationPolicy') && mayBeIn(reach, namespace)).map(({ reach }) => reach.name)
}

/** The object of a part that stays with sidecars. */
export function restObject({ name, namespace, attachment, rules, place }: AuthorizationPolicy): KubernetesObject {
  const selector = attachment.scope === 'workloads' ? { selector: { matchLabels: attachment.labels } } : {}
  return {
    apiVersion: place.object.apiVersion,
    kind: place.object.kind,
    metadata: { name, namespace, labels: managedBy },
    spec: { ...selector, ...(rules.length === 0 ? {} : { rules: [{}] }) },
  }
}

/** Says of a policy which of its pods stay, and why. */
export function divisionFinding({ obstacle, rest }: Division): Diagnostic {
  const { name, namespace, place } = rest
  const part = objectText({ kind: place.object.kind, name, namespace })
  const related = obstacle.place === undefined ? {} : { related: [{ place: obstacle.place, message: 'it governs some of the same pods' }] }
  return diagnose(catalogue.ciliumDividedPolicy, place.field('spec'), { part, other: obstacle.what }, related)
}
