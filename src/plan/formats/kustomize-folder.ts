import type { ObjectRef } from '../../diagnostics/place.ts'
import { printYaml } from '../../manifest/yaml/print.ts'
import { groupOf } from '../../model/api-group.ts'
import { jsonPatch } from '../json-patch.ts'
import { placed } from '../placed.ts'

type Value = Readonly<Record<string, unknown>>

/** What one build does to the build below it. */
export interface KustomizeLayer {
  /** Folders of the builds below, as seen from this one. */
  readonly below: readonly string[]
  readonly added?: readonly { readonly ref: ObjectRef; readonly value: Value }[]
  readonly changed?: readonly { readonly ref: ObjectRef; readonly before: Value; readonly after: Value }[]
  readonly removed?: readonly { readonly ref: ObjectRef }[]
}

/**
 * A folder that kustomize builds. What is new comes first in what it builds, as `kubectl apply -k` takes objects in that order; `sortOptions` keeps it
 * (kustomize 5, kubectl 1.27). Changes are JSON patches, which say exactly what becomes of lists.
 */
export function kustomizeFolder(
  folder: string,
  { below, added = [], changed = [], removed = [] }: KustomizeLayer,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  if (added.length > 0) texts.set(`${folder}/${addedName}`, added.map(({ ref, value }) => printYaml(placed(ref, value))).join('---\n'))
  const patches = changed.map(({ ref, before, after }, index) => {
    const path = `${index + 1}-${ref.kind.toLowerCase()}-${ref.name.replace(/[^\w.-]/g, '-').slice(0, 100)}.operations`
    texts.set(`${folder}/${path}`, printYaml(jsonPatch(placed(ref, before), placed(ref, after))))
    return { target: targetOf(ref), path }
  })
  const deletions = removed.map(({ ref }) => ({ patch: printYaml(deletionOf(ref)) }))
  const all = [...patches, ...deletions]
  texts.set(
    `${folder}/kustomization.yaml`,
    printYaml({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      sortOptions: { order: 'fifo' },
      resources: [...(added.length === 0 ? [] : [addedName]), ...below],
      ...(all.length === 0 ? {} : { patches: all }),
    }),
  )
  return texts
}

/** Not `.yaml`, as with the files of all formats: `kubectl apply -R` of the whole rollout would apply every wave at one time. */
const addedName = 'objects.added'

function targetOf({ apiVersion, kind, namespace, name }: ObjectRef): Record<string, unknown> {
  const group = groupOf(apiVersion)
  return {
    ...(group === '' ? {} : { group }),
    version: apiVersion.slice(group === '' ? 0 : group.length + 1),
    kind,
    name: name.replace(/[^\w-]/g, '\\$&'),
    ...(namespace === '' ? {} : { namespace }),
  }
}

function deletionOf({ apiVersion, kind, namespace, name }: ObjectRef): Record<string, unknown> {
  return { $patch: 'delete', apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) } }
}

/** The way from one folder to another, both below the folder of the rollout. */
export function wayTo(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length)}${to}`
}
