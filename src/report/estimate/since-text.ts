import type { Range } from '../../estimate/range.ts'
import type { Readiness } from '../../estimate/readiness.ts'
import type { ChangedDecision, Since } from '../../estimate/since.ts'
import { wayOutText } from '../../estimate/way-out-text.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'
import { wrapped } from '../wrapped.ts'
import { rangeText } from './effort-text.ts'

/** What changed since an earlier estimate, a sentence each; one that says so where nothing did. */
export function sinceSentences({ readiness, namespaces, decisions, points, otherWeights }: Since): readonly string[] {
  const changed = [
    ...namespaces.map(({ namespace, before, now }) => `${namespace === '' ? '(cluster)' : namespace}: ${readinessChange(before, now)}`),
    ...decisions.map(decisionChange),
    ...(sameRange(points.before, points.now)
      ? []
      : [
          `points: ${rangeText(points.before!)} before, ${rangeText(points.now!)} now${otherWeights === true ? '; one of some kind of work came to other points then (--weights), so these do not compare' : ''}`,
        ]),
  ]
  if (changed.length === 0) return ['nothing changed']
  return [`can move today: ${readiness.before!.today} before, ${readiness.now!.today} now`, ...changed]
}

export function sinceText(since: Since): string {
  return textLines(sinceSentences(since).flatMap((sentence) => wrapped(sentence, { indent: '  ', hanging: '    ' })))
}

function readinessChange(before: Readiness | undefined, now: Readiness | undefined): string {
  if (before === undefined) return `new, ${now!.today} of ${now!.all} can move today`
  if (now === undefined) return 'gone'
  const parts = (['all', 'today', 'afterDecision', 'stays'] as const).filter((key) => before[key] !== now[key])
  return parts.map((key) => `${words[key]} ${before[key]} before, ${now[key]} now`).join('; ')
}

const words = { all: 'there are', today: 'can move', afterDecision: 'after a decision', stays: 'stay' } as const

function decisionChange({ wayOut, codes, before, now }: ChangedDecision): string {
  const name = `${wayOutText(wayOut)} (${codes.join(', ')})`
  if (now === undefined) return `decision taken or no longer needed: ${name}, which held up ${amountText(before!, 'resource')}`
  if (before === undefined) return `new decision: ${name}, holds up ${amountText(now, 'resource')}`
  return `decision: ${name} holds up ${amountText(now, 'resource')}, ${before} before`
}

function sameRange(a: Range | undefined, b: Range | undefined): boolean {
  return a?.low === b?.low && a?.high === b?.high
}
