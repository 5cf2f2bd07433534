import { identityOf } from '../../manifest/edit/objects-to-add.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import { digest } from '../../verify/lists/digest.ts'
import { restoringCommands } from '../age/restoring.ts'
import { compareRefs, isOrdered } from '../closing-first.ts'
import type { Wave } from '../plan.ts'
import type { PatchedObject, StepContents } from '../step-contents.ts'
import { capture, stepFiles } from '../step-files.ts'
import type { PlanStep } from '../steps-of-wave.ts'
import { type FormattedRollout, type FormattedStep, stepsOfWaves } from './format.ts'
import { kustomizeFolder, wayTo } from './kustomize-folder.ts'

/** How a build reaches a cluster: `kubectl apply -k`, or a controller that is sent to its folder. */
export interface Bringing {
  readonly apply: (folder: string) => readonly string[]
  /** Whether that deletes what is no more in the build: where the order matters, objects are deleted before. */
  readonly prunes: boolean
  /** Files beside the build. */
  readonly beside: (folder: string, contents: StepContents) => ReadonlyMap<string, string>
}

/**
 * Each step is a folder that builds all objects that the rollout changes, as they are once the step is done: the start is in `base`, and each folder lies on the one
 * before it. The first command applies the start, so that `kubectl apply` knows which fields it may take away. The way back applies the
 * folder before.
 */
export function kustomizeRollout(waves: readonly Pick<Wave, 'steps'>[]): FormattedRollout {
  return builtRollout(waves, { apply: (folder) => [`kubectl apply -k ${shellWord(folder)}`], prunes: false, beside: () => new Map() })
}

export function builtRollout(waves: readonly Pick<Wave, 'steps'>[], bringing: Bringing): FormattedRollout {
  const steps = stepsOfWaves(waves).map(withoutPods)
  const base = kustomizeFolder(baseFolder, { below: [], added: startOf(steps) })
  const formatted = new Map<PlanStep, FormattedStep>()
  let below = baseFolder
  for (const [index, step] of stepsOfWaves(waves).entries()) {
    const folders = roundFolders(step)
    formatted.set(step, stepOf(steps[index]!, [below, ...folders], bringing))
    below = folders.at(-1)!
  }
  const texts = new Map([...base, ...bringing.beside(baseFolder, nothing)])
  return {
    begin: bringing.apply(baseFolder),
    id: digest(JSON.stringify([texts, ...[...formatted.values()].map((step) => step.texts)].map((files) => [...files]))),
    texts,
    step: (step) => formatted.get(step)!,
  }
}

const baseFolder = 'base'
const nothing: StepContents = { added: [], patched: [], removed: [], restored: { rounds: [], anew: [], unclear: [] }, remade: [] }

/** Pods that nothing makes are deleted and made again by files of their own: fields of theirs do not change in a cluster. */
function withoutPods(step: PlanStep): PlanStep {
  const remade = new Set(step.contents.remade.map(({ ref }) => identityOf(ref)))
  const left = (contents: StepContents): StepContents => ({
    ...contents,
    patched: contents.patched.filter(({ ref }) => !remade.has(identityOf(ref))),
  })
  return { ...step, contents: left(step.contents), rounds: step.rounds.map(left) }
}

/** One folder for each state that the search compared: what is rewritten one by one is built one by one. */
function roundFolders({ commands: { folder }, rounds }: PlanStep): readonly string[] {
  return rounds.length === 1 ? [folder] : rounds.map((_, index) => `${folder}/${index + 1}`)
}

/** The objects that are there at the start and that any step changes or deletes. */
function startOf(steps: readonly PlanStep[]) {
  const known = new Set<string>()
  const found: { ref: PatchedObject['ref']; value: PatchedObject['before'] }[] = []
  for (const { contents } of steps) {
    const was = [...contents.patched.map(({ ref, before }) => ({ ref, value: before })), ...contents.removed]
    for (const one of was) if (!known.has(identityOf(one.ref))) found.push(one)
    for (const { ref } of [...was, ...contents.added]) known.add(identityOf(ref))
  }
  return found.sort((a, b) => compareRefs(a.ref, b.ref))
}

