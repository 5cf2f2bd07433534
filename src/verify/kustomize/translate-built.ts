import { applyChanges } from '../../manifest/edit/apply.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import type { BuildState } from '../../manifest/kustomization/unread.ts'
import type { Mesh } from '../../model/mesh.ts'
import { type Deletion, deletionsOf, firstChangesOf } from '../../rollout/deletions.ts'
import { readManifests, translate } from '../../translate.ts'
import type { Translation, TranslationRequest } from '../../translation.ts'
import { compareMeshes } from '../compare.ts'
import type { Comparison } from '../comparison.ts'
import type { FindParts } from '../found-parts.ts'
import { compareOptionsOf } from '../verify.ts'
import { appliedTogether } from './applied-together.ts'
import type { KustomizeBuilder } from './builder.ts'
import { type Built, builtOf, filesOfBuilds } from './built-objects.ts'
import { closedByNetworkPolicies } from './closed-by-network-policies.ts'
import { leftBehind } from './left-behind.ts'
import { mergedComparison } from './merge.ts'
import { movedPastAHold, translationOfBuilds } from './moved-past-a-hold.ts'
import { plainFiles } from './plain-files.ts'
import { removedFromBuilds } from './removed-from-builds.ts'

/** What became of one leaf: a kustomization that no other includes. */
export interface LeafReport {
  /** The path of its file. */
  readonly path: string
  /** True when its builds before and after were compared. */
  readonly compared: boolean
  /** Why not, or why something of it was held back. */
  readonly problem?: string
}

/** A translation, and what the builds of its kustomizations have shown. */
export interface BuiltTranslation {
  readonly translation: Translation
  readonly leaves: readonly LeafReport[]
  /** What will be applied, before and after; absent where nothing was built. */
  readonly comparison?: Comparison
  /** Leaves that were built before and cannot be built any more, whatever is held back: the output must not be written. */
  readonly broken: readonly string[]
  /** What a cluster has from the input, and not from the output. */
  readonly deletions: readonly Deletion[]
}

/** Whether a comparison has something wider, or another difference that no finding announced; accepted differences are neither. */
export type OpenDifference = (comparison: Comparison) => 'wider' | 'unannounced' | undefined

/**
 * Translates, builds every leaf before and after, and compares the builds: what is verified is what will be applied. Where a build would
 * allow more, or does not succeed any more, first what its transformers touch is held back, then all that it builds, and the translation is
 * made again. Leaves that cannot be built before hold back what they touch from the start. `find` compares with answers that were kept.
 */
export function translateBuilt(
  files: readonly InputFile[],
  request: TranslationRequest,
  builder: KustomizeBuilder,
  openDifference: OpenDifference,
  find?: FindParts,
): BuiltTranslation {
  const first = translate(files, request)
  const paths = first.input.kustomize.graph.leaves.map(({ file }) => file.path)
  const deletions = deletionsOf(first)
  if (paths.length === 0) return { translation: first, leaves: [], broken: [], deletions }
  const states = new Map<string, BuildState>()
  const before: Built[] = []
  for (const path of paths) {
    const result = builder.build(path, new Map())
    if ('text' in result) before.push(builtOf(path, result.text))
    states.set(path, 'text' in result ? compared : { state: 'touched', because: `was not built (${result.problem})` })
  }
  if (before.length === 0)
    return { translation: first, leaves: paths.map((path) => reportOf(path, states.get(path)!, false)), broken: [], deletions }
  const run = new Run({ files, request, builder, openDifference, find }, states, before)
  return run.settled()
}

/** What the builds before and after have shown. */
interface Compared {
  readonly comparison: Comparison
  readonly held: readonly HeldSet[]
}

/** Leaves of which something must stay, by the paths of their files, and why. */
interface HeldSet {
  readonly leaves: readonly string[]
  readonly because: string
}

const compared: BuildState = { state: 'compared', because: '' }

/** What is to be translated, and by what its builds are made and compared. */
interface BuiltRequest {
  readonly files: readonly InputFile[]
  readonly request: TranslationRequest
  readonly builder: KustomizeBuilder
  readonly openDifference: OpenDifference
  readonly find: FindParts | undefined
}

class Run {
  readonly #asked: BuiltRequest
  readonly #states: Map<string, BuildState>
  readonly #before: readonly Built[]

  constructor(asked: BuiltRequest, states: Map<string, BuildState>, before: readonly Built[]) {
    this.#asked = asked
    this.#states = states
    this.#before = before
  }

