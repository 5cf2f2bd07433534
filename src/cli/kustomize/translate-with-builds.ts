import type { InputFile } from '../../manifest/input-file.ts'
import type { BuildsReport } from '../../report/translation/builds.ts'
import type { TranslationRequest } from '../../translation.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import { noBuilds } from '../../verify/kustomize/builder.ts'
import { type BuiltTranslation, type OpenDifference, translateBuilt } from '../../verify/kustomize/translate-built.ts'
import { ProgramBuilder } from './kustomize-builder.ts'
import { findProgram, programText } from './program.ts'

export interface BuildChoice {
  /** `--kustomize`. */
  readonly kustomize: string
  /** False with `--no-verify`: what is not compared is not built. */
  readonly verify: boolean
  readonly openDifference: OpenDifference
  /** Finds what comparing builds does with answers that were kept. */
  readonly find?: FindParts | undefined
  /** Whether suppositions about the input follow, as in an estimate; false where it is not given. */
  readonly supposing?: boolean
}

/** Translates, and builds the kustomizations of the input before and after where there is a program for it. */
export function translateWithBuilds(
  files: readonly InputFile[],
  request: TranslationRequest,
  { kustomize, verify, openDifference, find }: BuildChoice,
): { readonly built: BuiltTranslation; readonly builds: BuildsReport } {
  const program = verify ? findProgram(kustomize) : undefined
  if (program === undefined) {
    const without = !verify
      ? 'with --no-verify nothing is compared'
      : kustomize === 'off'
        ? '--kustomize off'
        : 'neither kustomize nor kubectl is on the PATH; name one with --kustomize PATH'
    const built = translateBuilt(files, request, noBuilds(without), openDifference)
    return { built, builds: { without, leaves: built.leaves } }
  }
  const builder = new ProgramBuilder(program)
  try {
    const built = translateBuilt(files, request, builder, openDifference, find)
    return { built, builds: { ...(built.leaves.length === 0 ? {} : { program: programText(program) }), leaves: built.leaves } }
  } finally {
    builder.close()
  }
}
