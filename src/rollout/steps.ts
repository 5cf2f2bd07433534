import { compareText } from '../diagnostics/place.ts'
import { managedBy } from '../model/managed-by.ts'
import type { Translation } from '../translation.ts'
import { deleteListName, firstDeleteListName, lastDeleteListName } from './delete-list.ts'
import { type Deletion, lastDeletionsOf } from './deletions.ts'
import { handLabels } from './hand-labels.ts'
import { objectWords } from './object-words.ts'
import { prepareCommands } from './prepare.ts'
import { restartCommands } from './restarts.ts'
import { shellWord } from './shell-word.ts'

/** The names of steps, in their order. */
export const stepNames = ['prepare', 'policies', 'delete-first', 'apply', 'unlabel', 'restart', 'delete', 'delete-last'] as const

export type StepName = (typeof stepNames)[number]

/** A step that brings an output to a cluster. The order of steps matters: each needs the ones before it. */
export interface Step {
  readonly step: StepName
  /** What is so afterwards. */
  readonly why: string
  /** What has to be so before the step, where that is not there once the steps before it are done. */
  readonly when?: string
  /** Command lines for a POSIX shell, one after the other. */
  readonly commands: readonly string[]
}

export interface Applied {
  /** The output folder as the user named it; absent where the output was not written to a folder. */
  readonly folder?: string
  /** True where the files of the input are the output: how these reach a cluster is what the user has always done. */
  readonly inPlace?: boolean
  readonly deletions: readonly Deletion[]
}

/**
 * The order in which an output reaches a cluster. What it needs goes first, then policies of the network and what no sidecar follows but a waypoint would, because editing a template
 * restarts pods at once, without the sidecar that closed them. Labels of namespaces go before restarts, so that new pods get no sidecar, and what the
 * output has no more goes last, because sidecars that still run need it.
 */
export function stepsOf(translation: Translation, { folder, inPlace = false, deletions }: Applied): Step[] {
  const { prerequisites } = translation.emission
  const version = translation.options.versions.cilium
  const steps: Step[] = [
    {
      step: 'prepare',
      why: 'the cluster has the resources and settings that the output needs',
      commands: prerequisites === undefined ? [] : prepareCommands(prerequisites, { folder, version }),
    },
    {
      step: 'policies',
      why: 'new policies and routes are there, and the network has accepted the policies, before a pod loses its sidecar',
      commands: policyCommands(translation, folder),
    },
    {
      step: 'delete-first',
      why: 'routes that no sidecar follows are gone before a waypoint follows them',
      commands: deleteCommands(
        deletions.filter(({ first }) => first === true),
        firstDeleteListName,
        folder,
      ),
    },
    {
      step: 'apply',
      why:
        prerequisites === undefined
          ? 'new policies, routes and waypoints are there, and namespaces are enrolled'
          : 'labels and templates are as converted: pods that are made anew have no sidecar',
      commands: inPlace && changesFiles(translation) ? [appliedAsBefore] : applyCommands(translation, folder),
    },
    {
      step: 'unlabel',
      why: 'the pods that move are no longer injected, regardless of how the labels were set',
      commands: unlabelCommands(translation),
    },
    {
      step: 'restart',
      why: 'pods that move lose the sidecars that they have',
      commands: restartCommands(translation, applyCommands(translation, folder)),
    },
    {
      step: 'delete',
      why: 'what sidecars needed is gone',
      commands: deleteCommands(
        deletions.filter(({ first }) => first !== true),
        deleteListName,
        folder,
      ),
    },
    lastStep(translation, folder),
  ]
  return steps.filter(({ commands }) => commands.length > 0)
}

/** What comes after the last sidecar of the cluster is gone, which may be long after the rest; without commands where nothing is left to delete. */
export function lastStep(translation: Translation, folder?: string): Step {
  const deletions = lastDeletionsOf(translation)
  return {
    step: 'delete-last',
    why: 'what only proxies of Istio followed is gone',
    when: lastWhen(deletions),
    commands: lastCommands(deletions, folder),
  }
}

/** A line for people: pods that restart before it lose their sidecars, and nothing is there that enforces in their place. */
const appliedAsBefore = '# apply the converted manifests, as they always are; what follows needs all of them in the cluster'

