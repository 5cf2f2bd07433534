import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { inputGaps, missingText } from '../model/input-gaps.ts'
import type { Translation } from '../translation.ts'

/**
 * The finding about an input that is not the whole mesh, once for a run. None where nothing changes: what is missing then decides about the
 * same requests as before.
 */
export function incompleteInput({ mesh, output }: Translation): Diagnostic[] {
  const gaps = output.files.some(({ status }) => status !== 'unchanged') ? inputGaps(mesh) : undefined
  return gaps === undefined ? [] : [diagnose(catalogue.inputIncomplete, undefined, { missing: missingText(gaps) })]
}
