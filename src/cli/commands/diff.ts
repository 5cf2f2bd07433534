import type { Argv, CommandModule } from 'yargs'
import { diffText } from '../../report/diff-text.ts'
import { translationJson } from '../../report/translation-json.ts'
import { belowRoot, gitPatch } from '../../report/unified-diff.ts'
import { exitCodes } from '../exit-codes.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type ReportArguments, reportOptions } from '../options/output.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import type { Run } from '../run.ts'
import { exitCodeFor, runTranslation, tellFindings } from '../translation-run.ts'

interface Arguments extends InputArguments, TargetArguments, ReportArguments {
  readonly output: 'text' | 'patch' | 'json'
}

export function diffCommand(run: Run): CommandModule<object, Arguments> {
  return {
    command: 'diff [paths..]',
    describe: 'show what convert would change, for review; writes nothing',
    builder: (yargs: Argv) =>
      reportOptions(translationOptions(targetOption(inputOptions(yargs)))).option('output', {
        alias: 'o',
        choices: ['text', 'patch', 'json'] as const,
        default: 'text' as const,
        group: 'Output:',
        describe: 'patch prints only what git apply takes',
      }) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const result = runTranslation(args, terminal)
      const { translation } = result
      const { files, root } = belowRoot(translation.output.files)
      if (args.output === 'patch') await terminal.data(gitPatch(files))
      else if (args.output === 'json') await terminal.data(`${JSON.stringify(translationJson(translation, 'patch'), undefined, 2)}\n`)
      else await terminal.data(diffText(translation, process.stdout.isTTY === true ? terminal.colors : undefined))
      tellFindings(result, args, terminal)
      if (root !== undefined && !args.quiet) terminal.note(`paths of the patch are relative to ${root}\n`)
      const code = exitCodeFor(result, args['fail-on'])
      const differs = translation.output.files.some(({ status }) => status !== 'unchanged')
      run.exitCode = code === exitCodes.clean && differs ? exitCodes.findings : code
    },
  }
}
