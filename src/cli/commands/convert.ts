import { join } from 'node:path'
import type { Argv } from 'yargs'
import { sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import type { NamedFile } from '../../manifest/disk/discover.ts'
import { textLines } from '../../report/escape/lines.ts'
import { amountText } from '../../report/findings/text.ts'
import { type TranslationFormat, translationFormats } from '../../report/translation/index.ts'
import type { TranslationReport } from '../../report/translation/report.ts'
import { stepsText } from '../../report/translation/rollout-text.ts'
import { type Applied, stepsOf } from '../../rollout/steps.ts'
import { answerFilesOf } from '../cache/answer-files.ts'
import { readBesideManifests } from '../input/reports-over-input.ts'
import { trafficOf } from '../input/traffic-files.ts'
import { acceptListOf } from '../input/verification-files.ts'
import { type CacheArguments, cacheOption } from '../options/cache.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { detailOf, type OutputArguments, outputOption, type ReportArguments, reportOptions } from '../options/output.ts'
import { type OwnVerificationArguments, ownVerificationOptions } from '../options/own-verification.ts'
import { type ReportFilesArguments, reportFilesOption } from '../options/report-files.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import { type TrafficArguments, trafficOption } from '../options/traffic.ts'
import { UsageError } from '../process/errors.ts'
import { exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import type { CommandBody, Run } from '../run.ts'
import { filesBeside } from '../translation/files-beside.ts'
import { lackingRefusal, tellLacking } from '../translation/lacking-input.ts'
import { exitCodeFor, runTranslation, type TranslationRun, tellFindings, tellMoves } from '../translation/translation-run.ts'
import { openDifference, unverified, verifyOwn } from '../verify/convert-verification.ts'
import { reportFiles } from '../written/report-files.ts'
import { acceptListFile, noAcceptList } from '../written/written-accept-list.ts'
import { writtenFiles, writtenTree } from '../written/written-tree.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    TargetArguments,
    ReportArguments,
    OwnVerificationArguments,
    CacheArguments,
    TrafficArguments,
    KustomizeArguments,
    ReportFilesArguments,
    OutputArguments<typeof translationFormats> {
  readonly 'output-dir'?: string | undefined
  readonly 'in-place': boolean
  readonly force: boolean
}

export function convertCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        reportFilesOption(
          ownVerificationOptions(
            kustomizeOption(
              cacheOption(trafficOption(reportOptions(translationOptions(targetOption(strictInputOption(inputOptions(yargs))))))),
            ),
            'write nothing',
          )
            .option('output-dir', { alias: 'd', type: 'string', group: 'Output:', describe: 'write the whole tree here' })
            .option('in-place', { type: 'boolean', default: false, group: 'Output:', describe: 'edit the input files' })
            .option('force', {
              type: 'boolean',
              default: false,
              group: 'Output:',
              describe: 'overwrite files that unsidecar did not write',
            }),
          translationFormats,
        ),
        translationFormats,
      ).example('$0 convert manifests/ --to ambient --output-dir ambient/', 'write the converted tree') as Argv<Arguments>,
    handler: async (args) => {
      if (args['in-place'] && args.context !== undefined)
        throw new UsageError('--in-place edits files; write those of a cluster with --output-dir')
      if (args.traffic.length > 0 && !args.verify) throw new UsageError('--traffic and --no-verify exclude each other')
      if (args['in-place'] && args['output-dir'] !== undefined) throw new UsageError('--in-place and --output-dir exclude each other')
      if (args.cache !== undefined && !args.verify) throw new UsageError('--cache and --no-verify exclude each other')
      const terminal = run.terminal(args)
      const listOf = acceptListFile(args)
      const accept = await acceptListOf(args.accept, terminal)
      const traffic = await trafficOf(args)
      const answers = answerFilesOf(args)
      const result = runTranslation(args, terminal, { ...args, openDifference: openDifference(accept), find: answers?.find })
      const exitCode = exitCodeFor(result, args['fail-on'])
      if (exitCode === exitCodes.internal) {
        // An output that its own checks reject must not reach anybody who applies it.
        tellFindings(result, args, terminal)
        terminal.note('nothing was written because of the internal error above\n')
        run.exitCode = exitCode
        return
      }
      const writes = args['output-dir'] !== undefined || args['in-place']
      // The model of the input is the same whatever becomes of it; files that are written beside it are not.
      const format: TranslationFormat = translationFormats[args.output]
      const onlyTheModel = format.shows === 'input' && !writes
      const verification = onlyTheModel || !args.verify ? unverified : verifyOwn(result, accept, { traffic, find: answers?.find })
      answers?.finish(terminal, args.quiet)
      const lacking = onlyTheModel || args['in-place'] ? undefined : lackingRefusal(result)
      const refusal = verification.refusal ?? lacking
      const { compared } = verification
      const list = compared === undefined ? noAcceptList : listOf(compared.comparison.differences, compared.policy)
      const applied = appliedOf(result, args)
      const { translation, builds } = result
      const report: TranslationReport = {
        translation,
        applied,
        builds,
        diagnostics: sortDiagnostics([...result.diagnostics, ...verification.diagnostics]),
        ...(result.suppressed === undefined ? {} : { suppressed: result.suppressed }),
        verification: verification.json,
        ...(compared === undefined ? {} : { compared }),
        refused: false,
      }
      const told = { ...result, diagnostics: report.diagnostics }
      if (refusal !== undefined) {
        if (format.shows === 'report') await terminal.print(format, { ...report, refused: true }, detailOf(args))
        const reports = reportFiles(
          args.report,
          translationFormats,
          { ...report, refused: true },
          { detail: detailOf(args), refused: true },
        )
        await writtenFiles([...reports, ...list.files])
        list.tell(terminal)
        tellFindings(told, args, terminal)
        verification.tell(terminal, args.quiet)
        terminal.note(textLines([`nothing was written, because ${refusal}`]))
        run.exitCode = verification.refusal === undefined ? exitCode : exitCodes.findings
        return
      }
      if (!onlyTheModel) tellMoves(result, args, terminal)
      const named = [...reportFiles(args.report, translationFormats, report, { detail: detailOf(args) }), ...list.files]
      if (writes) await write(result, args, named, terminal)
      if (format.shows !== 'output' || !writes) await terminal.print(format, report, detailOf(args))
      if (!writes) await writtenFiles(named)
      list.tell(terminal)
      tellFindings(told, args, terminal)
      if (!onlyTheModel) verification.tell(terminal, args.quiet)
      if (!onlyTheModel && !args['in-place']) tellLacking(result, terminal)
      if (writes && !args.quiet) terminal.note(stepsText(stepsOf(translation, applied), args.verbose))
      const changed = translation.output.files.some(({ status }) => status !== 'unchanged')
      if (!changed && !args.quiet) terminal.note('nothing to change\n')
      run.exitCode = exitCode === exitCodes.clean && verification.fails ? exitCodes.findings : exitCode
    },
  }
}

async function write(result: TranslationRun, args: Arguments, named: readonly NamedFile[], terminal: Terminal): Promise<void> {
  const folder = args['output-dir'] ?? '.'
  const options = {
    inPlace: args['in-place'],
    force: args.force,
    inputRoots: args['in-place'] ? [] : result.roots,
    trees: result.trees,
    beside: filesBeside(result),
    named,
    readAt: readBesideManifests(args, result.translation.input.files),
  }
  const { written, deleted } = await writtenTree(result.translation.output, folder, options)
  if (args.quiet) return
  terminal.note(
    textLines([
      ...(args.verbose ? written.map((path) => `wrote ${join(folder, path)}`) : []),
      ...deleted.map((path) => `deleted ${join(folder, path)}`),
      `${amountText(written.length, 'file')} written${args['in-place'] ? ' in place' : ` to ${folder}`}`,
    ]),
  )
}

function appliedOf({ deletions }: TranslationRun, args: Arguments): Applied {
  const folder = args['output-dir']
  return { deletions, ...(folder === undefined ? {} : { folder }), ...(args['in-place'] ? { inPlace: true } : {}) }
}
