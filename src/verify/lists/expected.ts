import { compareText } from '../../diagnostics/place.ts'
import { pathOf } from '../../model/request.ts'
import type { Decision, PointDecision } from '../../model/verdict.ts'

type ExpectedVerdict = 'allowed' | 'denied' | 'unreachable'

/** What a request is expected to come to; parts that are absent may be anything. */
export type Expected = ExpectedVerdict | ExpectedOutcome

interface ExpectedOutcome {
  readonly verdict: ExpectedVerdict
  /** `NS/WORKLOAD` or `HOST:PORT`: all places where it may end up, no more and no fewer. */
  readonly destination?: string | readonly string[] | undefined
  /** Of an answer by a proxy, or of a refusal. */
  readonly status?: number | undefined
  /** As it arrives at every destination; the query counts only when it is written here. */
  readonly path?: string | undefined
}

/** Whether a decision is what was expected. An undetermined one never is. */
export function meets(decision: Decision, expected: Expected): boolean {
  const { verdict, destination, status, path } = outcomeOf(expected)
  if (decision.verdict !== verdict) return false
  if (destination !== undefined && listed(namesOf(destination)) !== listed(destinationsOf(decision))) return false
  if (status !== undefined && listed([String(status)]) !== listed(statusesOf(decision))) return false
  return path === undefined || listed([path]) === listed(pathsOf(decision, path))
}

export function expectedText(expected: Expected): string {
  const { verdict, destination, status, path } = outcomeOf(expected)
  return [
    verdict,
    ...(destination === undefined ? [] : [`destination ${listed(namesOf(destination))}`]),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(path === undefined ? [] : [`path ${path}`]),
  ].join(', ')
}

/** What came, as far as it was asked for; of a refusal also who refused. */
export function gotText(decision: Decision, expected: Expected): string {
  const { destination, status, path } = outcomeOf(expected)
  return [
    verdictText(decision),
    ...(destination === undefined ? [] : [`destination ${listed(destinationsOf(decision)) || 'none'}`]),
    ...(status === undefined ? [] : [`status ${listed(statusesOf(decision)) || 'none'}`]),
    ...(path === undefined ? [] : [`path ${listed(pathsOf(decision, path)) || 'none'}`]),
  ].join(', ')
}

function outcomeOf(expected: Expected): ExpectedOutcome {
  return typeof expected === 'string' ? { verdict: expected } : expected
}

function verdictText(decision: Decision): string {
  if (decision.verdict === 'undetermined') return decision.needs === undefined ? 'undetermined' : `undetermined, needs ${decision.needs}`
  const [refusing] = refusals(decision)
  if (decision.verdict !== 'denied' || refusing === undefined) return decision.verdict
  return `denied${refusing.code === undefined ? '' : ` ${refusing.code}`} by ${refusing.point} ${refusing.at}`
}

function refusals({ points, branches }: Decision): PointDecision[] {
  return [...points, ...branches.flatMap((branch) => branch.points)].filter(({ verdict }) => verdict === 'denied')
}

function destinationsOf({ branches }: Decision): string[] {
  return branches.flatMap(({ workload, host }) => workload ?? host ?? [])
}

function statusesOf(decision: Decision): string[] {
  if (decision.answer !== undefined) return [String(decision.answer.status)]
  return refusals(decision).flatMap(({ code }) => code ?? [])
}

function pathsOf({ branches }: Decision, written: string): string[] {
  const targets = branches.flatMap(({ received }) => received?.target ?? [])
  return written.includes('?') ? targets : targets.map(pathOf)
}

function namesOf(destination: string | readonly string[]): readonly string[] {
  return typeof destination === 'string' ? [destination] : destination
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].sort(compareText).join(' and ')
}
