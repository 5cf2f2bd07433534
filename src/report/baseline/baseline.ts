import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import type { Deletion } from '../../rollout/deletions.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import { filePatch } from '../diff/unified-diff.ts'
import { diagnosticJson } from '../findings/json.ts'

/** What a report of an earlier state says, by value: the report of the branch that a change is made against. */
export interface Baseline {
  /** The ids of its differences. An id stands for exactly what the difference covers, so one that grew is not in the baseline. */
  readonly differences: ReadonlySet<string>
  /** How often each finding is in it, by `findingKey`. */
  readonly findings: ReadonlyMap<string, number>
  /** What changes in which file, by `changeKey`. */
  readonly changes: ReadonlySet<string>
  /** What has to be deleted, by `deletionKey`. */
  readonly deletions: ReadonlySet<string>
}

/** The comparison with a mark at each difference that the baseline has. */
export function markedByBaseline(comparison: Comparison, baseline: Baseline | undefined): Comparison {
  if (baseline === undefined) return comparison
  const differences = comparison.differences.map((difference) =>
    baseline.differences.has(differenceId(difference)) ? { ...difference, inBaseline: true as const } : difference,
  )
  return { ...comparison, differences }
}

/** The findings that the baseline does not have. Where it has one of two that are alike, the second one is new. */
export function newFindings(diagnostics: readonly Diagnostic[], baseline: Baseline | undefined): readonly Diagnostic[] {
  if (baseline === undefined) return diagnostics
  const left = new Map(baseline.findings)
  return diagnostics.filter((diagnostic) => {
    const key = findingKey(diagnosticJson(diagnostic))
    const known = left.get(key) ?? 0
    if (known > 0) left.set(key, known - 1)
    return known === 0
  })
}

/** What of files and deletions the baseline does not have. */
export function newFiles(files: readonly OutputFile[], baseline: Baseline | undefined): readonly OutputFile[] {
  return baseline === undefined ? files : files.filter((file) => !baseline.changes.has(changeKey(file.path, filePatch(file))))
}

export function newDeletions(deletions: readonly Deletion[], baseline: Baseline | undefined): readonly Deletion[] {
  return baseline === undefined ? deletions : deletions.filter((deletion) => !baseline.deletions.has(deletionKey(deletion)))
}

/** A finding by what it is about. Lines, and the places of rules in their lists, change when something is added above. */
export function findingKey({ code, object, field, file, message }: FindingValues): string {
  const about = object === undefined ? ['', file ?? ''] : [object, (field ?? '').replaceAll(/\[\d+\]/g, '[]')]
  return JSON.stringify([code, ...about, message])
}

interface FindingValues {
  readonly code: string
  readonly object?: string | undefined
  readonly field?: string | undefined
  readonly file?: string | undefined
  readonly message: string
}

/** The change of a file by its lines, without their numbers. */
export function changeKey(path: string, patch: string): string {
  return JSON.stringify([path, patch.replaceAll(/^@@ .* @@.*$/gm, '@@').replaceAll(/^index .*\n/gm, '')])
}

export function deletionKey({ apiVersion, kind, namespace = '', name }: DeletionValues): string {
  return JSON.stringify([apiVersion, kind, namespace, name])
}

interface DeletionValues {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string | undefined
  readonly name: string
}
