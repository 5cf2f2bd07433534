/**
 * unsidecar as a library: texts in, texts and findings out. Nothing here touches a file system, so it also runs in a browser.
 *
 * ```ts
 * const translation = translate([{ path: 'mesh.yaml', text }], { target: 'ambient' })
 * const { differences } = verifyTranslation(translation)
 * ```
 */
import { type TargetName, targets } from '../translators/index.ts'
import { catalogue } from './diagnostics/catalogue.ts'
import type { Severity } from './diagnostics/diagnostic.ts'
import type { Fate } from './diagnostics/fate.ts'
import { compareText } from './diagnostics/place.ts'
import { type Estimate, estimateOf } from './estimate/estimate.ts'
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
export type { Together } from './estimate/together.ts'
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
export type { SupportedCapability } from './report/capabilities/supported.ts'
export { gitPatch } from './report/diff/unified-diff.ts'
export { type ModelJson, modelJson } from './report/model/json.ts'
export { modelSchema } from './report/model/schema.ts'
export { chartValuesText } from './rollout/chart-values.ts'
export { deleteListText } from './rollout/delete-list.ts'
export { type Deletion, deletionsOf } from './rollout/deletions.ts'
export { type ReadOptions, readManifests, translate } from './translate.ts'
export type { LeafFate, ObjectFates, Translation, TranslationRequest } from './translation.ts'
export type { Announcement, Comparison, Difference, DifferenceVerdict, OutsideModel, Witness } from './verify/comparison.ts'
export { compareManifests, verifyTranslation } from './verify/verify.ts'
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
 * by kind and namespace. With a comparison (`verifyTranslation`), nothing moves where something would become wider.
 */
export function estimate(translation: Translation, comparison?: Comparison): Estimate {
  return estimateOf(translation, (code) => explain(code)?.title ?? code, comparison)
}
