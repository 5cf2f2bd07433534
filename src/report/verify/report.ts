import type { TargetName } from '../../../translators/index.ts'
import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import type { SourceSpan } from '../../diagnostics/place.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { UnreadInput, UnreadReason } from '../../model/unread.ts'
import type { Comparison, Difference, DifferenceVerdict } from '../../verify/comparison.ts'
import type { ExpectationResult } from '../../verify/lists/expectations.ts'
import type { StateResult } from '../../verify/states.ts'
import type { Baseline } from '../baseline/baseline.ts'
import type { Suppressed } from '../findings/suppressed.ts'
import type { BuildsReport } from '../translation/builds.ts'

/** Everything that one run of `verify` found: what each format of its report is made of. */
export interface VerifyReport {
  /** The target of the translation that was verified; absent when two sets of manifests were compared. */
  readonly target?: TargetName
  readonly comparison: Comparison
  readonly expectations: readonly ExpectationResult[]
  /** The rollout states that were looked at, in order: up to the first that goes wrong. Absent when the user did not ask. */
  readonly states?: readonly StateResult[]
  readonly policy: FailurePolicy
  readonly diagnostics: readonly Diagnostic[]
  /** Findings that a configuration file suppresses: they are not among `diagnostics`. Absent where there is none. */
  readonly suppressed?: Suppressed
  /** Which kustomizations were built, where there is a translation. */
  readonly builds?: BuildsReport
  /** What was so before, where the user named a report of it. */
  readonly baseline?: Baseline
  /** The files of both sides, for formats that show the lines of rules. */
  readonly sets?: { readonly before: readonly InputFile[]; readonly after: readonly InputFile[] }
  /** The side that a reviewer has before them, for what annotates its lines. */
  readonly reviewed?: Reviewed
  /** Set for one of several clusters: what traffic was looked at is said of all of them together. */
  readonly amongClusters?: true
}

/** The source of a translation, or what a change makes of the manifests. */
export interface Reviewed {
  readonly side: 'before' | 'after'
  readonly mesh: Mesh
}

/** Which differences make a comparison fail. */
export interface FailurePolicy {
  /** This verdict and every graver one fail, announced or not. */
  readonly failOn: DifferenceVerdict
  /** Narrower and rerouted differences fail when no emitter announced them: where there is an emitter to announce them. */
  readonly unannouncedFail: boolean
  /** What cannot be known fails too, whatever `failOn` says. */
  readonly undeterminedFails?: boolean
}

/** What a translation fails on: what it opens, and what it closes or sends elsewhere without a finding that says so. */
export const translationPolicy: FailurePolicy = { failOn: 'wider', unannouncedFail: true }

/** What a change of manifests fails on, where nothing announces differences. */
export const changePolicy: FailurePolicy = { failOn: 'rerouted', unannouncedFail: false }

/** From the gravest to the lightest. */
export const differenceVerdictOrder = [
  'wider',
  'narrower',
  'rerouted',
  'undetermined',
  'identified',
] as const satisfies readonly DifferenceVerdict[]

/** What to do about a difference: nothing where the user accepted it or ruled its clients out, or where the baseline has it. */
export function fails(difference: Difference, { failOn, unannouncedFail, undeterminedFails = false }: FailurePolicy): boolean {
  if (isSilenced(difference)) return false
  if (undeterminedFails && difference.verdict === 'undetermined') return true
  if (differenceVerdictOrder.indexOf(difference.verdict) <= differenceVerdictOrder.indexOf(failOn)) return true
  const announceable = difference.verdict === 'narrower' || difference.verdict === 'rerouted'
  return unannouncedFail && announceable && difference.announcedBy === undefined
}

/** True when anything in the report fails: a difference of the end or of a rollout state, or an expectation. */
export function reportFails({ comparison, states = [], expectations, policy }: VerifyReport): boolean {
  const comparisons = [comparison, ...states.map((state) => state.comparison)]
  return (
    comparisons.some(({ differences }) => differences.some((difference) => fails(difference, policy))) ||
    expectations.some(({ passed }) => !passed)
  )
}

/** The differences that are reported one by one, without those of the baseline. Those that come of the identity of clients stand among the assumptions, unless they fail. */
export function toldOneByOne({ comparison, policy }: Pick<VerifyReport, 'comparison' | 'policy'>): readonly Difference[] {
  return comparison.differences.filter(
    (difference) => !difference.inBaseline && (difference.verdict !== 'identified' || fails(difference, policy)),
  )
}

/** Something of the input that the comparison knows nothing of. */
export interface NotRead {
  readonly message: string
  readonly span?: SourceSpan
}

/** What was not read: the comparison knows nothing of it. */
export function notRead({ comparison, diagnostics }: Pick<VerifyReport, 'comparison' | 'diagnostics'>): readonly NotRead[] {
  const unread = comparison.unread.map(({ what, why, span }) => ({
    message: `${what} ${notReadText[why]}`,
    ...(span === undefined ? {} : { span }),
  }))
  // A path that does not exist has no text to be unread.
  const others = diagnostics.filter((finding) => isReadingError(finding) && unread.length === 0)
  return [
    ...unread,
    ...others.map((finding) => ({ message: finding.message, ...(spanOf(finding) === undefined ? {} : { span: spanOf(finding)! }) })),
  ]
}

