import { sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import { markedByBaseline } from '../../report/baseline/baseline.ts'
import { buildsText } from '../../report/translation/builds.ts'
import { verifyFormats } from '../../report/verify/index.ts'
import { lacksInput, reportFails, type VerifyReport } from '../../report/verify/report.ts'
import { asCompared } from '../../verify/as-compared.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { checkExpectations } from '../../verify/lists/expectations.ts'
import { tellReading } from '../input/told-findings.ts'
import { trafficOf } from '../input/traffic-files.ts'
import { type Accept, acceptListOf, baselineOf, expectationsOf } from '../input/verification-files.ts'
import { type DetailArguments, detailOf, type OutputArguments } from '../options/output.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import type { TrafficArguments } from '../options/traffic.ts'
import { failurePolicy, type VerdictArguments, type VerifyArguments } from '../options/verify.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { reportFiles } from '../written/report-files.ts'
import { acceptListFile } from '../written/written-accept-list.ts'
import { writtenFiles } from '../written/written-tree.ts'
import { rolloutStates } from './rollout-states.ts'
import type { OtherSide, Sides } from './verification.ts'

export interface VerifyReportArguments
  extends VerdictArguments,
    Partial<Pick<VerifyArguments, 'states' | 'order'>>,
    TrafficArguments,
    DetailArguments,
    ReportFilesArguments,
    OutputArguments<typeof verifyFormats> {}

/** Reads the files that `verify` was given, compares, and reports: what `verify` and `merge` have in common. The answer is the exit code. */
export async function runVerify(
  args: VerifyReportArguments,
  other: OtherSide,
  terminal: Terminal,
  compare: (accept: Accept) => { readonly sides: Sides; readonly comparison: Comparison },
): Promise<ExitCode> {
  const listOf = acceptListFile(args)
  const [accept, expectations] = [await acceptListOf(args.accept, terminal), await expectationsOf(args.expect, terminal)]
  const traffic = await trafficOf(args)
  const baseline = await baselineOf(args.baseline, 'to' in other ? other.to : undefined)
  const known: Accept = (found) => {
    const own = accept(found)
    return { ...own, comparison: markedByBaseline(own.comparison, baseline) }
  }
  const { sides, comparison } = compare(accept)
  const { before, after, translation, builds, broken } = sides
  const accepted = known(traffic(comparison, () => asCompared(before, after, sides.options)))
  const found = reportOfSides(sides, accepted.comparison, args)
  const report: VerifyReport = {
    ...found,
    expectations: checkExpectations(expectations, before, after),
    ...(translation === undefined || args.states !== true ? {} : { states: rolloutStates(translation, args.order, known) }),
    diagnostics: sortDiagnostics([...found.diagnostics, ...accepted.diagnostics]),
    ...(baseline === undefined ? {} : { baseline }),
  }
  await terminal.print(verifyFormats[args.output], report, detailOf(args))
  const states = report.states ?? []
  const list = listOf(
    [report, ...states].flatMap((one) => one.comparison.differences),
    report.policy,
  )
  await writtenFiles([...reportFiles(args.report, verifyFormats, report, { detail: detailOf(args) }), ...list.files])
  list.tell(terminal)
  tellReading(report, args, terminal)
  if (builds !== undefined && !args.quiet) terminal.note(buildsText(builds, args.verbose ? 'full' : 'brief'))
  return verifyExitCode(report, broken)
}

/** What one comparison is reported as, before the user's lists are applied. */
export function reportOfSides(
  { before, after, translation, sets, builds, diagnostics, suppressed }: Sides,
  comparison: Comparison,
  verdict: VerdictArguments,
): VerifyReport {
  return {
    ...(translation === undefined ? {} : { target: translation.target }),
    comparison,
    expectations: [],
    policy: failurePolicy(verdict, translation !== undefined),
    diagnostics: sortDiagnostics([...diagnostics]),
    ...(suppressed === undefined ? {} : { suppressed }),
    ...(builds === undefined ? {} : { builds }),
    sets,
    reviewed: translation === undefined ? { side: 'after', mesh: after } : { side: 'before', mesh: before },
  }
}

/** A kustomization that cannot be built any more is not an equal part. */
export function verifyExitCode(report: VerifyReport, broken: readonly string[]): ExitCode {
  if (report.diagnostics.some(({ stage }) => stage === 'internal')) return exitCodes.internal
  if (lacksInput(report)) return exitCodes.usage
  return reportFails(report) || broken.length > 0 ? exitCodes.findings : exitCodes.clean
}
