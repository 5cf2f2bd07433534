import { identityOf } from '../../src/manifest/edit/objects-to-add.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import type { KubernetesObject, SourceObject } from '../../src/model/object.ts'
import { deletionsOf } from '../../src/rollout/deletions.ts'
import type { Translation } from '../../src/translation.ts'
import { outputFiles } from '../golden/outcome.ts'
import type { ApiServer } from './api-server.ts'

/** What became of an output that was applied over its input. */
export interface Applied {
  /** Objects of the output that the server took, dry and for real. */
  applied: number
  /** Those that the server did not take before either, and those of the input's kinds that it does not have. */
  leftOut: number
  /** Taken before, and not any more. */
  readonly refused: string[]
  readonly conflicts: string[]
  /** Changed once more by the second apply. */
  readonly unstable: string[]
  /** Fields that the server dropped. */
  readonly pruned: string[]
  deleted: number
}

/** Applies the input of a translation, then its output (dry, for real, once more), then deletes what has to be deleted. */
export async function applyOver(api: ApiServer, translation: Translation): Promise<Applied> {
  const result: Applied = { applied: 0, leftOut: 0, refused: [], conflicts: [], unstable: [], pruned: [], deleted: 0 }
  const before = await taken(api, objectsOf(loadManifests(translation.input.files, namespaceOf(translation)).objects))
  const output = objectsOf(loadManifests(outputFiles(translation), namespaceOf(translation)).objects)
  const paths = new Map<string, string>(before.paths)
  await namespacesOf(api, output, paths)
  for (const [identity, object] of output) {
    const path = await api.pathOf(object)
    if (before.refused.has(identity)) {
      result.leftOut += 1
      continue
    }
    if (path === undefined) {
      result.refused.push(`${identity}: the server does not have the kind`)
      continue
    }
    paths.set(identity, path)
    const dry = await api.apply(path, object, true)
    const real = await api.apply(path, object)
    const what = `${identity}: ${String(real.body.message ?? dry.body.message ?? '')}`
    if (dry.status === 409 || real.status === 409) result.conflicts.push(what)
    else if (dry.status >= 300 || real.status >= 300) result.refused.push(what)
    else {
      result.applied += 1
      result.pruned.push(...missingIn(stored(object), real.body).map((field) => `${identity}: ${field}`))
      const again = await api.apply(path, object)
      if (again.status >= 300 || contentOf(again.body) !== contentOf(real.body)) result.unstable.push(identity)
    }
  }
  for (const deletion of deletionsOf(translation)) {
    const path = paths.get(identityOf(deletion))
    if (path !== undefined && (await api.delete(path)).status === 200) result.deleted += 1
  }
  // Without controllers nothing ends a namespace: they stay, and the next case gives them its labels.
  for (const path of [...paths.values()].reverse()) if (!/^\/api\/v1\/namespaces\/[^/]+$/.test(path)) await api.delete(path)
  return result
}

function namespaceOf({ defaultNamespace }: Translation): { defaultNamespace?: string } {
  return defaultNamespace === undefined ? {} : { defaultNamespace }
}

/** Objects with the namespace that they are read with, Namespaces first. */
function objectsOf(objects: readonly SourceObject[]): Map<string, KubernetesObject> {
  const first = ({ ref }: SourceObject): number => (ref.kind === 'Namespace' ? 0 : 1)
  return new Map(
    [...objects]
      .sort((a, b) => first(a) - first(b))
      .map(({ ref, value }) => {
        const {
          resourceVersion: _version,
          uid: _uid,
          managedFields: _fields,
          ...metadata
        } = (value.metadata ?? {}) as Record<string, unknown>
        const placed = { ...metadata, name: ref.name, ...(ref.namespace === '' ? {} : { namespace: ref.namespace }) }
        return [identityOf(ref), { ...value, metadata: placed } as unknown as KubernetesObject]
      }),
  )
}

async function taken(
  api: ApiServer,
  objects: ReadonlyMap<string, KubernetesObject>,
): Promise<{ readonly refused: ReadonlySet<string>; readonly paths: Map<string, string> }> {
  const refused = new Set<string>()
  const paths = new Map<string, string>()
  await namespacesOf(api, objects, paths)
  for (const [identity, object] of objects) {
    const path = await api.pathOf(object)
    if (path === undefined || (await api.apply(path, object)).status >= 300) refused.add(identity)
    else paths.set(identity, path)
  }
  return { refused, paths }
}

/** Namespaces that objects are in and that are not objects themselves. */
async function namespacesOf(api: ApiServer, objects: ReadonlyMap<string, KubernetesObject>, paths: Map<string, string>): Promise<void> {
  const names = new Set([...objects.values()].flatMap(({ metadata }) => metadata.namespace ?? []))
  for (const name of names) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    const identity = identityOf({ ...namespace, namespace: '', name })
    if (objects.has(identity) || paths.has(identity)) continue
    const path = `/api/v1/namespaces/${encodeURIComponent(name)}`
    await api.apply(path, namespace)
    paths.set(identity, path)
  }
}

/**
 * An object but for what notes who applied it, when, and how often: the server counts each apply of a NetworkPolicy with `ingress: []` as a
 * change, because it stores no empty list (measured: kube-apiserver 1.37.2).
 */
function contentOf(body: Readonly<Record<string, unknown>>): string {
  const {
    resourceVersion: _version,
    managedFields: _fields,
    generation: _generation,
    ...metadata
  } = body.metadata as Record<string, unknown>
  return JSON.stringify({ ...body, metadata })
}

/** What the server keeps of an object: the `stringData` of a Secret is write-only and goes to `data` (measured: kube-apiserver 1.37.2). */
function stored(object: KubernetesObject): object {
  const { stringData, ...rest } = object as KubernetesObject & { readonly stringData?: Readonly<Record<string, string>> }
  if (object.kind !== 'Secret' || stringData === undefined) return object
  const { data = {} } = rest as { readonly data?: object }
  return { ...rest, data: { ...data, ...stringData } }
}

/** Fields of what was sent that are not in what came back. Empty values may be left out by types that have them as defaults. */
function missingIn(sent: unknown, back: unknown, at = ''): string[] {
  if (Array.isArray(sent))
    return Array.isArray(back) ? sent.flatMap((item, index) => missingIn(item, back[index], `${at}[${index}]`)) : [at]
  if (typeof sent !== 'object' || sent === null) return []
  const there = back as Readonly<Record<string, unknown>> | undefined
  return Object.entries(sent).flatMap(([key, value]) => {
    if (value === null || value === '' || value === false || value === 0 || isEmpty(value)) return []
    const inner = there?.[key]
    return inner === undefined ? [`${at}.${key}`] : missingIn(value, inner, `${at}.${key}`)
  })
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
