import type { HttpHeaders } from '../../model/request.ts'
import type { Branch, Decision, PointDecision, Verdict } from '../../model/verdict.ts'
import { textLines } from '../escape/lines.ts'
import { type Paint, plain } from '../paint.ts'
import { headerLines, visible } from './request-text.ts'
import { settingsTexts } from './settings-text.ts'
import { answerText, branchText, outcomeText, pointText, ruleText, shareText } from './text.ts'

/** The walk of one request: each point that it met, then where it went and what arrived, the verdict last. */
export function walkText(decision: Decision, paint: Paint = plain): string {
  const groups = groupsOf(decision)
  const lines: string[] = []
  const first = groups.length === 1 ? [...groups[0]!.points] : sharedPoints(decision)
  first.forEach((point, index) => {
    lines.push(...pointLines(point, `${index + 1}.`, paint))
  })
  for (const { branches, points } of groups) {
    // One that is refused on its way reaches nothing; where ways part, it tells which one this is.
    if (groups.length > 1 || decision.verdict === 'allowed')
      lines.push(`→  ${branches.map((branch) => `${branchText(branch)}${share(branch)}`).join(', ')}`)
    if (groups.length > 1)
      points.slice(first.length).forEach((point, index) => {
        lines.push(...pointLines(point, `   ${first.length + index + 1}.`, paint))
      })
    const { received, verdict } = branches[0]!
    if (received !== undefined && verdict !== 'denied')
      lines.push(
        `   ${paint.dim(`arrives as ${visible(received.target)}, Host: ${visible(received.authority)}${headersText(received.headers)}`)}`,
      )
  }
  if (decision.answer !== undefined) lines.push(`→  ${answerText(decision.answer)}`)
  for (const settings of decision.settings) {
    const texts = settingsTexts(settings)
    if (texts.length > 0) lines.push(`   ${paint.dim(`route: ${texts.join('; ')}`)}`)
  }
  lines.push(verdictLine(decision, paint))
  return textLines(lines)
}

/** The outcome with its verdict in capitals, which is what the eye looks for. */
export function verdictLine(decision: Decision, paint: Paint = plain): string {
  const outcome = outcomeText(decision)
  const [word = ''] = /^[a-z]+/.exec(outcome) ?? []
  const color = verdictColor(decision.verdict, paint)
  return `${paint.bold(color(word.toUpperCase()))}${outcome.slice(word.length)}`
}

export function verdictColor(verdict: Verdict, paint: Paint): (text: string) => string {
  return { allowed: paint.green, denied: paint.red, unreachable: paint.yellow, undetermined: paint.yellow }[verdict]
}

/** One entry for each different walk, with all destinations that it leads to. */
export function groupsOf(decision: Decision): { readonly branches: readonly Branch[]; readonly points: readonly PointDecision[] }[] {
  const groups = new Map<string, { branches: Branch[]; points: readonly PointDecision[] }>()
  for (const branch of decision.branches) {
    const key = JSON.stringify([branch.points.map(keyOf), branch.received ?? null])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { branches: [branch], points: branch.points })
    else group.branches.push(branch)
  }
  return [...groups.values()]
}

/** The points that every branch met first, the same and with the same word. */
function sharedPoints(decision: Decision): PointDecision[] {
  const [head, ...rest] = decision.branches
  if (head === undefined) return [...decision.points]
  const end = head.points.findIndex((point, index) =>
    rest.some(({ points }) => points[index] === undefined || keyOf(points[index]) !== keyOf(point)),
  )
  return head.points.slice(0, end < 0 ? head.points.length : end)
}

function keyOf({ because, counts = [], ...rest }: PointDecision): string {
  return JSON.stringify([rest, because.map(ruleText), counts.map(ruleText)])
}

function share(branch: Branch): string {
  return branch.share === 1 ? '' : ` (${shareText(branch.share)})`
}

function pointLines(point: PointDecision, number: string, paint: Paint): string[] {
  const indent = ' '.repeat(number.length + 1)
  const { identity, port, path, method, host } = point.saw
  const saw = [
    identity === undefined ? 'no identity' : identity,
    `port ${port}`,
    ...(method === undefined ? [] : [`method ${visible(method)}`]),
    ...(path === undefined ? [] : [`path ${visible(path)}`]),
    ...(host === undefined ? [] : [`host ${visible(host)}`]),
  ]
  const color = verdictColor(point.verdict, paint)
  return [
    `${number} ${paint.bold(pointText(point))}: ${color(point.verdict)}${point.code === undefined ? '' : ` (${point.code})`}, ${point.reason}`,
    `${indent}${paint.dim(`sees ${saw.join(', ')}`)}`,
    ...point.because.map((place) => `${indent}${ruleText(place)}`),
    ...(point.needs === undefined ? [] : [`${indent}needs ${point.needs}`]),
    ...(point.counts ?? []).map((place) => `${indent}refuses it beyond a limit, by how many requests came before: ${ruleText(place)}`),
  ]
}

function headersText(headers: HttpHeaders): string {
  const texts = headerLines(headers)
  return texts.length === 0 ? '' : `, ${texts.join(', ')}`
}
