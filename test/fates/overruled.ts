import { isDeclared } from '../../scripts/gen/crd-leaves.ts'
import type { OverruledFate } from '../../scripts/gen/overruled-fates.ts'
import { objectKey } from '../../src/account/fates.ts'
import type { PathStep } from '../../src/diagnostics/place.ts'
import { groupOf } from '../../src/model/api-group.ts'
import type { FateTree } from '../../src/model/dialect.ts'
import type { Translation } from '../../src/translation.ts'
import { targets } from '../../translators/index.ts'

/** Which findings decided about values of which fields. Objects that no API server takes are left out: whatever is in them is refused. */
export function overruledFates({ target, fates, invalid, diagnostics }: Translation): OverruledFate[] {
  const unusable = new Set(invalid.map(({ ref }) => ref))
  return fates
    .filter(({ ref }) => !unusable.has(ref))
    .flatMap(({ ref, leaves }) => {
      const wholes = new Set(
        diagnostics
          .filter(({ place }) => place !== undefined && objectKey(place.object) === objectKey(ref) && isWhole(place.path))
          .map(({ code }) => code),
      )
      const kind = `${groupOf(ref.apiVersion)}/${ref.kind}`
      return leaves.flatMap(({ path, fate, code }): OverruledFate[] => {
        const field = declarationAt(targets[target].fates[kind], path)
        if (code === undefined || field === undefined) return []
        return [{ target, kind, field: wholes.has(code) ? 'spec' : field.join('.'), code, fate }]
      })
    })
}

/** A finding about the object or all of its `spec` says nothing of one field. */
function isWhole(path: readonly PathStep[]): boolean {
  return path.length === 0 || (path.length === 1 && path[0] === 'spec')
}

/** Where the fate of a leaf is declared. An empty map or list stands for its fields: the first of them speaks for all. */
function declarationAt(tree: FateTree | undefined, path: readonly PathStep[]): readonly string[] | undefined {
  const [step, ...rest] = path
  if (tree === undefined) return undefined
  if (isDeclared(tree)) return []
  if (typeof step === 'number') return declarationAt(tree, rest)
  const field = step === undefined ? Object.keys(tree)[0] : Object.hasOwn(tree, step) ? step : '*'
  const inner = field === undefined ? undefined : declarationAt(tree[field], rest)
  return inner === undefined ? undefined : [field!, ...inner]
}
