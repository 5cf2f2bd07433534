import type { ObjectRef } from '../diagnostics/place.ts'
import type { SourceObject } from '../model/object.ts'

/**
 * An object that is in the input a second time and says the same: in the folders of two environments, or in a file of its own and in one of
 * all. Whichever is applied, the cluster has the same.
 */
export interface Copy {
  readonly of: ObjectRef
  readonly object: SourceObject
}

/** An object that is in the input again and says something else: a cluster keeps the one that is applied last. */
export interface SecondDefinition {
  /** The one in the set's objects. */
  readonly first: SourceObject
  readonly object: SourceObject
}
