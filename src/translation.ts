import type { TargetName } from '../translators/index.ts'
import type { AcceptedInput, GivenInput } from './definitions/accepted-input.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import type { Fate } from './diagnostics/fate.ts'
import type { ObjectRef, PathStep } from './diagnostics/place.ts'
import type { BuildStates } from './manifest/kustomization/unread.ts'
import type { OutputTree } from './manifest/output-tree.ts'
import type { ReadMemory } from './manifest/read-memory.ts'
import type { Emission } from './model/change.ts'
import type { EmitOptions } from './model/dialect.ts'
import type { Mesh } from './model/mesh.ts'
import type { PartsMemory } from './model/parts-memory.ts'

/** What a translation is asked for. */
export interface TranslationRequest {
  readonly target: TargetName
  /** Missing parts take the defaults of `defaultOptions`. */
  readonly options?: Partial<EmitOptions>
  /** The namespace of objects that name none (`-n`). */
  readonly defaultNamespace?: string
  /** What builds of the kustomizations in the input have shown; without them, what kustomizations touch is held back. */
  readonly builds?: BuildStates
  /** Whether the input will be read again as it would be (`supposing.ts`), so that what its objects add to the mesh is kept; false where it is not given. */
  readonly supposing?: boolean
}

/** What became of every leaf of one input resource. */
export interface ObjectFates {
  readonly ref: ObjectRef
  readonly leaves: readonly LeafFate[]
}

/** The fate of one leaf: a scalar of an object, by its path. */
export interface LeafFate {
  readonly path: readonly PathStep[]
  readonly fate: Fate
  /** Why, or the code of the diagnostic that overruled the declared fate. */
  readonly reason: string
  readonly code?: string
}

/** Everything one translation knows: what it read, the model, what it writes, and its account of every document and leaf. */
export interface Translation extends AcceptedInput {
  readonly target: TargetName
  readonly options: EmitOptions
  /** The namespace of objects that name none, where one was given. */
  readonly defaultNamespace?: string
  /** The input before it was validated: what of it is accepted depends on the releases. */
  readonly given: GivenInput
  /** What reading the input leaves for reading its output back, most of which has the same text. */
  readonly memory: ReadMemory
  /** What its objects added to the mesh, where that was asked for. */
  readonly parts?: PartsMemory
  readonly mesh: Mesh
  readonly emission: Emission
  readonly output: OutputTree
  readonly fates: readonly ObjectFates[]
  /** All findings of all stages, sorted. */
  readonly diagnostics: readonly Diagnostic[]
}