function changesFiles({ output }: Translation): boolean {
  return output.files.some(({ status }) => status !== 'unchanged')
}

function applyCommands(translation: Translation, folder: string | undefined): string[] {
  const { input, output } = translation
  if (folder === undefined || !changesFiles(translation)) return []
  const { leaves } = input.kustomize.graph
  if (leaves.length === 0) return [`kubectl apply -R -f ${shellWord(folder)}`]
  // A folder with a kustomization in it is built, not applied as it is. Overlays of one base are for one cluster each.
  const root = sharedFolder(output.files.map(({ path }) => path))
  const word = (leaf: string) => shellWord([folder.replace(/\/+$/, ''), ...leaf.split('/').slice(root)].join('/'))
  const [only] = leaves
  if (only !== undefined && leaves.length === 1) return [`kubectl apply -k ${word(only.folder)}`]
  return leaves.map((leaf) => `kubectl apply -k ${word(leaf.folder)} # in the cluster that this overlay is for`)
}

/** What the network enforces is applied by itself, by the label of `managedBy`, which everything that the conversion adds for it has. */
function policyCommands(translation: Translation, folder: string | undefined): string[] {
  const applied = applyCommands(translation, folder)
  if (translation.emission.prerequisites === undefined || applied.length === 0) return []
  const [label] = Object.entries(managedBy).map(([key, value]) => `${key}=${value}`)
  const added = translation.emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object.kind] : []))
  const kinds = [...new Set(added)].filter((kind) => ownConditions.has(kind)).sort(compareText)
  return [
    ...applied.map((command) => command.replace(/^kubectl apply/, `kubectl apply -l ${label}`)),
    ...kinds.map((kind) => `kubectl wait --for=condition=Valid ${kind.toLowerCase()} -A -l ${label}`),
  ]
}

/**
 * Kinds of which Cilium says whether it accepted an object: the API server stores policies that the agent does not enforce
 * (cc:pkg/k8s/apis/cilium.io/v2/cnp_types.go PolicyConditionValid, since 1.16).
 */
const ownConditions: ReadonlySet<string> = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'])

/** How many folders all paths begin with: an output folder mirrors what is below them. */
function sharedFolder(paths: readonly string[]): number {
  const folders = paths.map((path) => path.split('/').slice(0, -1))
  const [first = []] = folders
  const depth = first.findIndex((part, index) => folders.some((other) => other[index] !== part))
  return depth === -1 ? first.length : depth
}

function unlabelCommands({ emission }: Translation): string[] {
  return handLabels(emission.changes).map(
    ({ namespace, labels }) => `kubectl label namespace ${shellWord(namespace)} ${labels.map((label) => shellWord(`${label}-`)).join(' ')}`,
  )
}

/** The injector writes the annotation into every pod that it injects, gateways too (istio:pkg/kube/inject/inject.go). */
const injectedPods = `kubectl get pods -A -o jsonpath='{range .items[?(@.metadata.annotations.sidecar\\.istio\\.io/status)]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'`

function lastCommands(deletions: readonly Deletion[], folder: string | undefined): string[] {
  const commands = deleteCommands(deletions, lastDeleteListName, folder)
  return commands.length === 0
    ? []
    : [`${injectedPods} # prints ${gatewaysFollow(deletions) ? 'nothing' : 'no pods but gateways'}`, ...commands]
}

/** Gateways that the input does not have may be in the cluster: they follow DestinationRules, and no VirtualService of the mesh alone. */
function gatewaysFollow(deletions: readonly Deletion[]): boolean {
  return deletions.some(({ kind }) => kind === 'DestinationRule')
}

function lastWhen(deletions: readonly Deletion[]): string {
  return gatewaysFollow(deletions)
    ? 'no pod of the cluster has a proxy of Istio, gateways among them'
    : 'no pod of the cluster has a sidecar'
}

function deleteCommands(deletions: readonly Deletion[], list: string, folder: string | undefined): string[] {
  if (deletions.length === 0) return []
  if (folder !== undefined) return [`kubectl delete --ignore-not-found -f ${shellWord(`${folder.replace(/\/+$/, '')}/${list}`)}`]
  return deletions.map((one) => `kubectl delete --ignore-not-found ${objectWords(one)}`)
}
