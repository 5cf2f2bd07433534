import { sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import { type Baseline, markedByBaseline } from '../../report/baseline/baseline.ts'
import type { DiffReport } from '../../report/diff/report.ts'
import { lacksInput, reportFails, type VerifyReport } from '../../report/verify/report.ts'
import { asCompared } from '../../verify/as-compared.ts'
import { compareMeshes } from '../../verify/compare.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import { setsToCompare } from '../input/compared-sets.ts'
import { tellReading } from '../input/told-findings.ts'
import type { HoldTraffic } from '../input/traffic-files.ts'
import type { Accept } from '../input/verification-files.ts'
import { type DiffArguments, failingVerdicts } from '../options/diff.ts'
import type { InputArguments } from '../options/input.ts'
import type { DetailArguments } from '../options/output.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import type { TargetArguments } from '../options/target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { tellAssumptions } from '../verify/convert-verification.ts'
import { changedFilesOf } from './changed-files.ts'

interface Reviewing {
  readonly report: Extract<DiffReport, { of: 'change' }>
  /** Says on standard error what the report does not. */
  tell(terminal: Terminal): void
  readonly exitCode: ExitCode
}

interface KnownOfChange {
  readonly baseline: Baseline | undefined
  readonly traffic: HoldTraffic
  readonly find: FindParts | undefined
}

/** The review of a change of manifests that is there already. */
export function diffOfChange(
  args: InputArguments & StrictInputArguments & DiffArguments & DetailArguments & Omit<TargetArguments, 'to'>,
  against: readonly string[],
  accept: Accept,
  { baseline, traffic, find }: KnownOfChange,
): Reviewing {
  const policy = failingVerdicts(args)
  const { sets, before, after, options, diagnostics, suppressed } = setsToCompare(args, against)
  const accepted = accept(traffic(compareMeshes(before, after, { ...options, find }), () => asCompared(before, after, options)))
  const verified: VerifyReport = {
    comparison: markedByBaseline(accepted.comparison, baseline),
    expectations: [],
    policy,
    diagnostics: sortDiagnostics([...diagnostics, ...accepted.diagnostics]),
    ...(suppressed === undefined ? {} : { suppressed }),
    ...(baseline === undefined ? {} : { baseline }),
    sets,
    reviewed: { side: 'after', mesh: after },
  }
  return {
    report: {
      of: 'change',
      brief: args.brief,
      structural: args.structural,
      only: args.only,
      namespace: args.namespace,
      verified,
      files: changedFilesOf(sets),
    },
    tell: (terminal) => {
      tellReading(verified, args, terminal)
      if (!args.quiet) tellAssumptions(verified.comparison, terminal)
    },
    exitCode: exitCodeOf(verified),
  }
}

function exitCodeOf(report: VerifyReport): ExitCode {
  if (report.diagnostics.some(({ stage }) => stage === 'internal')) return exitCodes.internal
  if (lacksInput(report)) return exitCodes.usage
  return reportFails(report) ? exitCodes.findings : exitCodes.clean
}
