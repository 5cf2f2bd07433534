import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import type { FoundDifference } from '../witness/group.ts'
import { decidedWitness } from '../witness/replay.ts'

/** A difference as a file can hold it: with the request of its witness, and without what both meshes decide about it. */
export interface RecordedDifference
  extends Pick<
    FoundDifference,
    'verdict' | 'destination' | 'client' | 'classes' | 'covers' | 'changed' | 'needs' | 'limits' | 'untried' | 'withoutService'
  > {
  readonly asked?: RecordedRequest
}

interface RecordedRequest {
  readonly request: Request
  /** What the mesh before is asked, where that is another request. */
  readonly requestBefore?: Request
  /** What external authorizers answer; absent where none is asked. */
  readonly externalAllows?: boolean
}

export function recorded({
  witness,
  announcedBy: _,
  assumedAway: __,
  causes: ___,
  failsOpen: ____,
  ...difference
}: FoundDifference): RecordedDifference {
  if (witness === undefined) return difference
  const { request, requestBefore, externalAllows } = witness
  return {
    ...difference,
    asked: {
      request,
      ...(requestBefore === undefined ? {} : { requestBefore }),
      ...(externalAllows === undefined ? {} : { externalAllows }),
    },
  }
}

/** The difference with its witness. Both meshes decide its request again, so that its rules have their places in the manifests that were read. */
export function restored(
  { asked, ...difference }: RecordedDifference,
  [before, after]: readonly [Mesh, Mesh],
  { instead }: ComparedDestination,
): FoundDifference {
  if (asked === undefined) return difference
  const { externalAllows = false, ...requests } = asked
  return { ...difference, witness: decidedWitness(before, after, instead, { ...requests, externalAllows }) }
}
