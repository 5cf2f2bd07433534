/**
 * unsidecar as a library: texts in, texts and findings out. Nothing here touches a file system, so it also runs in a browser.
 *
 * ```ts
 * const translation = translate([{ path: 'mesh.yaml', text }], { target: 'ambient' })
 * const comparison = verifyTranslation(translation)
 * const comment = printReport(diffFormats.markdown, translationReviewReport(translation, { comparison }))
 * ```
 *
 * Problems of the input are diagnostics; what is thrown is a fault of unsidecar. `examples/library` has a bot that reviews a change.
 */
import { type TargetName, targets } from '../translators/index.ts'
import { catalogue } from './diagnostics/catalogue.ts'
import type { Severity } from './diagnostics/diagnostic.ts'
import type { Fate } from './diagnostics/fate.ts'
import { compareText } from './diagnostics/place.ts'
import { type Estimate, estimateOf } from './estimate/estimate.ts'
import type { EstimateSettings } from './estimate/settings/settings.ts'
import { defaultOptions, type TargetVersions } from './model/dialect.ts'
import { capabilitiesFor, type SupportedCapability } from './report/capabilities/supported.ts'
import type { Translation } from './translation.ts'
import type { Comparison } from './verify/comparison.ts'

export type { ResourceOutcome, ResourceVerdict } from './account/verdicts.ts'
export { type DecideOptions, decide } from './decide/decide.ts'
export type { Diagnostic, Severity } from './diagnostics/diagnostic.ts'
export type { Fate } from './diagnostics/fate.ts'
export type { ObjectRef, PathStep, Place, SourceSpan } from './diagnostics/place.ts'
export { objectText, pathText } from './diagnostics/place.ts'
export type { HoldingCause } from './estimate/causes.ts'
export type { PendingDecision, WayOut } from './estimate/decision.ts'
export type { Estimate } from './estimate/estimate.ts'
export type { NamespaceReadiness, Readiness } from './estimate/readiness.ts'
export { defaultEstimateSettings, type EstimateSettings } from './estimate/settings/settings.ts'
export type { Together } from './estimate/together.ts'
export { pairedFiles } from './library/paired-files.ts'
export {
  type Compared,
  changeReviewReport,
  translationReport,
  translationReviewReport,
  type Verified,
  verificationReport,
} from './library/reports.ts'
export { convertResourceList, type FunctionAnswer } from './library/resource-list.ts'
export type { InputFile, SkippedDocument } from './manifest/input-file.ts'
export type { ManifestSet } from './manifest/manifest-set.ts'
export type { DocumentAccount, FileStatus, OutputFile, OutputTree } from './manifest/output-tree.ts'
export { streamOf } from './manifest/stream.ts'
export type { ActionSettings } from './model/action.ts'
export type { Change, Edit, Emission } from './model/change.ts'
export type { Assumption, Capability, EmitOptions, TargetVersions } from './model/dialect.ts'
export { defaultOptions } from './model/dialect.ts'
export type { Mesh } from './model/mesh.ts'
export type { HelmValue, Prerequisites, RequiredCrds } from './model/prerequisites.ts'
export type { Address, Client, HttpRequest, Request, Token } from './model/request.ts'
export type { Answer, Branch, Decision, PointDecision, Verdict } from './model/verdict.ts'
export type { Baseline } from './report/baseline/baseline.ts'
export { readBaseline } from './report/baseline/read-baseline.ts'
export { capabilitiesFormats } from './report/capabilities/index.ts'
export type { SupportedCapability } from './report/capabilities/supported.ts'
export { type DiffFormat, diffFormats } from './report/diff/index.ts'
export type { DiffReport } from './report/diff/report.ts'
export { gitPatch } from './report/diff/unified-diff.ts'
export { estimateFormats } from './report/estimate/index.ts'
export type { EstimateReport } from './report/estimate/report.ts'
export { estimateReportSchema } from './report/estimate/schema.ts'
export { explainFormats } from './report/explain/index.ts'
export type { Format, Formats, Style } from './report/format.ts'
export { type ModelJson, modelJson } from './report/model/json.ts'
export { modelSchema } from './report/model/schema.ts'
export { printReport } from './report/printed.ts'
export { targetsFormats } from './report/targets/index.ts'
export type { ReviewsReport } from './report/targets/report.ts'
export { traceFormats } from './report/trace/index.ts'
export type { TraceReport } from './report/trace/report.ts'
export { traceReportSchema } from './report/trace/schema.ts'
export { type TranslationFormat, translationFormats as convertFormats } from './report/translation/index.ts'
export type { TranslationReport } from './report/translation/report.ts'
export { translationReportSchema } from './report/translation/schema.ts'
export { acceptListText, differencesToAccept } from './report/verify/accept-list-text.ts'
export { verifyFormats } from './report/verify/index.ts'
export {
  changePolicy,
  type FailurePolicy,
  fails as differenceFails,
  headline,
  reportFails,
  translationPolicy,
  type VerifyReport,
} from './report/verify/report.ts'
export { verifyReportSchema } from './report/verify/schema.ts'
export { chartValuesText } from './rollout/chart-values.ts'
export { deleteListText } from './rollout/delete-list.ts'
export { type Deletion, deletionsOf } from './rollout/deletions.ts'
export { type ReadOptions, readManifests, translate } from './translate.ts'
export type { LeafFate, ObjectFates, Translation, TranslationRequest } from './translation.ts'
export type { Announcement, Comparison, Difference, DifferenceVerdict, OutsideModel, Witness } from './verify/comparison.ts'
export { type AcceptEntry, applyAcceptList, differenceId } from './verify/lists/accept-list.ts'
export { checkExpectations, type Expectation, type ExpectationResult } from './verify/lists/expectations.ts'
export { readAcceptList } from './verify/lists/read-accept-list.ts'
export { readExpectations } from './verify/lists/read-expectations.ts'
export { type RequestParts, type RequestProblem, requestFrom } from './verify/lists/request-syntax.ts'
export { compareStates, type StateResult } from './verify/states.ts'
export { unselectedChanges } from './verify/unselected-changes.ts'
export { compareManifests, readBack, verifyTranslation } from './verify/verify.ts'
export type { TargetName }

