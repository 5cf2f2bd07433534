import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Suppressed } from '../../report/findings/suppressed.ts'
import { applySuppressions } from '../../verify/lists/suppressions.ts'
import type { InputArguments } from '../options/input.ts'
import { today } from '../process/today.ts'

/** The findings without those that the configuration suppresses, which are only counted. Without a list the day is not asked for. */
export function withoutSuppressed(
  diagnostics: readonly Diagnostic[],
  { configuration }: Pick<InputArguments, 'configuration'>,
): { readonly shown: readonly Diagnostic[]; readonly suppressed?: Suppressed } {
  if (configuration === undefined || configuration.suppressions.length === 0) return { shown: diagnostics }
  const { shown, hidden } = applySuppressions(diagnostics, configuration.suppressions, today())
  return { shown, suppressed: { file: configuration.path, findings: hidden } }
}
