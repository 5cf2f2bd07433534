import { decide } from '../decide/decide.ts'
import { applyChanges } from '../manifest/edit/apply.ts'
import { identityOf } from '../manifest/edit/objects-to-add.ts'
import type { OutputTree } from '../manifest/output-tree.ts'
import type { Change } from '../model/change.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Translation } from '../translation.ts'
import { asCompared } from '../verify/as-compared.ts'
import { type CompareOptions, compareMeshes } from '../verify/compare.ts'
import type { Comparison, Difference } from '../verify/comparison.ts'
import type { MeshVersion } from '../verify/recall/mesh-version.ts'
import { Recall } from '../verify/recall/recall.ts'
import { asInterim } from '../verify/states.ts'
import { compareOptionsOf, type OutputRead, readOutput } from '../verify/verify.ts'
import { withAges } from './ages.ts'
import { Slices } from './slices.ts'
import { alwaysChanged } from './unit.ts'

/** A mesh on its way, compared with the start and, where that refuses something, with the end. */
export interface ComparedState {
  /** With the start. */
  readonly comparison: Comparison
  /** Requests that the start denies and this state allows, but for those that the user accepted. */
  readonly wider: readonly Difference[]
  /** Requests that the start and the end allow, and this state denies or sends elsewhere; none at the end. Compared with the end when it is asked for. */
  readonly interim: readonly Difference[]
  /** Parts of the comparison about which the input does not say enough, beyond those of the end. */
  readonly undetermined: number
}

export type Accepting = (comparison: Comparison) => Comparison

/**
 * The states of one translation: which of its changes are made. Each is read back from the text that it would be, as `verify` reads an output, and
 * compared once.
 */
export class States {
  readonly #translation: Translation
  readonly #atEnd: Comparison
  readonly #accept: Accepting
  readonly #onState: (count: number) => void
  readonly #always: readonly Change[]
  readonly #known = new Map<string, ComparedState>()
  readonly #numbers: ReadonlyMap<Change, number>
  readonly #options: CompareOptions
  readonly #recalls = { start: new Recall(), end: new Recall() }
  #end: Mesh | undefined
  #slices: Slices | undefined

  /** `atEnd` is the comparison of the whole translation. */
  constructor(translation: Translation, atEnd: Comparison, accept: Accepting, onState: (count: number) => void) {
    this.#onState = onState
    this.#translation = translation
    this.#atEnd = atEnd
    this.#accept = accept
    this.#always = alwaysChanged(translation)
    this.#options = compareOptionsOf(translation)
    this.#numbers = new Map(translation.emission.changes.map((change, index) => [change, index]))
  }

  /** How many were compared. */
  get compared(): number {
    return this.#known.size
  }

  /** How many times a destination was compared anew, and not as it was in another state. */
  get destinationsCompared(): number {
    return this.#recalls.start.made + this.#recalls.end.made
  }

