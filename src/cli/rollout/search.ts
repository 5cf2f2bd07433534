import type { Discovery } from '../../manifest/disk/discover.ts'
import type { SeenCall } from '../../plan/call-graph.ts'
import { planOf } from '../../plan/plan.ts'
import { textLines } from '../../report/escape/lines.ts'
import { longSearchText } from '../../report/plan/report.ts'
import type { Accept } from '../input/verification-files.ts'
import type { InputArguments } from '../options/input.ts'
import type { KustomizeArguments } from '../options/kustomize.ts'
import type { ReportArguments } from '../options/output.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import type { TargetArguments } from '../options/target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { lackingRefusal } from '../translation/lacking-input.ts'
import { exitCodeFor, runTranslation, type TranslationRun } from '../translation/translation-run.ts'
import { openDifference, verifyOwn } from '../verify/convert-verification.ts'
import { changedKustomizations } from './changed-kustomizations.ts'

type PlanningArguments = InputArguments &
  StrictInputArguments &
  TargetArguments &
  ReportArguments &
  KustomizeArguments & { readonly waves: number }

/** A translation, and the rollout of it, or why there is none. */
export type PlannedRun = { readonly result: TranslationRun; readonly exitCode: ExitCode } & (
  | { readonly rollout: ReturnType<typeof planOf> }
  | { readonly rollout?: undefined; readonly refusal: string | undefined }
)

export interface PlanningWith {
  readonly accept: Accept
  readonly seen: readonly SeenCall[]
  readonly terminal: Terminal
}

/** Translates what was found, compares, and searches for a rollout. */
export function plannedRun(found: Discovery, args: PlanningArguments, { accept, seen, terminal }: PlanningWith): PlannedRun {
  const choice = { ...args, verify: true, openDifference: openDifference(accept), supposing: true }
  const result = runTranslation(args, terminal, choice, found)
  const exitCode = exitCodeFor(result, args['fail-on'])
  const withoutComparing = refusalOf(result, exitCode === exitCodes.internal)
  const verification = withoutComparing === undefined ? verifyOwn(result, accept) : undefined
  const refusal = withoutComparing ?? verification?.refusal
  if (refusal !== undefined || verification?.compared === undefined) return { result, exitCode, refusal }
  const long = longSearchText(verification.compared.comparison)
  if (long !== undefined && !args.quiet) terminal.note(textLines([long]))
  const rollout = planOf(result.translation, verification.compared.comparison, {
    waves: args.waves,
    accept: (compared) => accept(compared).comparison,
    seen,
    onState: (count) => {
      if (terminal.interactive) terminal.progress(`comparing states on the way: ${count}…`)
    },
  })
  if (terminal.interactive) terminal.progress('')
  return { result, exitCode, rollout }
}

/** Why a rollout cannot be planned, whatever comparing says. */
function refusalOf(result: TranslationRun, internal: boolean): string | undefined {
  if (internal) return 'of the internal error above'
  const lacking = lackingRefusal(result)
  if (lacking !== undefined) return lacking
  const changed = changedKustomizations(result.translation)
  if (changed.length > 0)
    return `what ${changed.map((path) => `\`${path}\``).join(', ')} ${changed.length === 1 ? 'builds' : 'build'} would change, and is not what its files say (build it with \`buildMetadata: [originAnnotations]\`, and plan what it builds: each step then names the file)`
  return undefined
}
