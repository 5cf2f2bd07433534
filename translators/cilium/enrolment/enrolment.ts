import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { compareText, type ObjectRef, objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Change, Emission, ObjectName } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { asksForRequests, plaintextChange, plaintextObstacle } from '../authentication/plaintext.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
import type { CiliumPlacement } from '../placement.ts'
import { namespaceChanges, podChanges } from './edits.ts'
import { type Keeping, leavingOf } from './leaving.ts'
import { standingPolicies, standingWhereAttached } from './standing-policies.ts'
import { standingTraffic } from './standing-traffic.ts'

/** What leaves its sidecar once the rest is translated. */
export interface Enrolment {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** Workloads whose pods have to be made anew. */
  readonly leaves: readonly ObjectRef[]
  /** What it writes for sidecars that stay, and nothing needs without them. */
  readonly outlived: readonly ObjectName[]
}

/**
 * Takes the labels and annotations of injection from what needs its sidecar no more. Only under `--assume sidecars-removed`: without it the
 * output is compared with the sidecars in place.
 */
export function enrolInCilium(
  mesh: Mesh,
  options: EmitOptions,
  emission: Emission,
  { authorization: { divided }, egress, checks }: Pick<CiliumPlacement, 'authorization' | 'egress' | 'checks'>,
): Enrolment {
  if (!options.assume.includes('sidecars-removed')) return { changes: [], diagnostics: [], leaves: [], outlived: [] }
  const removed = new Set(emission.changes.flatMap((change) => (change.kind === 'remove' ? [keyOf(change.target)] : [])))
  // The error that refuses routes may be at another object: a DestinationRule that not every client of a VirtualService follows.
  const refused = new Set(
    emission.diagnostics.flatMap(({ severity, code, place }) =>
      place !== undefined && (severity === 'error' || code === catalogue.ciliumTrafficStays.code) ? [keyOf(place.object)] : [],
    ),
  )
  const checked = new Set(checks.translated.map(({ object }) => keyOf(object)))
  const stays = ({ object }: Place): boolean => !removed.has(keyOf(object)) && !checked.has(keyOf(object))
  const standing = [
    ...standingPolicies(mesh, options, stays),
    ...divided.map(({ rest }) => standingWhereAttached(rest, mesh)),
    ...egress.standing,
    ...standingTraffic(mesh, options, (place) => stays(place) && refused.has(keyOf(place.object))),
  ]
  const { namespaces, pods, keeping } = leavingOf(mesh, standing)
  const closed = new Set(namespaces.map(({ name }) => name))
  const asking = mesh.authorization.filter((policy) => removed.has(keyOf(policy.place.object)) && asksForRequests(policy))
  const behindSidecars = asking.filter(
    ({ attachment, namespace }) =>
      standing.some(
        (one) => one.holdsIn(namespace) && (one.attachment === undefined || attachmentsMayOverlap(one.attachment, attachment)),
      ) || keeping.some(({ pods: held }) => attachedTo(attachment, held, mesh.settings)),
  )
  const inPlaintext = behindSidecars.filter((policy) => plaintextObstacle(policy, mesh) === undefined)
  const taken = mesh.peerAuthentication.map(({ name }) => name)
  const plaintext = inPlaintext.map((policy) => plaintextChange(policy, taken))
  return {
    changes: [
      ...plaintext,
      ...namespaces.flatMap(namespaceChanges),
      ...pods.flatMap((one) => podChanges(mesh, one, closed.has(one.namespace))),
    ],
    diagnostics: [
      ...keepingFindings(keeping),
      ...keeping.flatMap(({ pods: held }): Diagnostic[] => {
        const policy = asking.find((one) => !inPlaintext.includes(one) && attachedTo(one.attachment, held, mesh.settings))
        const [workload, policyText] = [objectText(held.place.object), policy === undefined ? '' : objectText(policy.place.object)]
        return policy === undefined ? [] : [diagnose(catalogue.ciliumSidecarEncrypts, held.place, { workload, policy: policyText })]
      }),
      ...inPlaintext.map(({ place }) => diagnose(catalogue.ciliumPlaintext, place.field('spec'), { policy: objectText(place.object) })),
    ],
    leaves: pods.map(({ place }) => place.object),
    outlived: plaintext.map(({ object }) => nameOf(object)),
  }
}

function nameOf({ apiVersion, kind, metadata: { namespace = '', name } }: KubernetesObject): ObjectName {
  return { apiVersion, kind, namespace, name }
}

function keyOf(ref: ObjectRef): string {
  return `${ref.apiVersion.split('/')[0]} ${objectText(ref)}`
}

/** One finding for all pods that stay for one reason. */
function keepingFindings(keeping: readonly Keeping[]): Diagnostic[] {
  return [...new Set(keeping.map(({ because }) => because))].map((because) => {
    const own = keeping.filter((one) => one.because === because)
    const workloads = own.map(({ pods }) => objectText(pods.place.object)).sort(compareText)
    return diagnose(catalogue.ciliumKeepsSidecar, own[0]?.place ?? own[0]?.pods.place, { workloads, because })
  })
}