  /** The meshes at the start and at the end. */
  get ends(): readonly [Mesh, Mesh] {
    return [this.#translation.mesh, this.#meshAtEnd()]
  }

  /** The start and a state, as they are compared. */
  meshes(changes: readonly Change[]): readonly [start: Mesh, state: Mesh] {
    return asCompared(this.#translation.mesh, this.#readMesh(changes).mesh, this.#options)
  }

  look(changes: readonly Change[]): ComparedState {
    const key = this.#keyOf(changes)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#onState(this.#known.size + 1)
    const state = this.#compare(changes)
    this.#known.set(key, state)
    return state
  }

  /** Whether a state with objects of neither end allows what the start denies. It is compared each time. */
  opensBeside(changes: readonly Change[], added: readonly Change[]): boolean {
    const { input, target, mesh } = this.#translation
    const output = applyChanges(input, [...this.#inOrder(changes), ...added, ...this.#always], { label: target })
    const between = withAges(readOutput({ ...this.#translation, output }).mesh, mesh)
    const { differences } = this.#accept(compareMeshes(mesh, between, this.#options))
    return differences.some((one) => one.verdict === 'wider' && !isSilenced(one))
  }

  /** The files as they are in a state. */
  output(changes: readonly Change[]): OutputTree {
    const { input, target } = this.#translation
    return applyChanges(input, [...this.#inOrder(changes), ...this.#always], { label: target })
  }

  #compare(changes: readonly Change[]): ComparedState {
    const { mesh, emission } = this.#translation
    const { mesh: between, version } = this.#read(changes)
    const comparison = this.#accept(compareMeshes(mesh, between, this.#recalling('start', version)))
    const wider = comparison.differences.filter((one) => one.verdict === 'wider' && !isSilenced(one))
    if (changes.length === emission.changes.length) return { comparison, wider, interim: [], undetermined: 0 }
    const undetermined = Math.max(0, comparison.parts.undetermined - this.#atEnd.parts.undetermined)
    let found: readonly Difference[] | undefined
    const interim = () => {
      found ??= this.#interim(between, version, comparison)
      return found
    }
    return {
      comparison,
      wider,
      undetermined,
      get interim() {
        return interim()
      },
    }
  }

  #interim(between: Mesh, version: MeshVersion, { differences }: Comparison): readonly Difference[] {
    const { mesh } = this.#translation
    const closes = differences.some(({ verdict }) => verdict === 'narrower')
    const found = closes ? compareMeshes(this.#meshAtEnd(), between, this.#recalling('end', version)).differences : []
    return [
      ...found.flatMap(asInterim).filter((one) => startsAllowed(mesh, one)),
      ...differences.filter((one) => one.verdict === 'rerouted' && one.announcedBy === undefined && !isSilenced(one)),
    ]
  }

  #meshAtEnd(): Mesh {
    this.#end ??= this.#readMesh(this.#translation.emission.changes).mesh
    return this.#end
  }

  #read(changes: readonly Change[]): { readonly mesh: Mesh; readonly version: MeshVersion } {
    this.#slices ??= new Slices(this.#translation, this.#translation.mesh, this.#meshAtEnd())
    const { mesh, objects } = this.#readMesh(changes)
    const places = new Map(objects.map(({ ref, place }) => [identityOf(ref), place]))
    return { mesh, version: { slice: this.#slices.of(changes), placeOf: (ref) => places.get(identityOf(ref)) } }
  }

  #readMesh(changes: readonly Change[]): OutputRead {
    const read = readOutput({ ...this.#translation, output: this.output(changes) })
    return { ...read, mesh: withAges(read.mesh, this.#translation.mesh) }
  }

  /** Under `sidecars-removed` any policy decides who keeps a sidecar. */
  #recalling(from: 'start' | 'end', version: MeshVersion): CompareOptions {
    if (this.#translation.options.assume.includes('sidecars-removed')) return this.#options
    return { ...this.#options, recalled: { recall: this.#recalls[from], version } }
  }

  #inOrder(changes: readonly Change[]): readonly Change[] {
    const chosen = new Set(changes)
    return this.#translation.emission.changes.filter((change) => chosen.has(change))
  }

  #keyOf(changes: readonly Change[]): string {
    return changes
      .map((change) => this.#numbers.get(change)!)
      .sort((a, b) => a - b)
      .join(' ')
  }
}

/** Whether the start allows the request that shows a difference: what was anonymous at the start and has a name at the end was never allowed. */
function startsAllowed(start: Mesh, { witness }: Difference): boolean {
  if (witness === undefined) return true
  const { request, externalAllows } = witness
  return decide(start, request, externalAllows === undefined ? {} : { externalAllows }).verdict !== 'denied'
}

function isSilenced({ acceptedBy, assumedAway, failsOpen }: Difference): boolean {
  return acceptedBy !== undefined || assumedAway !== undefined || failsOpen === true
}