  settled(): BuiltTranslation {
    for (;;) {
      const translation = translate(this.#asked.files, { ...this.#asked.request, builds: new Map(this.#states) })
      const { after, problems } = this.#buildAgain(translation)
      const first = this.#withoutFirst(translation)
      const { comparison, held } = this.#compare(translation, after)
      const touching = touchingLeaves(translation)
      const grew = [
        ...[...problems].map(([leaf, problem]) => this.#hold(leaf, `its build fails after the conversion: ${problem}`, touching)),
        ...[...first.problems].map(([leaf, problem]) =>
          this.#hold(leaf, `its build fails without what has to be deleted before the conversion is applied: ${problem}`, touching),
        ),
        ...[...firstToHold(held, touching, this.#states)].map(([leaf, because]) => this.#hold(leaf, because, touching)),
      ]
      if (grew.includes(true)) continue
      const built = new Set(this.#before.map(({ leaf }) => leaf))
      const leaves = [...this.#states].map(([path, state]) => reportOf(path, state, built.has(path) && !problems.has(path)))
      const broken = [...new Set([...problems.keys(), ...first.problems.keys()])]
      const deletions = removedFromBuilds(translation, {
        before: this.#before,
        after,
        ...(first.after === undefined ? {} : { first: first.after }),
      })
      return { translation, leaves, comparison, broken, deletions }
    }
  }

  /** The builds once what goes first is deleted and nothing else is done: they say what it is called. */
  #withoutFirst(translation: Translation): { readonly after?: Built[]; readonly problems: ReadonlyMap<string, string> } {
    const changes = firstChangesOf(translation)
    if (changes.length === 0) return { problems: new Map() }
    return this.#buildAgain({ output: applyChanges(translation.input, changes, { label: translation.target }) })
  }

  #buildAgain(translation: Pick<Translation, 'output'>): { after: Built[]; problems: Map<string, string> } {
    const changes = new Map(
      translation.output.files.flatMap(({ path, status, text }) => (status === 'unchanged' ? [] : [[path, text] as const])),
    )
    const after: Built[] = []
    const problems = new Map<string, string>()
    for (const { leaf } of this.#before) {
      const result = this.#asked.builder.build(leaf, changes)
      if ('text' in result) after.push(builtOf(leaf, result.text))
      else problems.set(leaf, result.problem)
    }
    return { after, problems }
  }

  /** Each set of builds that one cluster can have, with the files that no build is made of. */
  #compare(translation: Translation, after: readonly Built[]): Compared {
    const { defaultNamespace } = this.#asked.request
    const leaves = new Set(after.map(({ leaf }) => leaf))
    const [plainBefore, plainAfter] = [plainFiles(this.#asked.files, leaves), plainFiles(outputFiles(translation), leaves)]
    const comparisons: Comparison[] = []
    const held: HeldSet[] = []
    for (const set of appliedTogether(this.#before.filter(({ leaf }) => leaves.has(leaf)))) {
      const names = set.map(({ leaf }) => leaf)
      const were = [...plainBefore, ...filesOfBuilds(set)]
      const are = [...plainAfter, ...filesOfBuilds(after.filter(({ leaf }) => names.includes(leaf)))]
      const { versions } = translation.options
      const { namespacesInjected } = translation.input
      const [meshBefore, meshAfter] = [were, are].map(
        (files) => readManifests(files, { defaultNamespace, namespacesInjected, versions }).mesh,
      ) as [Mesh, Mesh]
      const comparison = compareMeshes(meshBefore, meshAfter, { ...compareOptionsOf(translation), find: this.#asked.find })
      comparisons.push(comparison)
      const because = this.#reasonToHold(translation, comparison, [meshBefore, meshAfter], were)
      if (because !== undefined) held.push({ leaves: names, because })
    }
    return { comparison: mergedComparison(comparisons), held }
  }

  /** Why a set of builds must not be applied as it is now; completes "it is applied by kustomize and …". */
  #reasonToHold(
    translation: Translation,
    comparison: Comparison,
    meshes: readonly [Mesh, Mesh],
    before: readonly InputFile[],
  ): string | undefined {
    const open = this.#asked.openDifference(comparison)
    if (open === 'wider') return 'its build would allow more than before'
    const left = leftBehind(translation, meshes)
    if (left !== undefined) return `its build would leave \`${left}\` on its sidecar`
    const ofBuilds = translationOfBuilds(meshes, before, this.#asked.request)
    if (ofBuilds === undefined) return undefined
    if (movedPastAHold(meshes, ofBuilds)) return 'what it builds cannot all move'
    const closed = closedByNetworkPolicies(translation, ofBuilds)
    if (closed !== undefined) return `a network policy of its build would block port 15008 (\`${closed}\`)`
    return open === 'unannounced' ? 'its build would deny requests, or send them elsewhere, which no other finding says' : undefined
  }

  /** Holds back more of a leaf; false when there is no more. What nothing touches is held back as a whole at once. */
  #hold(leaf: string, because: string, touching: ReadonlySet<string>): boolean {
    const { state } = this.#states.get(leaf)!
    if (state === 'everything') return false
    this.#states.set(leaf, { state: state === 'compared' && touching.has(leaf) ? 'touched' : 'everything', because, compared: true })
    return true
  }
}

/** The leaves in whose builds some transformer touches what was read. */
function touchingLeaves({ input: { kustomize } }: Translation): ReadonlySet<string> {
  const { graph, transforms, unread } = kustomize
  return new Set([...transforms, ...unread].flatMap(({ by }) => graph.leavesOver(by).map(({ file }) => file.path)))
}

/** Of a set of builds, those that something touches and that hold back nothing yet come first; each with its first reason. */
function firstToHold(
  held: readonly HeldSet[],
  touching: ReadonlySet<string>,
  states: ReadonlyMap<string, BuildState>,
): ReadonlyMap<string, string> {
  const chosen = held.flatMap(({ leaves, because }) => {
    const fresh = leaves.filter((leaf) => touching.has(leaf) && states.get(leaf)!.state === 'compared')
    return (fresh.length > 0 ? fresh : leaves).map((leaf) => [leaf, because] as const)
  })
  return new Map(chosen.reverse())
}

function outputFiles({ input, output }: Translation): InputFile[] {
  const written = output.files.flatMap(({ path, status, text, before }) =>
    status === 'removed' ? [] : [{ path, text: text ?? before ?? '' }],
  )
  return [...written, ...input.unreadFiles]
}

function reportOf(path: string, { because }: BuildState, isCompared: boolean): LeafReport {
  return { path, compared: isCompared, ...(because === '' ? {} : { problem: because }) }
}
