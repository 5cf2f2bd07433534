import { languageKey } from '../../algebra/language/language.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { ChainRule } from '../../resolve/routes/chain-rule.ts'
import { requestMutations } from '../../resolve/routes/route-action.ts'
import { attributes, domainOf, pathUnder } from './attribute.ts'
import { allOf, anyOf, notOf, textIn, unknown, withLeaves } from './condition.ts'
import type { DecisionTree } from './decision-tree.ts'
import type { SeenHttp } from './rules/view.ts'
import { withConditions } from './tree-conditions.ts'

/** How proxies of nodes see paths, which normalise them in their own way: listeners of Cilium's operator take them as they are sent. */
export function pathAtNode({ settings }: Mesh, normalization: Mesh['settings']['pathNormalization']): Pick<SeenHttp, 'path'> {
  return normalization === settings.pathNormalization ? {} : { path: pathUnder(normalization) }
}

/**
 * `/old/../admin` becomes `/new/../admin` at a node that does not normalise, and pods read `/admin`: what comes of such a path is not worked out. One
 * that normalisation leaves alone is the same to both.
 */
export function withoutWrittenPaths(
  tree: DecisionTree,
  {
    mesh,
    rules,
    seen,
    point,
  }: { readonly mesh: Mesh; readonly rules: readonly ChainRule[]; readonly seen: SeenHttp['path']; readonly point: string },
): DecisionTree {
  if (seen === undefined || !rules.some(writesPart)) return tree
  const isNormal = textIn(seen, domainOf(attributes.path, mesh.settings))
  return withConditions(tree, (condition) =>
    withLeaves(condition, (leaf) => {
      if (leaf.kind !== 'text' || leaf.attribute.kind !== 'path') return leaf
      const written = unknown(
        `${point}: written path in ${languageKey(leaf.language)}`,
        'what pods make of a path that was changed before it was normalised',
      )
      return anyOf([allOf([isNormal, leaf]), allOf([notOf(isNormal), written])])
    }),
  )
}

function writesPart(rule: ChainRule): boolean {
  return requestMutations(rule).some(({ kind }) => kind === 'replace-prefix' || kind === 'replace-regex')
}
