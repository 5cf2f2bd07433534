import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { MeshBuilder } from './builder.ts'
import type { TargetVersions } from './dialect.ts'
import type { SourceObject } from './object.ts'
import { isSameValue } from './same-value.ts'
import type { Namespace } from './workload.ts'

/** What is asked of an object once its Namespaces are known; each is a part of reading that looks at no other object. */
export type AskedOfObject = 'parts' | 'revision' | 'proxy labels' | 'enrolment labels'

/** What reading an object added to a mesh, and what was found. */
interface Added {
  readonly namespace: Namespace | undefined
  readonly members: readonly (readonly [list: ListName, members: readonly unknown[]])[]
  readonly findings: readonly Diagnostic[]
}

/**
 * What objects add to a mesh, for reading most of them once more: one input is read again without some of its objects, or with Namespaces that it
 * lacks. What an object adds depends on itself, on the settings of the mesh, the classes of Gateways, the releases, and its Namespace. Where one
 * of them says something else than it did when the memory was made, the object is read as if there were none.
 */
export class PartsMemory {
  readonly #known = new Map<AskedOfObject, WeakMap<SourceObject, Added>>()
  /** The projects whose release a reader asked for: most inputs mean the same to all releases. */
  readonly releasesAsked = new Set<keyof TargetVersions>()
  #circumstances: Circumstances | undefined

  /** The same releases; which of them are asked for is noted. */
  noting(versions: TargetVersions): TargetVersions {
    const { releasesAsked } = this
    const asked = <Project extends keyof TargetVersions>(project: Project): TargetVersions[Project] => {
      releasesAsked.add(project)
      return versions[project]
    }
    return {
      get istio() {
        return asked('istio')
      },
      get gatewayApi() {
        return asked('gatewayApi')
      },
      get gatewayApiChannel() {
        return asked('gatewayApiChannel')
      },
      get cilium() {
        return asked('cilium')
      },
    }
  }

  /** A reading of a mesh whose settings and Namespaces are known, and none of whose other objects are. */
  reading(builder: MeshBuilder, versions: TargetVersions, diagnostics: Diagnostic[]): RememberedReading | undefined {
    const { settings, gatewayClasses } = builder
    const places = Object.entries(settings.places).map(([name, { object, path }]) => [name, object, path])
    const now = { settings, places, versions: { ...versions }, classes: [...gatewayClasses] }
    this.#circumstances ??= now
    if (!isSameValue(this.#circumstances, now)) return undefined
    return new RememberedReading(this.#known, builder, diagnostics)
  }
}

interface Circumstances {
  readonly settings: MeshBuilder['settings']
  /** Where they stand, which findings may name. */
  readonly places: readonly unknown[]
  readonly versions: TargetVersions
  readonly classes: readonly unknown[]
}

/** One reading that takes what an earlier one found. */
export class RememberedReading {
  readonly #known: Map<AskedOfObject, WeakMap<SourceObject, Added>>
  readonly #builder: MeshBuilder
  readonly #diagnostics: Diagnostic[]
  readonly #settings: MeshBuilder['settings']
  readonly #namespaces: ReadonlyMap<string, Namespace>
  /** The lists of the builder, in the order of their names, and how long each was before the object that is read now. */
  readonly #lists: readonly (readonly unknown[])[]
  readonly #lengths: number[]
  /** What adds nothing, by Namespace: of most objects each question but one adds none. */
  readonly #nothing = new Map<Namespace | undefined, Added>()

  constructor(known: Map<AskedOfObject, WeakMap<SourceObject, Added>>, builder: MeshBuilder, diagnostics: Diagnostic[]) {
    this.#known = known
    this.#builder = builder
    this.#diagnostics = diagnostics
    this.#settings = builder.settings
    this.#namespaces = new Map(builder.namespaces.map((namespace) => [namespace.name, namespace]))
    this.#lists = listNames.map((name) => builder[name])
    this.#lengths = this.#lists.map(() => 0)
  }

  /** Adds what an object adds: as it is known, or by reading it. */
  add(asked: AskedOfObject, object: SourceObject, read: () => void): void {
    const namespace = this.#namespaces.get(object.ref.namespace)
    const of = this.#known.get(asked) ?? new WeakMap<SourceObject, Added>()
    this.#known.set(asked, of)
    const known = of.get(object)
    // An object of the mesh may change a setting for those that are read after it.
    const isChanged = this.#builder.settings !== this.#settings
    if (!isChanged && known !== undefined && isSameNamespace(known.namespace, namespace)) this.#replay(known)
    else {
      const added = this.#recorded(namespace, read)
      if (added !== undefined) of.set(object, added)
    }
  }

  #replay({ members, findings }: Added): void {
    for (const [list, own] of members) {
      const all: unknown[] = this.#builder[list]
      for (const member of own) all.push(member)
    }
    for (const finding of findings) this.#diagnostics.push(finding)
  }

  /** What reading an object adds; undefined where it changes what others are read by. */
  #recorded(namespace: Namespace | undefined, read: () => void): Added | undefined {
    const builder = this.#builder
    const [lists, lengths] = [this.#lists, this.#lengths]
    for (let index = 0; index < lists.length; index += 1) lengths[index] = lists[index]!.length
    const others = builder.gatewaysOfOthers.size
    const found = this.#diagnostics.length
    read()
    if (builder.settings !== this.#settings || builder.gatewaysOfOthers.size !== others) return undefined
    const members: [ListName, readonly unknown[]][] = []
    for (let index = 0; index < lists.length; index += 1)
      if (lists[index]!.length !== lengths[index]) members.push([listNames[index]!, lists[index]!.slice(lengths[index])])
    if (members.length === 0 && this.#diagnostics.length === found) return this.#addingNothing(namespace)
    return { namespace, members, findings: this.#diagnostics.slice(found) }
  }

  #addingNothing(namespace: Namespace | undefined): Added {
    const known = this.#nothing.get(namespace)
    if (known !== undefined) return known
    const added: Added = { namespace, members: [], findings: [] }
    this.#nothing.set(namespace, added)
    return added
  }
}

/** A Namespace is the same where it is written at one place, and says the same. */
function isSameNamespace(a: Namespace | undefined, b: Namespace | undefined): boolean {
  return a === b || (a?.place === b?.place && isSameValue(a, b))
}

type ListName = { [K in keyof MeshBuilder]: MeshBuilder[K] extends readonly object[] ? K : never }[keyof MeshBuilder]

const listNames = Object.entries(new MeshBuilder()).flatMap(([name, value]) => (Array.isArray(value) ? [name as ListName] : []))
