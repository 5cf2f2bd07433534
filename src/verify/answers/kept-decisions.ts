import { type PathStep, type Place, placeAt } from '../../diagnostics/place.ts'
import type { Branch, Decision, PointDecision } from '../../model/verdict.ts'
import { writtenObject } from './object-places.ts'

/** Decisions as a file can hold them: each object and each point is said once, and named by its number after that. */
export interface KeptDecisions {
  readonly objects: readonly string[]
  readonly points: readonly KeptPoint[]
  readonly decisions: readonly KeptDecision[]
}

type KeptPoint = Omit<PointDecision, 'because'> & { readonly because: readonly KeptPlace[] }

/** The number of an object, and the path to the value. */
type KeptPlace = readonly [object: number, ...path: PathStep[]]

type KeptBranch = Omit<Branch, 'points'> & { readonly points: readonly number[] }

type KeptDecision = Omit<Decision, 'points' | 'branches'> & { readonly points: readonly number[]; readonly branches: readonly KeptBranch[] }

/** Where objects are written on the side that decides. */
interface Places {
  of(object: string): Place | undefined
}

/** Collects decisions of one side for a file. */
export class DecisionsToKeep {
  readonly #places: Places
  readonly #objects = new Map<string, number>()
  readonly #points = new Map<string, number>()
  readonly #kept: KeptPoint[] = []
  readonly #decisions: KeptDecision[] = []

  constructor(places: Places) {
    this.#places = places
  }

  /** The number of the decision; undefined where a file cannot hold all that it says. */
  add(decision: Decision): number | undefined {
    const branches = decision.branches.map((branch) => ({ ...branch, points: this.#pointsOf(branch.points) }))
    // Fields stay in their order, which reports in JSON have.
    const kept = { ...decision, points: this.#pointsOf(decision.points), branches }
    return isData(kept) ? this.#decisions.push(kept as KeptDecision) - 1 : undefined
  }

  get kept(): KeptDecisions {
    return { objects: [...this.#objects.keys()], points: this.#kept, decisions: this.#decisions }
  }

  #pointsOf(points: readonly PointDecision[]): readonly (number | undefined)[] {
    return points.map((point) => {
      const kept = { ...point, because: point.because.map((place) => this.#placeOf(place)) }
      if (!isData(kept)) return undefined
      const text = JSON.stringify(kept)
      const known = this.#points.get(text) ?? this.#kept.push(kept as KeptPoint) - 1
      this.#points.set(text, known)
      return known
    })
  }

  #placeOf({ object, path }: Place): KeptPlace | undefined {
    const key = writtenObject(object)
    // Two objects may be called alike, and stand in one document.
    if (this.#places.of(key)?.object !== object) return undefined
    const number = this.#objects.get(key) ?? this.#objects.size
    this.#objects.set(key, number)
    return [number, ...path]
  }
}

/** Decisions of a file, with the places that their rules have in what was read. */
export class DecisionsKept {
  readonly #decisions: readonly KeptDecision[]
  readonly #points: readonly PointDecision[]

  /** @throws {Error} where an object is not there */
  constructor({ objects, points, decisions }: KeptDecisions, places: Places) {
    const roots = objects.map((object) => {
      const root = places.of(object)
      if (root === undefined) throw new Error(`${object} is not there`)
      return root
    })
    this.#points = points.map((point) => ({ ...point, because: point.because.map(([object, ...path]) => placeAt(roots[object]!, path)) }))
    this.#decisions = decisions
  }

  /** @throws {Error} where there is no such decision */
  at(number: number): Decision {
    const decision = this.#decisions[number]!
    const branches = decision.branches.map((branch) => ({ ...branch, points: this.#read(branch.points) }))
    return { ...decision, points: this.#read(decision.points), branches }
  }

  #read(numbers: readonly number[]): readonly PointDecision[] {
    return numbers.map((number) => {
      const point = this.#points[number]
      if (point === undefined) throw new Error(`there is no point ${number}`)
      return point
    })
  }
}

/** Whether JSON says all of a value. A branch that reaches no pods has none by name. */
function isData(value: unknown, name?: string): boolean {
  if (value === undefined) return name === 'workload'
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every((item) => isData(item))
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.entries(value).every(([key, field]) => isData(field, key))
}
