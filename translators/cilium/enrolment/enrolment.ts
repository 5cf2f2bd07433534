import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { compareText, type ObjectRef, objectText, type Place } from '../../../src/diagnostics/place.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import type { Change, Emission } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf } from '../../../src/model/predicate.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { isRequestAtom } from '../http/request-atom.ts'
import { namespaceChanges, podChanges } from './edits.ts'
import { type Keeping, leavingOf } from './leaving.ts'
import { standingPolicies } from './standing-policies.ts'
import { standingTraffic } from './standing-traffic.ts'

/** What leaves its sidecar once the rest is translated. */
export interface Enrolment {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** Workloads whose pods have to be made anew. */
  readonly leaves: readonly ObjectRef[]
}

/**
 * Takes the labels and annotations of injection from what needs its sidecar no more. Only under `--assume sidecars-removed`: without it the
 * output is compared with the sidecars in place.
 */
export function enrolInCilium(mesh: Mesh, options: EmitOptions, emission: Emission): Enrolment {
  if (!options.assume.includes('sidecars-removed')) return { changes: [], diagnostics: [], leaves: [] }
  const removed = new Set(emission.changes.flatMap((change) => (change.kind === 'remove' ? [keyOf(change.target)] : [])))
  const errors = new Set(
    emission.diagnostics.flatMap(({ severity, place }) => (severity === 'error' && place !== undefined ? [keyOf(place.object)] : [])),
  )
  const stays = ({ object }: Place): boolean => !removed.has(keyOf(object))
  const standing = [
    ...standingPolicies(mesh, options, stays),
    ...standingTraffic(mesh, options, (place) => stays(place) && errors.has(keyOf(place.object))),
  ]
  const { namespaces, pods, keeping } = leavingOf(mesh, standing)
  const closed = new Set(namespaces.map(({ name }) => name))
  const translated = mesh.authorization.filter(({ place }) => removed.has(keyOf(place.object)))
  return {
    changes: [...namespaces.flatMap(namespaceChanges), ...pods.flatMap((one) => podChanges(mesh, one, closed.has(one.namespace)))],
    diagnostics: [
      ...keepingFindings(keeping),
      ...keeping.flatMap(({ pods: held }): Diagnostic[] => {
        const asking = translated.find(
          ({ attachment, rules }) =>
            attachedTo(attachment, held, mesh.settings) && rules.some((rule) => [...atomsOf(rulePredicate(rule))].some(isRequestAtom)),
        )
        return asking === undefined
          ? []
          : [
              diagnose(catalogue.ciliumSidecarEncrypts, held.place, {
                workload: objectText(held.place.object),
                policy: objectText(asking.place.object),
              }),
            ]
      }),
    ],
    leaves: pods.map(({ place }) => place.object),
  }
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
