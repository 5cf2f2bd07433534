import { spanOf } from '../../diagnostics/diagnostic.ts'
import type { PendingDecision } from '../../estimate/decision.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { amountText, positionText } from '../findings/text.ts'
import { readinessText } from './readiness-text.ts'
import { unitText } from './unit-text.ts'

/**
 * What a lead reads first: how much moves today, how few decisions free how much of the rest, and whether one cause holds the mesh as a whole. `0 of 14
 * can move today` alone would say that the mesh is hard to move, where one fact is missing.
 */
export function headlineSentences(estimate: Estimate): readonly string[] {
  return [
    `${readinessText(estimate)}${outsideClause(estimate)}`,
    ...unbuiltSentence(estimate),
    ...refusedSentence(estimate),
    ...decisionsSentence(estimate),
    ...wholeSentence(estimate),
  ]
}

/** What would be written is refused, and everything stays until it is changed or accepted. */
export function refusedSentence({ writes }: Pick<Estimate, 'writes'>): readonly string[] {
  return writes ? [] : ['convert writes nothing: requests that are denied now would be allowed']
}

/** Stands in the first sentence: "0 of 1 workload" looks like a tiny mesh where the input has policies without their pods. */
function outsideClause({ outside, unbuilt: share }: Estimate): string {
  const { unread = 0, policies = 0, services = 0 } = outside ?? {}
  const pods = [
    ...(policies === 0 ? [] : [policies === 1 ? '1 policy' : `${policies} policies`]),
    ...(services === 0 ? [] : [amountText(services, 'Service')]),
  ]
  const parts = [
    ...(share === undefined ? [] : [`what ${share.unbuilt} of ${amountText(share.kustomizations, 'kustomization')} build`]),
    ...(unread === 0 ? [] : [`${amountText(unread, 'part')} of the input that ${unread === 1 ? 'was' : 'were'} not read`]),
    ...(pods.length === 0 ? [] : [`pods of ${pods.join(' and ')}, which the input lacks`]),
  ]
  return parts.length === 0 ? '' : `; in no figure: ${parts.join(', ')}`
}

/** Five workloads of hundreds of files look like a small mesh, where most of it was not built. */
function unbuiltSentence({ unbuilt: share }: Estimate): readonly string[] {
  if (share === undefined) return []
  const { kustomizations, unbuilt, files, filesWithObjects, objects, changeable } = share
  const them = kustomizations === 1 ? 'The kustomization' : `${unbuilt} of ${kustomizations} kustomizations`
  const may = `${changeable} of these ${changeable === 1 ? 'is' : 'are'} in ${unbuilt === 1 ? 'it' : 'them'} and may change`
  return [
    `${them} ${unbuilt === 1 ? 'was' : 'were'} not built: this is about ${amountText(objects, 'object')} in ${filesWithObjects} of ${amountText(files, 'file')} as written, ${may}, and what a build adds is not counted`,
  ]
}

function decisionsSentence(estimate: Estimate): readonly string[] {
  const { readiness, best, decisions, moves } = estimate
  const { today, all, afterDecision } = readiness
  if (afterDecision === 0) return []
  const tried = decisions.filter((one) => one.moves !== undefined)
  const enough = best.moves.length > today
  const taken = enough ? best.decisions : tried
  if (taken.length === 0) return []
  const then = enough ? best.moves.length : today + afterDecision
  const named = taken.map((one) => decisions.indexOf(one) + 1).join(', ')
  const which = taken.length === 1 ? `decision ${named} alone` : `decisions ${named} together`
  const moving = then === all && all > 1 ? `all ${unitText(all, moves)}` : `${then} of ${unitText(all, moves)}`
  const more = enough && then < today + afterDecision ? `, with all ${tried.length} of them ${today + afterDecision}` : ''
  return [`With ${which} ${moving} can move${more}${vouchingClause(estimate, taken)}`]
}

/** To vouch for what was not read is one decision, and as much reading as there are parts. */
function vouchingClause({ outside, decisions }: Estimate, taken: readonly PendingDecision[]): string {
  const vouching = taken.find(({ wayOut }) => wayOut.kind === 'assume' && wayOut.assumption === 'unread-reviewed')
  if (vouching === undefined || outside === undefined || outside.unread === 0) return ''
  const parts =
    outside.unread === 1 ? 'the part that was not read, which has' : `each of the ${outside.unread} parts that were not read, which have`
  return `; decision ${decisions.indexOf(vouching) + 1} vouches for ${parts} to be reviewed first`
}

function wholeSentence({ holdsAll, resources }: Estimate): readonly string[] {
  if (holdsAll === undefined) return []
  const { cause, findings, resources: held } = holdsAll
  const span = spanOf(cause.example)
  const more = findings > 1 ? ` and ${amountText(findings - 1, 'more place')}` : ''
  const where = span === undefined ? '' : `: ${positionText(span)}${more}`
  return [`${cause.code} (${cause.title}) holds ${held === resources ? `all ${resources}` : `${held} of ${resources}`} resources${where}`]
}
