import { objectText, type Place, pathText } from '../../diagnostics/place.ts'
import type { Answer, Branch, Decision, PointDecision } from '../../model/verdict.ts'
import { positionText } from '../findings/text.ts'

/** What became of a request, in one sentence: `denied (403) at waypoint shop/waypoint: no ALLOW rule matches`. */
export function outcomeText(decision: Decision): string {
  if (decision.answer !== undefined) {
    const point = decision.points.at(-1)
    return `${answerText(decision.answer)}${point === undefined ? '' : ` by ${pointText(point)}`}`
  }
  if (decision.verdict === 'allowed') {
    const to = destinationsText(decision)
    return to === '' ? 'allowed' : `allowed, to ${to}`
  }
  const point = decidingPoint(decision)
  const needs = decision.needs === undefined ? '' : `; needs ${decision.needs}`
  if (point === undefined) return `${decision.verdict}${needs}`
  const code = point.code === undefined ? '' : ` (${point.code})`
  const mixed = decision.verdict === 'undetermined' && point.verdict !== 'undetermined'
  const verdict = mixed ? `undetermined, not the same everywhere: ${point.verdict}` : decision.verdict
  return `${verdict}${code} at ${pointText(point)}: ${point.reason}${needs}`
}

/** The point whose word made the verdict; undefined for requests that met none. */
export function decidingPoint(decision: Decision): PointDecision | undefined {
  if (decision.branches.length === 0) return decision.points.at(-1)
  const branch =
    decision.branches.find(({ verdict }) => verdict === decision.verdict) ??
    decision.branches.find(({ verdict }) => verdict !== 'allowed') ??
    decision.branches[0]!
  return branch.points.find(({ verdict }) => verdict === branch.verdict && verdict !== 'allowed') ?? branch.points.at(-1)
}

/** The rules behind a decision, each once: those of the point that refused, or of every point that let the request pass. */
export function decidingRules(decision: Decision): Place[] {
  if (decision.verdict === 'allowed') return rulesMet(decision)
  return rulesOf([decidingPoint(decision)].filter((point) => point !== undefined))
}

/** The rules of every point that a request met, each once. */
export function rulesMet({ points, branches }: Decision): Place[] {
  return rulesOf([...points, ...branches.flatMap((branch) => branch.points)])
}

/** The rules that led a request to the point that refused it, such as a route, where it met no such rule on the other side. */
export function rulesThatLed(decision: Decision, other: Decision): Place[] {
  if (decision.verdict === 'allowed') return []
  const name = ({ object, path }: Place): string => `${objectText(object)} ${pathText(path)}`
  const known = new Set([...rulesMet(other), ...decidingRules(decision)].map(name))
  return rulesMet(decision).filter((place) => !known.has(name(place)))
}

function rulesOf(points: readonly PointDecision[]): Place[] {
  return [...new Map(points.flatMap(({ because }) => because).map((place) => [ruleText(place), place])).values()]
}

/** `access.yaml:12:5 AuthorizationPolicy shop/readers spec.rules[0]`. */
export function ruleText(place: Place): string {
  const path = pathText(place.path)
  return `${positionText(place.span)} ${objectText(place.object)}${path === '' ? '' : ` ${path}`}`
}

export function pointText({ point, at }: PointDecision): string {
  return `${point} ${at}`
}

export function answerText(answer: Answer): string {
  if (answer.kind === 'redirect') return `redirected with ${answer.status} to ${answer.location}`
  return `answered ${answer.status}${answer.body === undefined || answer.body === '' ? '' : ` with ${JSON.stringify(answer.body)}`}`
}

/** `shop/cart-v1:8080 (90%), shop/cart-v2:8080 (10%)`. */
export function destinationsText({ branches }: Decision): string {
  const texts = branches.map(
    (branch) => `${branchText(branch)}${branches.every(({ share }) => share === 1) ? '' : ` (${shareText(branch.share)})`}`,
  )
  return [...new Set(texts)].join(', ')
}

export function branchText({ workload, host, port }: Branch): string {
  if (workload === undefined) return host ?? 'no pod that the input has'
  return `${workload}${port === undefined ? '' : `:${port}`}`
}

export function shareText(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`
}
