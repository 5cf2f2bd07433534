import type { Argv, CommandModule } from 'yargs'
import { belowRoot, gitPatch } from '../../report/diff/patch.ts'
import { diffText } from '../../report/diff/text.ts'
import { textLines } from '../../report/escape/lines.ts'
import { buildsJson } from '../../report/translation/builds.ts'
import { translationJson } from '../../report/translation/json.ts'
import { isWider, unverified, verifyOwn } from '../convert-verification.ts'
import { exitCodes } from '../exit-codes.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type ReportArguments, reportOptions } from '../options/output.ts'
import { type OwnVerificationArguments, ownVerificationOptions } from '../options/own-verification.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import type { Run } from '../run.ts'
import { exitCodeFor, runTranslation, tellFindings, tellMoves } from '../translation-run.ts'
import { acceptListOf } from '../verification-files.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    TargetArguments,
    ReportArguments,
    OwnVerificationArguments,
    KustomizeArguments {
  readonly output: 'text' | 'patch' | 'json'
}

export function diffCommand(run: Run): CommandModule<object, Arguments> {
  return {
    command: 'diff [paths..]',
    describe: 'show what convert would change, for review; writes nothing',
    builder: (yargs: Argv) =>
      ownVerificationOptions(
        kustomizeOption(reportOptions(translationOptions(targetOption(strictInputOption(inputOptions(yargs)))))),
        'print no change',
      ).option('output', {
        alias: 'o',
        choices: ['text', 'patch', 'json'] as const,
        default: 'text' as const,
        group: 'Output:',
        describe: 'patch prints only what git apply takes',
      }) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const accept = acceptListOf(args.accept, terminal)
      const result = runTranslation(args, terminal, { ...args, isWider: isWider(accept) })
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
      const { files, root } = belowRoot(translation.output.files)
      if (args.output === 'json') {
        const report = { ...translationJson(translation, 'patch', result), kustomize: buildsJson(result.builds) }
        await terminal.json({
          ...report,
          ...(verification.refusal !== undefined ? { files: [], delete: [], steps: [] } : {}),
          verification: verification.json,
        })
      } else if (verification.refusal !== undefined) {
        // Nothing on standard output: `diff | git apply` must not apply it.
      } else if (args.output === 'patch') {
        tellMoves(result, args, terminal)
        await terminal.data(gitPatch(files))
      } else await terminal.page(diffText(result, args.verbose, terminal.pageColors))
      tellFindings(result, args, terminal)
      verification.tell(terminal, args.quiet)
      if (verification.refusal !== undefined) {
        terminal.note(textLines([`no change was printed, because ${verification.refusal}`]))
        run.exitCode = exitCodes.findings
        return
      }
      if (root !== undefined && !args.quiet) terminal.note(textLines([`paths of the patch are relative to ${root}`]))
      const differs = translation.output.files.some(({ status }) => status !== 'unchanged')
      run.exitCode = code === exitCodes.clean && (differs || verification.fails) ? exitCodes.findings : code
    },
  }
}
