import { compareText, type ObjectRef, objectText } from '../../diagnostics/place.ts'
import type { Translation } from '../../translation.ts'

/** What becomes of one object of the source. */
export interface Becoming {
  /** `VirtualService shop/catalog`. */
  readonly source: string
  readonly file: string
  /** `HTTPRoute shop/catalog`, `edited`, `deleted`. */
  readonly becomes: readonly string[]
}

/** The objects that change, each with what is written in its place; those that stay as they are are left out. */
export function becomingsOf({ emission }: Translation): Becoming[] {
  const rows = new Map<string, { source: string; file: string; becomes: string[] }>()
  const rowOf = (ref: ObjectRef): string[] => {
    const key = `${ref.file}#${ref.document}/${ref.item ?? ''}${objectText(ref)}`
    const row = rows.get(key) ?? { source: objectText(ref), file: ref.file, becomes: [] }
    rows.set(key, row)
    return row.becomes
  }
  for (const change of emission.changes) {
    if (change.kind === 'add') {
      const cause = change.causes[0]?.object
      if (cause !== undefined) rowOf(cause).push(addedText(change.object))
    } else rowOf(change.target).push(change.kind === 'edit' ? 'edited' : 'deleted')
  }
  return [...rows.values()]
    .map((row) => ({ ...row, becomes: [...new Set(row.becomes)].sort(byRank) }))
    .sort((a, b) => compareText(a.source, b.source) || compareText(a.file, b.file))
}

function addedText(object: { readonly kind?: unknown; readonly metadata?: unknown }): string {
  const { name, namespace } = (object.metadata ?? {}) as { name?: unknown; namespace?: unknown }
  return objectText({ kind: String(object.kind), name: String(name), namespace: namespace === undefined ? '' : String(namespace) })
}

/** What happens to the object itself comes last. */
function byRank(a: string, b: string): number {
  const rank = (text: string): number => ['edited', 'deleted'].indexOf(text)
  return rank(a) - rank(b) || compareText(a, b)
}
