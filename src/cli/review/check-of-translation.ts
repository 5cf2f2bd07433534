import { checkMirror, OutputRefusedError } from '../../manifest/disk/discover.ts'
import { type CheckFormat, checkFormats } from '../../report/check/index.ts'
import { textLines } from '../../report/escape/lines.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import type { Accept } from '../input/verification-files.ts'
import { failingSeverity } from '../options/diff.ts'
import { detailOf } from '../options/output.ts'
import { OutputError, UsageError } from '../process/errors.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { filesBeside } from '../translation/files-beside.ts'
import { exitCodeFor, runTranslation, tellFindings } from '../translation/translation-run.ts'
import { openDifference, unverified, verifyOwn } from '../verify/convert-verification.ts'
import type { TranslationDiffArguments } from './diff-of-translation.ts'

type Arguments = TranslationDiffArguments & { readonly check: string }

/** Holds a folder against what `convert --output-dir` would write to it, and find how the command ends: 1 unless it is exactly that. */
export async function checkOfTranslation(
  args: Arguments,
  accept: Accept,
  terminal: Terminal,
  find: FindParts | undefined,
): Promise<ExitCode> {
  const formats: Readonly<Record<string, CheckFormat>> = checkFormats
  const format = formats[args.output]
  if (format === undefined) throw new UsageError(`--check prints ${Object.keys(formats).join(' or ')}, not ${args.output}`)
  const failOn = failingSeverity(args)
  const result = runTranslation(args, terminal, { ...args, openDifference: openDifference(accept), find })
  const code = exitCodeFor(result, failOn)
  const verification = args.verify ? verifyOwn(result, accept, { find }) : unverified
  if (code === exitCodes.internal || verification.refusal !== undefined) {
    tellFindings(result, args, terminal)
    terminal.note(textLines([`nothing was compared, because ${verification.refusal ?? 'of the internal error above'}`]))
    return code === exitCodes.internal ? code : exitCodes.findings
  }
  const files = checked(args.check, () => checkMirror(result.translation.output, args.check, { beside: filesBeside(result) }))
  await terminal.print(format, { folder: args.check, files, brief: args.brief }, detailOf(args))
  if (code === exitCodes.usage) tellFindings(result, args, terminal)
  if (code === exitCodes.usage) return code
  return files.some(({ status }) => status !== 'unchanged') ? exitCodes.findings : exitCodes.clean
}

function checked<T>(folder: string, look: () => T): T {
  try {
    return look()
  } catch (error) {
    if (error instanceof OutputRefusedError) throw new OutputError(`--check ${folder}: ${error.message}`)
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new OutputError(`--check ${folder} cannot be read: ${code === 'ENOTDIR' ? 'it is not a folder' : code}`)
  }
}
