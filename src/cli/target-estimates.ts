import type { TargetName } from '../../translators/index.ts'
import { definitionOf } from '../diagnostics/catalogue.ts'
import { lessConfident } from '../estimate/effort/confidence.ts'
import { type Estimate, estimateOf } from '../estimate/estimate.ts'
import type { EstimateSettings } from '../estimate/settings/settings.ts'
import { unbuiltShare } from '../estimate/unbuilt.ts'
import { verifyTranslation } from '../verify/verify.ts'
import type { Accept } from './input/verification-files.ts'
import type { KustomizeArguments } from './options/kustomize.ts'
import type { Terminal } from './process/terminal.ts'
import { showingTrials } from './process/trying.ts'
import { runTranslation, type TranslationRun } from './translation/translation-run.ts'
import { openDifference } from './verify/convert-verification.ts'

/** The estimate of one target, and the translation that it was made of. */
export interface TargetEstimate {
  readonly estimate: Estimate
  readonly result: TranslationRun
}

type RunArguments = Omit<Parameters<typeof runTranslation>[0], 'to'> & KustomizeArguments & { readonly verify: boolean }

/** Translates to a target, compares unless that is not wanted, and estimates. */
export function targetEstimate(
  args: RunArguments,
  to: TargetName,
  terminal: Terminal,
  { accept, settings }: { readonly accept: Accept; readonly settings: EstimateSettings },
): TargetEstimate {
  const choice = { ...args, verify: true, openDifference: openDifference(accept), supposing: true }
  const result = runTranslation({ ...args, to }, terminal, choice)
  const comparison = args.verify ? accept(result.builtComparison ?? verifyTranslation(result.translation)).comparison : undefined
  const titleOf = (code: string) => definitionOf(code)?.title ?? code
  const estimate = showingTrials(terminal, (onTrying) => estimateOf(result.translation, titleOf, comparison, settings, onTrying))
  const unbuilt = unbuiltShare(result.translation, result.builds)
  if (unbuilt === undefined) return { estimate, result }
  const confidence = lessConfident(estimate.effort.confidence, `kustomizations that were not built: ${unbuilt.unbuilt}`)
  return { estimate: { ...estimate, unbuilt, effort: { ...estimate.effort, confidence } }, result }
}