function stepOf(step: PlanStep, folders: readonly string[], { apply, beside, prunes }: Bringing): FormattedStep {
  const { commands, contents, rounds } = step
  const own = folders.slice(1)
  const texts = new Map<string, string>()
  const write = (files: ReadonlyMap<string, string>) => {
    for (const [path, text] of files) texts.set(path, text)
  }
  for (const [index, folder] of own.entries()) {
    const { added, patched, removed } = rounds[index]!
    write(kustomizeFolder(folder, { below: [wayTo(folder, folders[index]!)], added, changed: patched, removed }))
    write(beside(folder, rounds[index]!))
  }
  const last = own.at(-1)!
  const lists = listsOf(step)
  write(lists.texts)
  const isRestarted = commands.restarts.on.length > 0
  const deletesFirst = prunes && (isOrdered(contents.removed) || contents.restored.rounds.length > 1)
  const takesFirst = prunes && isOrdered(contents.added)
  const halfway = isRestarted || (takesFirst && contents.patched.length > 0) ? `${commands.folder}-back` : undefined
  if (halfway !== undefined) {
    write(kustomizeFolder(halfway, { below: [wayTo(halfway, last)], added: contents.removed, changed: withSidecars(contents.patched) }))
    write(beside(halfway, nothing))
  }
  const forward = own.flatMap((folder, index) => [...apply(folder), ...labelsGone(rounds[index]!.patched)])
  const backward = [...folders.slice(0, -1)].reverse().flatMap(apply)
  return {
    forward: [...(deletesFirst ? lists.deleted : []), ...forward, ...commands.restarts.on, ...(deletesFirst ? [] : lists.deleted)],
    back: [
      ...lists.restored,
      ...(halfway === undefined ? [] : apply(halfway)),
      ...commands.restarts.back,
      ...(takesFirst ? lists.takenBack : []),
      ...backward,
      ...(takesFirst ? [] : lists.takenBack),
    ],
    texts,
  }
}

/** What no build does by itself: objects are deleted, and deleted ones are made again before anything else is taken back. */
function listsOf({ commands: { folder }, contents }: PlanStep) {
  const { added, addedBack, removed, removedBack, pods, podsBack, texts } = stepFiles(contents)
  const needed = [added, addedBack, removed, ...removedBack.map(({ name }) => name), pods, podsBack].filter((name) => name !== undefined)
  const file = (name: string) => shellWord(`${folder}/${name}`)
  const deleting = (name: string | undefined) => (name === undefined ? [] : [`kubectl delete --ignore-not-found -f ${file(name)}`])
  return {
    texts: new Map(needed.map((name) => [`${folder}/${name}`, texts.get(name)!])),
    deleted: deleting(removed),
    restored: restoringCommands(removedBack, folder),
    takenBack: deleting(addedBack),
  }
}

/** `kubectl apply` takes away only labels that it set, and labels of Namespaces are often set by hand. */
function labelsGone(patched: readonly PatchedObject[]): readonly string[] {
  return patched.flatMap(({ ref, forward }) => {
    const labels =
      ref.kind === 'Namespace' && isRecord(forward.metadata) && isRecord(forward.metadata.labels) ? forward.metadata.labels : {}
    const gone = Object.keys(labels).filter((key) => labels[key] === null)
    return gone.length === 0 ? [] : [`kubectl label namespace ${shellWord(ref.name)} ${gone.map((key) => shellWord(`${key}-`)).join(' ')}`]
  })
}

/** Pods get their sidecars again before ztunnel and waypoints are taken from them: a pod with neither is open to all. */
function withSidecars(patched: readonly PatchedObject[]) {
  return patched.flatMap(({ ref, before, after }) => {
    if (ref.kind === 'Service') return []
    return [{ ref, before: after, after: ref.kind === 'Namespace' ? stillCaptured(before, after) : before }]
  })
}

function stillCaptured(before: PatchedObject['before'], after: PatchedObject['before']): PatchedObject['before'] {
  const labelsOf = ({ metadata }: PatchedObject['before']) => (isRecord(metadata) && isRecord(metadata.labels) ? metadata.labels : {})
  const kept = labelsOf(after)[capture]
  if (kept === undefined || !isRecord(before.metadata)) return before
  return { ...before, metadata: { ...before.metadata, labels: { ...labelsOf(before), [capture]: kept } } }
}
