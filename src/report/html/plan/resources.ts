import { compareText } from '../../../diagnostics/place.ts'
import type { PlanReport } from '../../plan/report.ts'
import { barChart, stacked } from '../charts.ts'
import type { Content } from '../element.ts'

/** Resources by kind before and after: what stays the same, what changes, what is new, and what goes. */
export function resourcesPart({ waves, translation }: PlanReport): Content {
  const contents = waves.flatMap(({ steps }) => steps.map((step) => step.contents))
  const counted = (refs: readonly { readonly kind: string }[]) => {
    const counts = new Map<string, number>()
    for (const { kind } of refs) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return (kind: string) => counts.get(kind) ?? 0
  }
  const added = contents.flatMap((one) => one.added.map(({ ref }) => ref))
  const changed = contents.flatMap((one) => one.patched.map(({ ref }) => ref))
  const removed = contents.flatMap((one) => one.removed.map(({ ref }) => ref))
  const before = counted(translation.input.objects.map(({ ref }) => ref))
  const [more, other, gone] = [counted(added), counted(uniqueOf(changed)), counted(removed)]
  const kinds = [...new Set([...added, ...changed, ...removed].map(({ kind }) => kind))].sort(compareText)
  return barChart(
    kinds.map((kind) => {
      const same = Math.max(0, before(kind) - other(kind) - gone(kind))
      return {
        label: kind,
        parts: stacked([
          { width: same, class: 'today', title: `${same} unchanged` },
          { width: other(kind), class: 'after', title: `${other(kind)} changed` },
          { width: more(kind), class: 'rerouted', title: `${more(kind)} new` },
          { width: gone(kind), class: 'stays', title: `${gone(kind)} deleted` },
        ]),
        value: `${before(kind)} before, ${before(kind) + more(kind) - gone(kind)} after`,
      }
    }),
    [
      ['today', 'unchanged'],
      ['after', 'changed'],
      ['rerouted', 'new'],
      ['stays', 'deleted'],
    ],
  )
}

function uniqueOf<One extends { readonly kind: string; readonly namespace: string; readonly name: string }>(refs: readonly One[]): One[] {
  return [...new Map(refs.map((ref) => [`${ref.kind} ${ref.namespace}/${ref.name}`, ref])).values()]
}
