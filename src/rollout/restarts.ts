import { compareText, type ObjectRef, objectText } from '../diagnostics/place.ts'
import { isRecord } from '../manifest/object/identity.ts'
import type { SourceObject } from '../model/object.ts'
import type { Translation } from '../translation.ts'
import { podSelector } from './pod-selector.ts'
import { shellWord } from './shell-word.ts'

/** Kinds that `kubectl rollout restart` takes (kubernetes:staging/src/k8s.io/kubectl/pkg/polymorphichelpers/objectrestarter.go). */
const restartable: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])

/**
 * Whether `kubectl rollout` makes the pods of an object anew. With `updateStrategy: {type: OnDelete}` the controller of a StatefulSet or a DaemonSet waits
 * until pods are deleted, and `rollout status` refuses (kubernetes:staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go).
 */
export function isRolledOut({ kind }: ObjectRef, object: SourceObject | undefined): boolean {
  if (!restartable.has(kind)) return false
  const spec = object?.value.spec
  const strategy = isRecord(spec) ? spec.updateStrategy : undefined
  return !(isRecord(strategy) && strategy.type === 'OnDelete')
}

/** Kinds that run to completion. */
const completing: ReadonlySet<string> = new Set(['Job', 'CronJob'])

/**
 * How the pods that move lose the sidecars that they have. A template that changes restarts nothing for a ReplicaSet, say, so its pods are
 * deleted and made anew; a Pod that nothing makes is deleted and applied `again`. Pods of an object that moves are made anew with it.
 */
export function restartCommands({ emission, input }: Translation, again: readonly string[]): string[] {
  const moving = emission.leaves ?? emission.moves?.objects ?? []
  const names = new Set(moving.map(objectText))
  const objects = new Map(input.objects.map((object) => [objectText(object.ref), object]))
  const ownedByMoving = (ref: ObjectRef) =>
    (objects.get(objectText(ref))?.owners ?? []).some(({ kind, name }) => names.has(objectText({ kind, name, namespace: ref.namespace })))
  const commands = [...byNamespace(moving.filter((ref) => !ownedByMoving(ref)))].flatMap(([namespace, refs]) =>
    inNamespace(namespace, refs, objects),
  )
  const alone = moving.some((ref) => ref.kind === 'Pod' && objects.get(objectText(ref))?.owners.length === 0)
  return alone ? [...commands, ...again] : commands
}

function byNamespace(refs: readonly ObjectRef[]): [string, ObjectRef[]][] {
  const found = new Map<string, ObjectRef[]>()
  for (const ref of refs) found.set(ref.namespace, [...(found.get(ref.namespace) ?? []), ref])
  return [...found].sort(([a], [b]) => compareText(a, b))
}

function inNamespace(namespace: string, refs: readonly ObjectRef[], objects: ReadonlyMap<string, SourceObject>): string[] {
  const kubectl = `kubectl -n ${shellWord(namespace)}`
  const words = (chosen: readonly ObjectRef[]) =>
    chosen
      .map(({ kind, name }) => `${kind.toLowerCase()}/${name}`)
      .sort(compareText)
      .map(shellWord)
      .join(' ')
  const restarted = refs.filter((ref) => isRolledOut(ref, objects.get(objectText(ref))))
  const pods = refs.filter(({ kind }) => kind === 'Pod')
  const running = refs.filter(({ kind }) => completing.has(kind))
  const others = refs.filter((ref) => !restarted.includes(ref) && ref.kind !== 'Pod' && !completing.has(ref.kind))
  return [
    ...(restarted.length === 0 ? [] : [`${kubectl} rollout restart ${words(restarted)}`]),
    ...others.sort((a, b) => compareText(objectText(a), objectText(b))).map((ref) => madeAnew(kubectl, ref, objects.get(objectText(ref)))),
    ...(running.length === 0 ? [] : [`${kubectl} get ${words(running)} # pods that still run keep their sidecars until they end`]),
    ...(pods.length === 0 ? [] : [`${kubectl} delete --ignore-not-found ${words(pods)}`]),
  ]
}

/** Controllers replace the pods that are deleted: ReplicaSet, ReplicationController, Rollout, DeploymentConfig, CloneSet, a StatefulSet with OnDelete. */
function madeAnew(kubectl: string, ref: ObjectRef, object: SourceObject | undefined): string {
  const name = shellWord(`${ref.kind.toLowerCase()}/${ref.name}`)
  const selector = object === undefined ? undefined : podSelector(object)
  return selector === undefined
    ? `${kubectl} get ${name} # delete its pods, which are made anew`
    : `${kubectl} delete pods -l ${shellWord(selector)} # ${name} makes them anew`
}
