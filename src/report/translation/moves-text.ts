import { targets } from '../../../translators/index.ts'
import { definitionOf } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, positionText } from '../findings/text.ts'
import { type Paint, plain } from '../paint.ts'
import type { Moves, Staying } from './moves.ts'

/** How many names or causes are reported before the rest is only counted. */
const enough = 5

/**
 * The first lines of `convert` and `diff`: what moves, and what stays and why, one line for each cause. Long lists are cut with a count
 * unless `full`.
 */
export function movesText(moves: Moves, full: boolean, paint: Paint = plain): string {
  const limit = full ? Number.POSITIVE_INFINITY : enough
  const { short, moves: what } = targets[moves.target]
  const [from, kind] = what === 'policies' ? ['stays with Istio', 'policy'] : ['stays on sidecars', 'workload']
  const lines = [`${paint.bold(`moves to ${short}`)}: ${movingText(moves, kind, limit)}`]
  const leaves = moves.leaves ?? []
  if (leaves.length > 0) lines.push(`${paint.bold('leaves its sidecar')}: ${counted(leaves.length, 'workload')} (${listed(leaves, limit)})`)
  const causes = byCause(moves.stays)
  if (causes.length === 0) lines.push(`${paint.bold(from)}: nothing`)
  for (const { cause, members } of causes.slice(0, limit))
    lines.push(`${paint.bold(from)}: ${stayingText(members, kind, limit)}${cause === undefined ? '' : `, because of ${causeText(cause)}`}`)
  if (causes.length > limit) {
    const left = causes.slice(limit).flatMap(({ members }) => members)
    lines.push(paint.dim(`... and ${left.length} more for ${amountText(causes.length - limit, 'other cause')} (-v shows all)`))
  }
  return textLines(lines)
}

function movingText({ namespaces, objects }: Moves, kind: string, limit: number): string {
  if (namespaces.length === 0 && objects.length === 0) return 'nothing'
  if (namespaces.length === 0) return `${counted(objects.length, kind)} (${listed(objects.map(nameOf), limit)})`
  const known = objects.length === 0 ? '' : `; ${counted(objects.length, kind)}`
  const single = objects.filter(({ namespace }) => !namespaces.includes(namespace)).map(nameOf)
  const among = single.length === 0 ? '' : `, among them ${listed(single, limit)}`
  return `${namespaces.length === 1 ? 'namespace' : `${namespaces.length} namespaces:`} ${listed(namespaces, limit)}${known}${among}`
}

/** A namespace stands for the workloads in it that have the same cause. */
function stayingText(members: readonly Staying[], kind: string, limit: number): string {
  const namespaces = members.filter(({ object, namespace }) => object === `Namespace ${namespace}`)
  const inside = new Set(namespaces.map(({ namespace }) => namespace))
  const objects = members.filter(({ object, namespace }) => object !== `Namespace ${namespace}`)
  const others = objects.filter(({ namespace }) => !inside.has(namespace))
  const within = objects.length - others.length
  return [
    ...(namespaces.length === 0
      ? []
      : [
          `${namespaces.length === 1 ? 'namespace' : `${namespaces.length} namespaces:`} ${listed([...inside], limit)}${
            within === 0 ? '' : ` (${counted(within, kind)})`
          }`,
        ]),
    ...(others.length === 0 ? [] : [listed(others.map(nameOf), limit)]),
  ].join('; ')
}

function byCause(stays: readonly Staying[]): readonly { readonly cause?: Diagnostic; readonly members: readonly Staying[] }[] {
  const groups = new Map<string, { cause?: Diagnostic; members: Staying[] }>()
  for (const one of stays) {
    const key = one.cause === undefined ? '' : causeText(one.cause)
    const group = groups.get(key) ?? { ...(one.cause === undefined ? {} : { cause: one.cause }), members: [] }
    groups.set(key, group)
    group.members.push(one)
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length)
}

function causeText(cause: Diagnostic): string {
  const span = spanOf(cause)
  const title = definitionOf(cause.code)?.title
  return `${cause.code}${span === undefined ? '' : ` at ${positionText(span)}`}${title === undefined ? '' : ` (${title})`}`
}

function listed(names: readonly string[], limit: number): string {
  return names.length <= limit ? names.join(', ') : `${names.slice(0, limit).join(', ')} and ${names.length - limit} more (-v shows all)`
}

function nameOf({ object }: { readonly object: string }): string {
  return object
}

function counted(amount: number, kind: string): string {
  return kind === 'policy' ? `${amount} ${amount === 1 ? 'policy' : 'policies'}` : amountText(amount, kind)
}
