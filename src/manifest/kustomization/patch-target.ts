import { groupOf } from '../../model/api-group.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from '../object/identity.ts'
import type { Kustomization } from './kustomization.ts'

/** Which objects a patch, replacement or generator is for, as far as it says so. */
export interface TargetSelector {
  readonly group?: RegExp
  readonly kind?: RegExp
  readonly name?: RegExp
  readonly namespace?: RegExp
  readonly labels: readonly (readonly [string, string])[]
  /** The kind, name and namespace where they are plain words: what is said of an object that was not read. */
  readonly plain: { readonly group?: string; readonly kind?: string; readonly name?: string; readonly namespace?: string }
}

/**
 * A `target` or `select`: names, namespaces and kinds are regular expressions that match as a whole
 * (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches).
 */
export function targetSelectorOf(target: Readonly<Record<string, unknown>>): TargetSelector {
  const words = { group: textOf(target.group), kind: textOf(target.kind), name: textOf(target.name), namespace: textOf(target.namespace) }
  return {
    ...patterns(words, (word) => anchored(word)),
    labels: typeof target.labelSelector === 'string' ? equalities(target.labelSelector) : [],
    plain: patterns(words, (word) => (/^[\w.-]+$/.test(word) ? word : undefined)),
  }
}

/** The object that a strategic-merge patch without a target names. */
export function selectorOfPatch(patch: unknown): TargetSelector {
  const { apiVersion, kind, metadata } = isRecord(patch) ? patch : {}
  const { name, namespace } = isRecord(metadata) ? metadata : ({} as Record<string, unknown>)
  const words = {
    group: typeof apiVersion === 'string' ? groupOf(apiVersion) : undefined,
    kind: textOf(kind),
    name: textOf(name),
    namespace: textOf(namespace),
  }
  return { ...patterns(words, (word) => new RegExp(`^${escaped(word)}$`)), labels: [], plain: patterns(words, (word) => word) }
}

/**
 * Whether a selector may mean an object. Kustomize compares with the name and namespace that the object has at that point as well as with
 * those that it had before, so what the kustomizations on the way put before and after names counts too. Labels that kustomizations set may
 * be there when the selector is asked.
 */
export function maySelect(selector: TargetSelector, object: SourceObject, on: readonly Kustomization[]): boolean {
  const { kind, name, namespace, apiVersion } = object.ref
  if (selector.kind?.test(kind) === false || selector.group?.test(groupOf(apiVersion)) === false) return false
  if (selector.name !== undefined && !namesOf(name, on).some((one) => one === undefined || selector.name!.test(one))) return false
  const spaces = [namespace, ...on.flatMap((one) => one.namespace ?? [])]
  if (namespace !== '' && selector.namespace !== undefined && !spaces.some((one) => selector.namespace!.test(one))) return false
  return selector.labels.every(([key, value]) => object.labels[key] === value || setsLabel(key, on))
}

/** The names that an object can have on its way; undefined for any, where several kustomizations add to it. */
function namesOf(name: string, on: readonly Kustomization[]): readonly (string | undefined)[] {
  const affixes = on.flatMap(({ value }) => {
    const [before, after] = [textOf(value.namePrefix) ?? '', textOf(value.nameSuffix) ?? '']
    return before === '' && after === '' ? [] : [`${before}${name}${after}`]
  })
  return affixes.length > 1 ? [undefined] : [name, ...affixes]
}

function setsLabel(key: string, on: readonly Kustomization[]): boolean {
  return on.some(({ value }) => JSON.stringify([value.labels, value.commonLabels, value.transformers]).includes(JSON.stringify(key)))
}

function equalities(selector: string): (readonly [string, string])[] {
  if (/[!()]/.test(selector)) return []
  return selector.split(',').flatMap((clause) => {
    const [, key, value] = /^\s*([^=\s]+)\s*==?\s*(\S*)\s*$/.exec(clause) ?? []
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
}

type Words = { readonly [word in 'group' | 'kind' | 'name' | 'namespace']: string | undefined }

function patterns<T>(words: Words, make: (word: string) => T | undefined): { [word in keyof Words]?: T } {
  const made = Object.entries(words).map(([key, word]) => [key, word === undefined ? undefined : make(word)] as const)
  return Object.fromEntries(made.filter(([, value]) => value !== undefined))
}

function anchored(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`)
  } catch {
    return undefined
  }
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
