import type { Mesh } from '../../model/mesh.ts'
import type { Universe } from '../diagrams/universe.ts'
import type { Part } from '../parts/part.ts'
import type { Replay } from './replay.ts'
import type { WitnessRequest } from './witness.ts'

/** What the reference evaluator says of a request of a part, in both meshes. */
export type Replaying = (part: Part, asked: WitnessRequest) => Replay

/** A part, and what its differences are found with. */
export interface ComparedPart {
  /** The mesh before and the mesh after. */
  readonly meshes: readonly [Mesh, Mesh]
  readonly part: Part
  readonly universe: Universe
  readonly replay: Replaying
}
