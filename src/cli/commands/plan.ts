import type { Argv } from 'yargs'
import { pseudonymsOf } from '../../estimate/pseudonyms.ts'
import type { Discovery } from '../../manifest/disk/discover.ts'
import { type RolloutFormatName, rolloutFormatNames } from '../../plan/formats/format.ts'
import { formattedRollout } from '../../plan/formats/rollout.ts'
import { standsAfter } from '../../plan/standing/stands-after.ts'
import { textLines } from '../../report/escape/lines.ts'
import { amountText } from '../../report/findings/text.ts'
import { planFolder } from '../../report/plan/folder.ts'
import { planFormats } from '../../report/plan/index.ts'
import { pseudonymisedPlan } from '../../report/plan/pseudonymised.ts'
import { opensOnTheWay, type PlanReport } from '../../report/plan/report.ts'
import { callsSeen } from '../../traffic/calls-seen.ts'
import { inputOf } from '../input/input-of.ts'
import { readBesideManifests } from '../input/reports-over-input.ts'
import { seenTraffic } from '../input/traffic-files.ts'
import { acceptListOf } from '../input/verification-files.ts'
import { type AcceptArguments, acceptOption } from '../options/accept.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { detailOf, type OutputArguments, outputOption, type ReportArguments, reportOptions } from '../options/output.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import { type TrafficArguments, trafficOption } from '../options/traffic.ts'
import { UsageError } from '../process/errors.ts'
import { exitCodes } from '../process/exit-codes.ts'
import { showingTrials } from '../process/trying.ts'
import { pendingMoves } from '../rollout/decisions.ts'
import { requireFormat, rolloutFormatOf } from '../rollout/format.ts'
import { type PlannedRun, type PlanningWith, plannedRun } from '../rollout/search.ts'
import { startsOfRollout } from '../rollout/standing.ts'
import type { CommandBody, Run } from '../run.ts'
import { type TranslationRun, tellFindings, tellInputErrors } from '../translation/translation-run.ts'
import { writtenTree } from '../written/written-tree.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    TargetArguments,
    ReportArguments,
    KustomizeArguments,
    AcceptArguments,
    TrafficArguments,
    OutputArguments<typeof planFormats> {
  readonly waves: number
  readonly 'output-dir'?: string | undefined
  readonly force: boolean
  readonly pseudonymise: boolean
  readonly format: RolloutFormatName
  readonly repo?: string | undefined
}

export function planCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        trafficOption(
          acceptOption(kustomizeOption(reportOptions(translationOptions(targetOption(strictInputOption(inputOptions(yargs))))))),
          { group: 'Rollout:', use: 'who was seen to call whom counts beside what the input names' },
        )
          .option('waves', {
            type: 'number',
            default: 12,
            group: 'Rollout:',
            describe: 'in at most how many waves namespaces move; the first of them stays alone',
            coerce: (count: number) => {
              if (Number.isInteger(count) && count > 0) return count
              throw new UsageError('--waves needs a whole number above 0')
            },
          })
          .option('format', {
            choices: rolloutFormatNames,
            default: 'kubectl' as const,
            group: 'Rollout:',
            describe: 'what steps are: patches by kubectl, folders that kustomize builds, or these with an Application of Argo CD',
          })
          .option('repo', {
            type: 'string',
            requiresArg: true,
            group: 'Rollout:',
            describe:
              'with --format argocd: the repository that --output-dir is committed to (default: that of the Applications in the input)',
          })
          .option('pseudonymise', {
            type: 'boolean',
            default: false,
            group: 'Report:',
            describe: 'a pseudonym for every name, as estimate has it; requests and messages that quote the input are left out',
          })
          .option('output-dir', { alias: 'd', type: 'string', group: 'Output:', describe: 'write a folder for each wave here' })
          .option('force', { type: 'boolean', default: false, group: 'Output:', describe: 'overwrite files that unsidecar did not write' }),
        planFormats,
      ).example(
        '$0 plan manifests/ --to ambient --output-dir rollout/',
        'write the waves of a rollout, with their rollback',
      ) as Argv<Arguments>,
    handler: async (args) => {
      requireFormat(args)
      if (args.pseudonymise && args['output-dir'] !== undefined)
        throw new UsageError('--pseudonymise is for reports: the commands that --output-dir writes need the names of the cluster')
      const terminal = run.terminal(args)
      const accept = await acceptListOf(args.accept, terminal)
      const found = inputOf(args)
      const planning = { accept, seen: callsSeen(await seenTraffic(args)), terminal }
      const { done, ...planned } = standingRun(found, args, planning)
      const { result, exitCode, rollout: plan } = planned
      if (plan === undefined) {
        // Findings quote the input.
        if (!args.pseudonymise) tellFindings(result, args, terminal)
        const refusal = args.pseudonymise ? planned.refusal?.replace(/`[^`]*`/g, 'a file') : planned.refusal
        terminal.note(textLines([`nothing was planned, because ${refusal ?? 'nothing was compared'}`]))
        run.exitCode = exitCode === exitCodes.clean ? exitCodes.findings : exitCode
        return
      }
      const { translation } = result
      const folder = args['output-dir']
      const pending = showingTrials(terminal, (onTrying) => pendingMoves(translation, onTrying))
      const report: PlanReport = {
        ...{ ...plan, translation, rollout: formattedRollout(plan.waves, rolloutFormatOf(args, translation)) },
        ...(folder === undefined ? {} : { folder }),
        ...(done === undefined ? {} : { done }),
        ...(pending === undefined ? {} : { pending }),
      }
      if (folder !== undefined) {
        const options = {
          force: args.force,
          inputRoots: result.roots,
          beside: planFolder(report),
          readAt: readBesideManifests(args, found.files),
        }
        const { written, deleted } = await writtenTree(inputTree(result), folder, options)
        const removed = deleted.length === 0 ? '' : `, ${deleted.length} deleted`
        if (!args.quiet) terminal.note(textLines([`${amountText(written.length, 'file')} written to ${folder}${removed}`]))
      }
      const shown = args.pseudonymise ? pseudonymisedPlan(report, pseudonymsOf(translation)) : report
      await terminal.print(planFormats[args.output], shown, detailOf(args))
      if (args.pseudonymise) terminal.note('')
      else if (args.verbose) tellFindings(result, args, terminal)
      else tellInputErrors(result, terminal)
      run.exitCode = exitCode === exitCodes.clean && opensOnTheWay(plan) ? exitCodes.findings : exitCode
    },
  }
}

/** Of the input as it was before the first steps of the rollout in the folder, the same rollout is planned, and it shows which steps are done. */
function standingRun(found: Discovery, args: Arguments, planning: PlanningWith): PlannedRun & { readonly done?: number } {
  for (const start of startsOfRollout(args['output-dir'], found)) {
    const again = plannedRun(start, { ...args, quiet: true }, planning)
    const done = again.rollout === undefined ? undefined : standsAfter(again.rollout, start.files, found.files)
    if (done !== undefined) return { ...again, done }
  }
  return plannedRun(found, args, planning)
}

/** The input without anything to write of it: the rollout may not lie in it. */
function inputTree({ translation: { output } }: TranslationRun): TranslationRun['translation']['output'] {
  const files = output.files.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, status: 'removed' as const, before }]))
  return { ...output, files }
}
