import { resourceAccount } from '../../account/resources.ts'
import { spanOf } from '../../diagnostics/diagnostic.ts'
import { fateOrder } from '../../diagnostics/fate.ts'
import { objectText, pathText } from '../../diagnostics/place.ts'
import { type Deletion, deletionsOf } from '../../rollout/deletions.ts'
import { type Applied, stepsOf } from '../../rollout/steps.ts'
import type { Translation } from '../../translation.ts'
import { findingsJson } from '../baseline/findings-json.ts'
import { filePatch } from '../diff/unified-diff.ts'
import { diagnosticJson } from '../findings/json.ts'
import { suppressedJson } from '../findings/suppressed.ts'
import { reportVersion } from '../report-version.ts'
import { buildsJson } from './builds.ts'
import { type Moves, movesOf } from './moves.ts'
import type { TranslationReport } from './report.ts'

/** The report of `convert` and `diff` for programs: a translation, and what was found about it. What is refused has no files and no steps. */
export function translationReportJson(report: TranslationReport, files: 'text' | 'patch'): Record<string, unknown> {
  return {
    ...translationJson(report.translation, files, report.applied),
    diagnostics: findingsJson(report.diagnostics, report.baseline),
    ...suppressedJson(report.suppressed),
    kustomize: buildsJson(report.builds),
    ...(report.refused ? { files: [], delete: [], steps: [], prerequisites: undefined } : {}),
    verification: report.verification,
  }
}

/**
 * The whole account of a translation. `files` says what each changed file is shown by, `applied` what is known of how the output
 * will reach a cluster.
 */
export function translationJson(
  translation: Translation,
  files: 'text' | 'patch',
  applied: Applied = { deletions: deletionsOf(translation) },
): Record<string, unknown> {
  const counts = Object.fromEntries(fateOrder.map((fate) => [fate, 0])) as Record<string, number>
  for (const { leaves } of translation.fates) for (const { fate } of leaves) counts[fate]! += 1
  return {
    schemaVersion: reportVersion,
    target: translation.target,
    options: translation.options,
    ...movesJson(movesOf(translation)),
    delete: applied.deletions.map(deletionJson),
    ...prerequisitesJson(translation),
    steps: stepsOf(translation, applied),
    account: resourceAccount(translation),
    documents: {
      ...translation.output.account,
      added: translation.output.added.length,
      skippedDocuments: translation.input.skipped.map(({ span, reason, detail }) => ({
        file: span.file,
        line: span.line,
        col: span.col,
        reason,
        detail,
      })),
    },
    fates: {
      leaves: counts,
      resources: translation.fates.map(({ ref, leaves }) => ({
        object: objectText(ref),
        file: ref.file,
        leaves: leaves.map(({ path, fate, reason, code }) => ({
          field: pathText(path),
          fate,
          reason,
          ...(code === undefined ? {} : { code }),
        })),
      })),
    },
    files: translation.output.files
      .filter(({ status }) => status !== 'unchanged')
      .map((file) => ({
        path: file.path,
        status: file.status,
        ...(files === 'patch' ? { patch: filePatch(file) } : file.text === undefined ? {} : { text: file.text }),
      })),
    diagnostics: translation.diagnostics.map(diagnosticJson),
  }
}

function prerequisitesJson({ emission: { prerequisites } }: Translation): Record<string, unknown> {
  if (prerequisites === undefined) return {}
  const { values, crds } = prerequisites
  return {
    prerequisites: {
      values: values.map(({ path, value, why, source }) => ({ path: path.join('.'), value, why, source })),
      crds: crds.map(({ project, version, url, why, source }) => ({ project, version, url, why, source })),
    },
  }
}

function deletionJson({ namespace, ...named }: Deletion): Record<string, unknown> {
  return { ...named, ...(namespace === '' ? {} : { namespace }) }
}

/** What moves and what stays, each with the code and the place of its cause. */
function movesJson({ namespaces, objects, stays, leaves }: Moves): Record<string, unknown> {
  return {
    moves: { namespaces, objects: objects.map(({ object }) => object) },
    ...(leaves === undefined ? {} : { leaves }),
    stays: stays.map(({ object, cause }) => {
      const span = cause === undefined ? undefined : spanOf(cause)
      return {
        object,
        ...(cause === undefined ? {} : { code: cause.code, message: cause.message }),
        ...(span === undefined ? {} : { file: span.file, line: span.line, col: span.col }),
      }
    }),
  }
}
