import { isAlias, isCollection, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { PathStep } from '../../diagnostics/place.ts'
import { keyText, resolveAlias } from './node-place.ts'
import type { YamlTree } from './parsed-file.ts'

/** A value with a tag of another tool: `!vault …` of Ansible, `!Ref namespace` of CloudFormation, `!include rules.yaml`. */
export interface TaggedValue {
  readonly path: readonly PathStep[]
  readonly text: string
}

/** The first value below a node whose tag is none of YAML's own: what the object gets there is up to the tool that knows the tag. */
export function firstTagged(node: Node | undefined, tree: YamlTree, path: readonly PathStep[] = [], depth = 0): TaggedValue | undefined {
  const target = isAlias(node) ? resolveAlias(node, tree) : node
  if (target === undefined || isAlias(target) || depth > 100) return undefined
  const { tag } = target
  if (tag !== undefined && isLocal(tag)) return { path, text: isScalar(target) ? `${tag} ${String(target.value)}`.trim() : tag }
  if (!isCollection(target)) return undefined
  for (const [index, item] of target.items.entries()) {
    const found = isSeq(target)
      ? firstTagged(item as Node, tree, [...path, index], depth + 1)
      : isMap(target)
        ? pairTagged((item as { key: unknown; value: unknown }).key, (item as { value: unknown }).value, tree, path, depth)
        : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function pairTagged(key: unknown, value: unknown, tree: YamlTree, path: readonly PathStep[], depth: number): TaggedValue | undefined {
  const below = [...path, keyText(key)]
  return firstTagged(key as Node, tree, below, depth + 1) ?? firstTagged((value ?? undefined) as Node | undefined, tree, below, depth + 1)
}

/** `!vault`, and neither `!` (a plain string) nor `!!str`, which the parser writes out as `tag:yaml.org,2002:str`. */
function isLocal(tag: string): boolean {
  return tag !== '!' && !tag.startsWith('tag:yaml.org,2002:')
}