/** What a kind of finding means. */
export interface Explanation {
  readonly code: string
  readonly severity: Severity
  readonly title: string
  /** The way out. */
  readonly help: string
  /** Why it is so, with the source of claims about Istio, Envoy or Cilium. */
  readonly why: string
  /** What becomes of the value that such a finding points at. */
  readonly fate?: Fate
  readonly example?: string
}

const explanations: readonly Explanation[] = Object.values(catalogue as Record<string, Explanation>)
  .map(({ code, severity, title, help, why, fate, example }) => ({
    code,
    severity,
    title,
    help,
    why,
    ...(fate === undefined ? {} : { fate }),
    ...(example === undefined ? {} : { example }),
  }))
  .sort((a, b) => compareText(a.code, b.code))

/** Every kind of finding, by code. */
export function allExplanations(): readonly Explanation[] {
  return explanations
}

/** What a code such as `US3001` means; undefined when there is no such code. */
export function explain(code: string): Explanation | undefined {
  return explanations.find((explanation) => explanation.code === code)
}

/** What a target can express in some versions; versions that are not given are the defaults. */
export function capabilities(target: TargetName, versions: Partial<TargetVersions> = {}): SupportedCapability[] {
  return capabilitiesFor(targets[target].capabilities, { ...defaultOptions.versions, ...versions })
}

/**
 * The estimate of a migration that a translation gives: what can move, what has to be decided first and what that would bring, verdicts
 * by kind and namespace. With a comparison (`verifyTranslation`), nothing moves where something would become wider. `settings` weigh the work.
 */
export function estimate(translation: Translation, comparison?: Comparison, settings?: EstimateSettings): Estimate {
  return estimateOf(translation, (code) => explain(code)?.title ?? code, comparison, settings)
}
