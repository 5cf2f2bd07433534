import type { Argv } from 'yargs'
import { type DiffFormat, diffFormats } from '../../report/diff/index.ts'
import { belowRoot } from '../../report/diff/unified-diff.ts'
import { textLines } from '../../report/escape/lines.ts'
import { openDifference, unverified, verifyOwn } from '../convert-verification.ts'
import { exitCodes } from '../exit-codes.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { detailOf, type OutputArguments, outputOption, type ReportArguments, reportOptions } from '../options/output.ts'
import { type OwnVerificationArguments, ownVerificationOptions } from '../options/own-verification.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import type { CommandBody, Run } from '../run.ts'
import { exitCodeFor, runTranslation, tellFindings, tellMoves } from '../translation-run.ts'
import { acceptListOf } from '../verification-files.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    TargetArguments,
    ReportArguments,
    OwnVerificationArguments,
    KustomizeArguments,
    OutputArguments<typeof diffFormats> {}

export function diffCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        ownVerificationOptions(
          kustomizeOption(reportOptions(translationOptions(targetOption(strictInputOption(inputOptions(yargs)))))),
          'print no change',
        ),
        diffFormats,
        'patch prints only what git apply takes',
      ) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const accept = await acceptListOf(args.accept, terminal)
      const result = runTranslation(args, terminal, { ...args, openDifference: openDifference(accept) })
      const { translation } = result
      const code = exitCodeFor(result, args['fail-on'])
      if (code === exitCodes.internal) {
        // A change that the tool's own checks reject must not reach anybody who applies it.
        tellFindings(result, args, terminal)
        terminal.note('no change was printed because of the internal error above\n')
        run.exitCode = code
        return
      }
      const verification = args.verify ? verifyOwn(result, accept) : unverified
      const refused = verification.refusal !== undefined
      const report = {
        translation,
        applied: { deletions: result.deletions },
        builds: result.builds,
        diagnostics: result.diagnostics,
        verification: verification.json,
        ...(verification.compared === undefined ? {} : { compared: verification.compared }),
        refused,
      }
      const format: DiffFormat = diffFormats[args.output]
      // What git applies says nothing to people beside it.
      if (format.as === 'data' && format.shows === 'output' && !refused) tellMoves(result, args, terminal)
      // Where it is refused, there is nothing on standard output but the report that says so: `diff | git apply` must not apply it.
      if (format.shows === 'report' || !refused) await terminal.print(format, report, detailOf(args))
      tellFindings(result, args, terminal)
      verification.tell(terminal, args.quiet)
      if (refused) {
        terminal.note(textLines([`no change was printed, because ${verification.refusal}`]))
        run.exitCode = exitCodes.findings
        return
      }
      const { root } = belowRoot(translation.output.files)
      if (root !== undefined && !args.quiet) terminal.note(textLines([`paths of the patch are relative to ${root}`]))
      const differs = translation.output.files.some(({ status }) => status !== 'unchanged')
      run.exitCode = code === exitCodes.clean && (differs || verification.fails) ? exitCodes.findings : code
    },
  }
}