const notReadText: Readonly<Record<UnreadReason, string>> = {
  file: 'could not be opened or is not text',
  syntax: 'does not parse',
  template: 'is a template',
  invalid: 'is not valid',
  duplicate: 'was not read',
  kustomize: 'is applied by kustomize',
  carried: 'is not read there',
  unplaced: 'it names no namespace',
  'not-modelled': 'is not modelled',
}

/** True when the comparison is an answer about all of the input. */
export function isComplete({ comparison, diagnostics }: Pick<VerifyReport, 'comparison' | 'diagnostics'>): boolean {
  return comparison.unread.length === 0 && !diagnostics.some(isReadingError)
}

/** True when part of the input could not be read and the user has not said that it may be. */
export function lacksInput(report: Pick<VerifyReport, 'comparison' | 'diagnostics'>): boolean {
  return !isComplete(report) && !report.comparison.unreadReviewed
}

/** True for a file or document that could not be read: what was decided without it is not an answer about the whole. */
export function isReadingError({ stage, severity }: Pick<Diagnostic, 'stage' | 'severity'>): boolean {
  return severity === 'error' && stage === 'reading'
}

/**
 * `1 wider, 2 narrower (2 announced), 0 rerouted, 3 undetermined; 418 of 424 parts equal`, and whether something of the input was not read.
 */
export function headline({
  differences,
  parts,
  unread,
  unreadReviewed,
}: Pick<Comparison, 'differences' | 'parts' | 'unread' | 'unreadReviewed'>): string {
  const counts = differenceVerdictOrder
    .filter((verdict) => verdict !== 'identified')
    .map((verdict) => {
      const own = differences.filter((difference) => difference.verdict === verdict)
      const notes = differenceNotes(own)
      return `${own.length} ${verdict}${notes === '' ? '' : ` (${notes})`}`
    })
  const all = Object.values(parts).reduce((sum, count) => sum + count, 0)
  const identified = parts.identified === 0 ? '' : `, ${parts.identified} but for the identity of clients`
  return `${counts.join(', ')}; ${parts.equal} of ${all} parts equal${identified}${unreadClause(unread, unreadReviewed)}`
}

/** What is known of differences of one verdict: `2 ruled out, 6 announced`; empty where nothing is. */
export function differenceNotes(own: readonly Difference[]): string {
  return [
    noteOf(own, 'accepted', ({ acceptedBy }) => acceptedBy !== undefined),
    noteOf(own, 'ruled out', ({ assumedAway, acceptedBy }) => assumedAway !== undefined && acceptedBy === undefined),
    noteOf(own, 'fail open', ({ failsOpen, acceptedBy }) => failsOpen === true && acceptedBy === undefined),
    noteOf(own, 'in the baseline', (one) => one.inBaseline === true && !isSilenced({ ...one, inBaseline: undefined })),
    noteOf(own, 'announced', ({ announcedBy, ...rest }) => announcedBy !== undefined && !isSilenced(rest)),
    noteOf(own, 'seen in traffic', ({ traffic }) => traffic?.seen === 'yes'),
  ]
    .filter((note) => note !== '')
    .join(', ')
}

/** `; incomplete: 2 documents were not read`. */
function unreadClause(unread: readonly UnreadInput[], reviewed: boolean): string {
  if (unread.length === 0) return ''
  const files = unread.filter(({ why }) => why === 'file').length
  const documents = unread.length - files
  const counted = [
    ...(documents === 0 ? [] : [`${documents} document${documents === 1 ? '' : 's'}`]),
    ...(files === 0 ? [] : [`${files} file${files === 1 ? '' : 's'}`]),
  ]
  return `; incomplete: ${counted.join(' and ')} ${unread.length === 1 ? 'was' : 'were'} not read${reviewed ? ' (--assume unread-reviewed)' : ''}`
}

function noteOf(differences: readonly Difference[], word: string, holds: (difference: Difference) => boolean): string {
  const count = differences.filter(holds).length
  return count === 0 ? '' : `${count} ${word}`
}

/** True when a rollout state opens something, or closes something and that is neither accepted nor announced: there is no use in looking on. */
export function goesWrong({ differences }: Comparison): boolean {
  return differences.some((difference) => isAccess(difference) && !isSilenced(difference) && difference.announcedBy === undefined)
}

/** True when a rollout state has something that the start had not, or lost something, announced or not. */
export function opensOrCloses({ comparison, interim }: StateResult): boolean {
  return interim.length > 0 || comparison.differences.some((difference) => isAccess(difference) && !isSilenced(difference))
}

/** Whether a difference is about who is let in. */
export function isAccess({ verdict }: Difference): boolean {
  return verdict === 'wider' || verdict === 'narrower'
}

/** Whether the user has said that it may be, or that it was there before. */
export function isSilenced({ acceptedBy, assumedAway, failsOpen, inBaseline }: Silencing): boolean {
  return acceptedBy !== undefined || assumedAway !== undefined || failsOpen === true || inBaseline === true
}

type Silencing = { readonly [Key in 'acceptedBy' | 'assumedAway' | 'failsOpen' | 'inBaseline']?: Difference[Key] | undefined }

/** `Service shop/cart:80 and 2 more`. */
export function firstOf(names: readonly string[]): string {
  return names.length <= 1 ? (names[0] ?? '') : `${names[0]} and ${names.length - 1} more`
}
