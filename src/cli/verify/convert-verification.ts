import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { type Baseline, markedByBaseline } from '../../report/baseline/baseline.ts'
import { textLines } from '../../report/escape/lines.ts'
import type { TranslationReport } from '../../report/translation/report.ts'
import { comparisonJson } from '../../report/verify/json.ts'
import { fails, headline, translationPolicy as policy } from '../../report/verify/report.ts'
import { comparisonText } from '../../report/verify/text.ts'
import { trafficNote, trafficWords } from '../../report/verify/traffic-text.ts'
import { compareMeshes } from '../../verify/compare.ts'
import type { Comparison } from '../../verify/comparison.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import { comparedMeshes, compareOptionsOf, readBack } from '../../verify/verify.ts'
import { type HoldTraffic, withoutTraffic } from '../input/traffic-files.ts'
import type { Accept } from '../input/verification-files.ts'
import type { Terminal } from '../process/terminal.ts'
import type { TranslationRun } from '../translation/translation-run.ts'

/** What convert found when it compared its own output with the input. */
export interface OwnVerification {
  /** Why the output is not written: something becomes wider that no user accepted, or a kustomization cannot be built any more. */
  readonly refusal: string | undefined
  /** True when that is so, or when something else differs that no finding announced. */
  readonly fails: boolean
  /** What is to be said of the user's list of accepted differences. */
  readonly diagnostics: readonly Diagnostic[]
  /** The part of the JSON report about it. */
  readonly json: Record<string, unknown>
  /** What was found; absent when nothing was compared. */
  readonly compared?: NonNullable<TranslationReport['compared']>
  tell(terminal: Terminal, quiet: boolean): void
  /** The same without the differences themselves, for reports that have them. */
  tellCount(terminal: Terminal, quiet: boolean): void
}

/** What is known beside the translation. */
interface VerifiedWith {
  readonly baseline?: Baseline | undefined
  readonly traffic?: HoldTraffic
  /** Finds what comparing does with answers that were kept. */
  readonly find?: FindParts | undefined
}

/** Where kustomizations were built, their builds are what is compared: they are what will be applied. */
export function verifyOwn(
  { translation, builtComparison, broken }: TranslationRun,
  accept: Accept,
  { baseline, traffic = withoutTraffic, find }: VerifiedWith = {},
): OwnVerification {
  const compared = () => compareMeshes(translation.mesh, readBack(translation), { ...compareOptionsOf(translation), find })
  const found = traffic(builtComparison ?? compared(), () => comparedMeshes(translation))
  const { comparison, diagnostics } = accept(found)
  // What would allow more is refused although it did so before: a report that has it is not a reason to accept it.
  const opens = comparison.differences.some((difference) => difference.verdict === 'wider' && fails(difference, policy))
  const marked = markedByBaseline(comparison, baseline)
  const failing = marked.differences.filter((difference) => fails(difference, policy))
  return {
    refusal: opens ? wider : broken.length > 0 ? unbuildable(broken) : undefined,
    fails: failing.length > 0,
    diagnostics,
    json: { verified: true, ...comparisonJson(marked, policy) },
    compared: { comparison: marked, policy },
    tell: (terminal, quiet) => tell(marked, failing, terminal, quiet),
    tellCount: (terminal, quiet) => {
      if (!quiet) tellAssumptions(comparison, terminal)
    },
  }
}

const wider = 'requests that are denied now would be allowed (--accept FILE accepts single ones)'

function unbuildable(kustomizations: readonly string[]): string {
  return `${kustomizations.map((path) => `\`${path}\``).join(', ')} could not be built any more`
}

/** What of a comparison keeps builds of kustomizations from being applied. */
export function openDifference(accept: Accept): (comparison: Comparison) => 'wider' | 'unannounced' | undefined {
  return (found) => {
    const failing = accept(found).comparison.differences.filter((difference) => fails(difference, policy))
    if (failing.some(({ verdict }) => verdict === 'wider')) return 'wider'
    return failing.length > 0 ? 'unannounced' : undefined
  }
}

/** Findings already tell what was announced; here come the differences that nothing announced, and the count of all. */
function tell(comparison: Comparison, differences: Comparison['differences'], terminal: Terminal, quiet: boolean): void {
  const paint = terminal.colors
  terminal.note(comparisonText({ ...comparison, differences }, { detail: 'brief', paint }))
  if (!quiet || differences.length > 0) terminal.note(`verified: ${headline(comparison)}\n`)
  if (!quiet) terminal.note(textLines([...doubtLines(comparison), ...trafficHitLines(comparison)]))
  if (!quiet) tellAssumptions(comparison, terminal)
}

/** What a comparison takes for granted. */
export function tellAssumptions({ assumptions }: Comparison, terminal: Terminal): void {
  if (assumptions.length > 0) terminal.note(textLines(['assumptions:', ...assumptions.map((text) => `  ${text}`)]))
}

const doubtsShown = 10

/** What no side decides for certain, a line for each: no finding is about it, and `verify` shows it in full. */
function doubtLines({ differences }: Comparison): string[] {
  const doubts = differences.filter(({ verdict }) => verdict === 'undetermined')
  if (doubts.length === 0) return []
  const lines = doubts.slice(0, doubtsShown).map(({ destinations, clients, needs = 'more than the input tells' }) => {
    return `  ${shortened(destinations)}, from ${shortened(clients)}, needs ${needs}`
  })
  const more = doubts.length - lines.length
  return ['undetermined:', ...lines, ...(more > 0 ? [`  and ${more} more (unsidecar verify shows all)`] : [])]
}

/** Where traffic was looked at: the announced differences that it hits, or may hit, which no finding tells apart from the others. */
function trafficHitLines(comparison: Comparison): string[] {
  const note = comparison.traffic === undefined ? undefined : trafficNote(comparison)
  if (note === undefined) return []
  const hit = comparison.differences.filter(
    ({ traffic, verdict }) => traffic !== undefined && traffic.seen !== 'no' && verdict !== 'undetermined',
  )
  const lines = hit
    .slice(0, doubtsShown)
    .map((one) => `  ${one.verdict} ${shortened(one.destinations)}, from ${shortened(one.clients)}: ${trafficWords(one)}`)
  return [note, ...lines, ...(hit.length > doubtsShown ? [`  and ${hit.length - doubtsShown} more (unsidecar verify shows all)`] : [])]
}

function shortened(names: readonly string[]): string {
  return names.length > 1 ? `${names[0]} and ${names.length - 1} more` : (names[0] ?? '')
}

/** In place of a verification that the user did not want. */
export const unverified: OwnVerification = {
  refusal: undefined,
  fails: false,
  diagnostics: [],
  json: { verified: false, reason: '--no-verify' },
  tell: (terminal) => terminal.note('not verified: --no-verify\n'),
  tellCount: (terminal) => terminal.note('not verified: --no-verify\n'),
}
