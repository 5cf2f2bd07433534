import { canonical } from '../../model/canonical.ts'
import { workloadKinds } from '../../model/deciding-kinds.ts'
import { isGivenByController } from '../../model/label-selector.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from '../object/identity.ts'
import { identityOf } from './objects-to-add.ts'

type Map = Readonly<Record<string, unknown>>

/**
 * What a controller of an output makes, as the cluster has it once it was made anew: a ReplicaSet of a Deployment, and its Pods, get the labels,
 * the annotations and the spec of the Deployment's template. Old containers, a sidecar among them, go with the restart that follows
 * applying. Only for what was in the cluster before, and is changed.
 */
export function madeAnew(before: readonly SourceObject[]): (objects: readonly SourceObject[]) => readonly SourceObject[] {
  const there = new Set(
    before.filter(({ ref, owners }) => workloadKinds.has(ref.kind) && owners.length > 0).map(({ ref }) => identityOf(ref)),
  )
  if (there.size === 0) return (objects) => objects
  return (objects) => {
    const controllers = new Map(objects.flatMap((object) => (makesAnew(object) ? [[keyOf(object.ref), object]] : [])))
    const restarts = restartsFrom(before, objects)
    return objects.map((object) => {
      const controller = there.has(identityOf(object.ref)) ? controllerOf(object, controllers) : undefined
      const template = controller === undefined || !restarts(controller) ? undefined : templateOf(controller)
      if (template === undefined) return object
      return object.ref.kind === 'Pod' ? podOf(object, template) : makerOf(object, template)
    })
  }
}

/** Whether pods of a controller are made anew: its template is another one than before, or its Namespace is, for which the restart is asked. */
function restartsFrom(before: readonly SourceObject[], after: readonly SourceObject[]): (controller: SourceObject) => boolean {
  const textsIn = (objects: readonly SourceObject[]): ReadonlyMap<string, string> =>
    new Map(
      objects.flatMap((object): [string, string][] => {
        if (object.ref.kind === 'Namespace') return [[keyOf({ ...object.ref, namespace: '' }), canonical(object.labels)]]
        return makesAnew(object) ? [[keyOf(object.ref), canonical(templateOf(object))]] : []
      }),
    )
  const [was, is] = [textsIn(before), textsIn(after)]
  return ({ ref }) =>
    [keyOf(ref), keyOf({ kind: 'Namespace', namespace: '', name: ref.namespace })].some((key) => was.get(key) !== is.get(key))
}

/** Pods of Jobs run to their end and are not made anew. */
function makesAnew({ ref }: SourceObject): boolean {
  return workloadKinds.has(ref.kind) && !['Pod', 'Job', 'CronJob'].includes(ref.kind)
}

function keyOf({ kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string }): string {
  return `${kind} ${namespace}/${name}`
}

function controllerOf(made: SourceObject, controllers: ReadonlyMap<string, SourceObject>): SourceObject | undefined {
  const seen = new Set<SourceObject>()
  const above = ({ owners, ref }: SourceObject) =>
    owners.map(({ kind, name }) => controllers.get(keyOf({ kind, name, namespace: ref.namespace }))).find((owner) => owner !== undefined)
  let last: SourceObject | undefined
  for (let next = above(made); next !== undefined && !seen.has(next); next = above(next)) {
    seen.add(next)
    last = next
  }
  return last
}

function templateOf(controller: SourceObject | undefined): Map | undefined {
  const template = mapAt(controller?.value.spec, 'template')
  return Object.keys(template).length === 0 ? undefined : template
}

function podOf(pod: SourceObject, template: Map): SourceObject {
  const { name, namespace, ownerReferences, labels } = mapAt(pod.value, 'metadata')
  const own = mapAt(template, 'metadata')
  const metadata = {
    name,
    namespace,
    ownerReferences,
    labels: { ...givenIn(labels), ...mapAt(own, 'labels') },
    annotations: mapAt(own, 'annotations'),
  }
  return {
    ...pod,
    value: { apiVersion: pod.value.apiVersion, kind: 'Pod', metadata, spec: template.spec ?? {} },
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
  }
}

function makerOf(maker: SourceObject, template: Map): SourceObject {
  const spec = mapAt(maker.value, 'spec')
  if (spec.template === undefined) return maker
  const own = mapAt(template, 'metadata')
  const labels = { ...givenIn(mapAt(mapAt(spec, 'template'), 'metadata').labels), ...mapAt(own, 'labels') }
  return { ...maker, value: { ...maker.value, spec: { ...spec, template: { ...template, metadata: { ...own, labels } } } } }
}

/** Labels that no template has, such as `pod-template-hash` and `statefulset.kubernetes.io/pod-name`. */
function givenIn(labels: unknown): Map {
  return isRecord(labels) ? Object.fromEntries(Object.entries(labels).filter(([key]) => isGivenByController(key))) : {}
}

function mapAt(value: unknown, field: string): Map {
  const inner = isRecord(value) ? value[field] : undefined
  return isRecord(inner) ? inner : {}
}

function textsOf(map: Map): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).map(([key, text]) => [key, String(text)]))
}
