import { placeAt } from '../../diagnostics/place.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Replay } from '../witness/replay.ts'
import type { MeshVersion } from './mesh-version.ts'

type Version = Pick<MeshVersion, 'placeOf'>

/** A replay of an earlier version with the places that its rules have in this one; undefined where one of them is not there. */
export function atItsPlaces(known: Replay | undefined, version: Version): Replay | undefined {
  if (known === undefined) return undefined
  const { after } = known.witness
  const all = [...after.points, ...after.branches.flatMap(({ points }) => points)].flatMap(({ because }) => because)
  if (all.some(({ object }) => version.placeOf(object) === undefined)) return undefined
  const branches = after.branches.map((branch) => ({ ...branch, points: movedPoints(branch.points, version) }))
  return { ...known, witness: { ...known.witness, after: { ...after, points: movedPoints(after.points, version), branches } } }
}

function movedPoints(points: readonly PointDecision[], version: Version): readonly PointDecision[] {
  return points.map((point) => ({
    ...point,
    because: point.because.map(({ object, path }) => placeAt(version.placeOf(object)!, path)),
  }))
}
