import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts'
import type { OutputFile } from '../manifest/output-tree.ts'
import type { Mesh } from '../model/mesh.ts'
import { type Baseline, markedByBaseline } from '../report/baseline/baseline.ts'
import type { DiffReport } from '../report/diff/report.ts'
import type { TranslationReport } from '../report/translation/report.ts'
import { comparisonJson } from '../report/verify/json.ts'
import { changePolicy, type FailurePolicy, fails, translationPolicy, type VerifyReport } from '../report/verify/report.ts'
import { deletionsOf } from '../rollout/deletions.ts'
import type { Translation } from '../translation.ts'
import type { Comparison } from '../verify/comparison.ts'
import type { ExpectationResult } from '../verify/lists/expectations.ts'
import type { StateResult } from '../verify/states.ts'
import { incompleteInput } from './incomplete-input.ts'

/** What was found by comparing, and what the user makes of it. */
export interface Compared {
  /** Of `verifyTranslation` or `compareManifests`, or of `applyAcceptList` where some differences are accepted. */
  readonly comparison: Comparison
  /** Findings beside those of the translation, such as those of reading an accept list. */
  readonly diagnostics?: readonly Diagnostic[]
  /** What fails; by default what `convert` (`translationPolicy`) or `diff --against` (`changePolicy`) fails on. */
  readonly policy?: FailurePolicy
  /** An earlier report (`readBaseline`): what it has neither fails nor counts as new. */
  readonly baseline?: Baseline
}

/**
 * The report of a translation, which `convertFormats` print. Without a comparison it says that nothing was verified. It is `refused`, and formats
 * that can be applied are not to be handed out, where a wider difference is not accepted.
 */
export function translationReport(translation: Translation, compared?: Compared): TranslationReport {
  const { policy = translationPolicy, baseline, diagnostics = [] } = compared ?? {}
  const comparison = compared === undefined ? undefined : markedByBaseline(compared.comparison, baseline)
  return {
    translation,
    applied: { deletions: deletionsOf(translation) },
    builds: { leaves: [] },
    diagnostics: sortDiagnostics([...translation.diagnostics, ...incompleteInput(translation), ...diagnostics]),
    verification: comparison === undefined ? { verified: false } : { verified: true, ...comparisonJson(comparison, policy) },
    ...(comparison === undefined ? {} : { compared: { comparison, policy } }),
    ...(baseline === undefined ? {} : { baseline }),
    // A baseline is not a reason to allow more: only an entry of an accept list is.
    refused: compared?.comparison.differences.some((one) => one.verdict === 'wider' && fails(one, translationPolicy)) ?? false,
  }
}

/** The review of what a translation changes, which `diffFormats` print. */
export function translationReviewReport(translation: Translation, compared?: Compared): DiffReport {
  return { of: 'translation', brief: false, translated: translationReport(translation, compared) }
}

/** What `verificationReport` takes beside what was compared. */
export interface Verified extends Compared {
  /** The translation that was verified; absent where two sets of manifests were compared. */
  readonly translation?: Translation
  /** The mesh of the manifests that are reviewed, for annotations: the one after the change; the input of a translation needs none. */
  readonly reviewed?: Mesh
  /** The files of both sides, for formats that show the lines of rules (`html`). A translation has its own. */
  readonly sets?: VerifyReport['sets']
  /** Of `checkExpectations`. */
  readonly expectations?: readonly ExpectationResult[]
  /** Of `compareStates`. */
  readonly states?: readonly StateResult[]
}

/** The report of a comparison, which `verifyFormats` print; `reportFails` tells whether it fails. */
export function verificationReport(verified: Verified): VerifyReport {
  const { translation, reviewed, sets, expectations = [], states, baseline, diagnostics = [], comparison } = verified
  const side = translation === undefined ? ('after' as const) : ('before' as const)
  const mesh = translation?.mesh ?? reviewed
  return {
    ...(translation === undefined ? {} : { target: translation.target }),
    comparison: markedByBaseline(comparison, baseline),
    expectations,
    ...(states === undefined ? {} : { states }),
    policy: verified.policy ?? (translation === undefined ? changePolicy : translationPolicy),
    diagnostics: sortDiagnostics([...(translation?.diagnostics ?? []), ...diagnostics]),
    ...(baseline === undefined ? {} : { baseline }),
    ...(sets === undefined ? {} : { sets }),
    ...(mesh === undefined ? {} : { reviewed: { side, mesh } }),
  }
}

/** The review of a change of manifests, which `diffFormats` print: `files` are the files of both sides in pairs. */
export function changeReviewReport(verified: Verified, files: readonly OutputFile[]): DiffReport {
  return { of: 'change', brief: false, verified: verificationReport(verified), files }
}
