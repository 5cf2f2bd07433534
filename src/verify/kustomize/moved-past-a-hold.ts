import { targets } from '../../../translators/index.ts'
import type { ObjectRef } from '../../diagnostics/place.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import type { BuildState, BuildStates } from '../../manifest/kustomization/unread.ts'
import { isCapturedByZtunnel } from '../../model/data-plane.ts'
import type { Mesh } from '../../model/mesh.ts'
import { translate } from '../../translate.ts'
import type { Translation, TranslationRequest } from '../../translation.ts'

/** A translation of the builds themselves, where something moved from the one mesh to the other. */
export function translationOfBuilds(
  [before, after]: readonly [Mesh, Mesh],
  built: readonly InputFile[],
  { target, options, defaultNamespace }: TranslationRequest,
): Translation | undefined {
  if (movedObjects(target, before, after).length === 0) return undefined
  const request = { target, ...(options === undefined ? {} : { options }), ...(defaultNamespace === undefined ? {} : { defaultNamespace }) }
  return translate(built, { ...request, builds: notBuilt(built) })
}

/**
 * Whether something moved that stays where the builds themselves are translated. Comparing knows requests, and a translation knows
 * more: NetworkPolicies, extensions, settings of one proxy. Example: an overlay has a NetworkPolicy admit a range of ports with 15008 in it. The files of
 * the base alone hold nothing back, what is built from them does.
 */
export function movedPastAHold([before, after]: readonly [Mesh, Mesh], { target, emission }: Translation): boolean {
  const { namespaces = [], objects = [] } = emission.moves ?? {}
  const mayMove = new Set([...objects.map(nameOf), ...namespaces.map(namespaceName)])
  return movedObjects(target, before, after).some((object) => !mayMove.has(object))
}

function movedObjects(target: Translation['target'], before: Mesh, after: Mesh): string[] {
  return targets[target].moves === 'workloads' ? movedPods(before, after) : movedPolicies(before, after)
}

/** Pods and namespaces that are ambient after and were not before. */
function movedPods(before: Mesh, after: Mesh): string[] {
  const ambient = ({ namespaces, workloads }: Mesh) => [
    ...namespaces.flatMap(({ dataPlane, name }) => (isCapturedByZtunnel(dataPlane) ? [namespaceName(name)] : [])),
    ...workloads.flatMap(({ dataPlane, place }) => (isCapturedByZtunnel(dataPlane) ? [nameOf(place.object)] : [])),
  ]
  const there = new Set(ambient(before))
  return ambient(after).filter((name) => !there.has(name))
}

function movedPolicies(before: Mesh, after: Mesh): string[] {
  const names = ({ authorization }: Mesh) => authorization.map(({ place }) => nameOf(place.object))
  const left = new Set(names(after))
  return names(before).filter((name) => !left.has(name))
}

/** Kustomizations that were not built: what they touch is held back in the translation itself, and not here once more. */
function notBuilt(files: readonly InputFile[]): BuildStates {
  const state: BuildState = { state: 'compared', because: '' }
  return new Map(files.filter(({ path }) => isKustomization.test(path)).map(({ path }) => [path, state]))
}

const isKustomization = /(^|\/)(kustomization\.ya?ml|Kustomization)$/

const namespaceName = (name: string): string => `Namespace ${name}`

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ?? ''}/${name}`
}
