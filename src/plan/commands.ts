import { compareText, type ObjectRef, objectText } from '../diagnostics/place.ts'
import { objectWords } from '../rollout/object-words.ts'
import { prepareCommands } from '../rollout/prepare.ts'
import { isRolledOut, restartCommands } from '../rollout/restarts.ts'
import { shellWord } from '../rollout/shell-word.ts'
import type { Translation } from '../translation.ts'
import { restoringCommands } from './age/restoring.ts'
import type { StepContents } from './step-contents.ts'
import { type PatchFiles, stepFiles } from './step-files.ts'

/** Command lines for a POSIX shell, run in the folder of the rollout. */
export interface StepCommands {
  /** The folder of the step, below that of the rollout. */
  readonly folder: string
  readonly forward: readonly string[]
  /** They fail, or end after a limit, as long as the step is not done. */
  readonly checks: readonly string[]
  /** From the state after the step, or from any part of the way there, to the state before it. */
  readonly back: readonly string[]
  /** The part of both that makes pods anew; on the way back it ends once they run. */
  readonly restarts: { readonly on: readonly string[]; readonly back: readonly string[] }
}

interface CommandedStep {
  readonly folder: string
  readonly contents: StepContents
  /** Workloads that lose their sidecars in it. */
  readonly restarted: readonly ObjectRef[]
}

/**
 * The commands of one step. Objects that change are patched, so that labels that `kubectl label` set change as well, and what others set stays as it is.
 * The way back restarts what has to have its sidecar again, and leaves ztunnel and waypoints in place until it has: a pod with neither is open to all.
 */
export function commandsOf(translation: Translation, { folder, contents, restarted }: CommandedStep): StepCommands {
  const names = stepFiles(contents)
  const file = (name: string) => shellWord(`${folder}/${name}`)
  const patch = (ref: ObjectRef, name: string) => `kubectl patch ${objectWords(ref)} --type merge --patch-file ${file(name)}`
  const restart = (pods: string | undefined) =>
    restartsOf(translation, restarted, pods === undefined ? [] : [`kubectl apply -f ${file(pods)}`])
  const { added, addedBack, removed, removedBack, pods, podsBack } = names
  const remade = new Set(contents.remade.map(({ ref }) => objectText(ref)))
  // What is deleted and made again is not patched as well: between the two it is not there, and the commands can be run again.
  const patches = names.patches.filter(({ ref }) => !remade.has(objectText(ref)))
  const rollouts = rolloutsOf(translation, restarted)
  const isLate = ({ ref }: PatchFiles) => restarted.length > 0 && ['Namespace', 'Service'].includes(ref.kind)
  const backwards = [...patches].reverse()
  return {
    folder,
    forward: [
      ...(added === undefined ? [] : [`kubectl apply -f ${file(added)}`]),
      ...patches.map(({ ref, forward }) => patch(ref, forward)),
      ...restart(pods),
      ...(removed === undefined ? [] : [`kubectl delete --ignore-not-found -f ${file(removed)}`]),
    ],
    checks: [...waitsOf(contents), ...rollouts],
    restarts: { on: restart(pods), back: [...restart(podsBack), ...rollouts] },
    back: [
      ...restoringCommands(removedBack, folder),
      ...(restarted.length === 0
        ? []
        : backwards.flatMap(({ ref, backFirst }) => (backFirst === undefined ? [] : [patch(ref, backFirst)]))),
      ...backwards.filter((one) => !isLate(one)).map(({ ref, back }) => patch(ref, back)),
      ...restart(podsBack),
      ...rollouts,
      ...backwards.filter(isLate).map(({ ref, back }) => patch(ref, back)),
      ...(addedBack === undefined ? [] : [`kubectl delete --ignore-not-found -f ${file(addedBack)}`]),
    ],
  }
}

/** Pods among workloads that nothing makes again when they are deleted. */
export function podsAlone({ input }: Translation, moves: readonly ObjectRef[]): readonly ObjectRef[] {
  const pods = moves.filter(({ kind }) => kind === 'Pod')
  if (pods.length === 0) return []
  const owned = new Set(input.objects.filter(({ owners }) => owners.length > 0).map(({ ref }) => objectText(ref)))
  return pods.filter((ref) => !owned.has(objectText(ref)))
}

/** What the output needs of the cluster first; values of a chart lie beside the waves. */
export function preparation({ emission, options }: Translation): readonly string[] {
  const { prerequisites } = emission
  return prerequisites === undefined ? [] : prepareCommands(prerequisites, { folder: '.', version: options.versions.cilium })
}

function restartsOf(translation: Translation, restarted: readonly ObjectRef[], again: readonly string[]): readonly string[] {
  if (restarted.length === 0) return []
  const { leaves: _, ...emission } = translation.emission
  return restartCommands({ ...translation, emission: { ...emission, moves: { namespaces: [], objects: restarted } } }, again)
}

const limit = '--timeout=5m'

/** Waypoints are programmed before anything is sent to them, and policies are accepted. */
function waitsOf({ added }: StepContents): readonly string[] {
  return added.flatMap(({ ref }) => {
    const condition = conditions[ref.kind]
    return condition === undefined ? [] : [`kubectl wait --for=condition=${condition} ${limit} ${objectWords(ref)}`]
  })
}

/** Restarts are through. */
function rolloutsOf({ input }: Translation, restarted: readonly ObjectRef[]): readonly string[] {
  const objects = new Map(input.objects.map((object) => [objectText(object.ref), object]))
  return restarted
    .filter((ref) => isRolledOut(ref, objects.get(objectText(ref))))
    .map(
      ({ namespace, kind, name }) =>
        `kubectl -n ${shellWord(namespace)} rollout status ${limit} ${shellWord(`${kind.toLowerCase()}/${name}`)}`,
    )
    .sort(compareText)
}

/** Conditions by which controllers say that an object is in force (sigs.k8s.io/gateway-api GatewayConditionProgrammed; cc:pkg/k8s/apis/cilium.io/v2 PolicyConditionValid). */
const conditions: Readonly<Record<string, string>> = {
  Gateway: 'Programmed',
  CiliumNetworkPolicy: 'Valid',
  CiliumClusterwideNetworkPolicy: 'Valid',
}
