import { streamOf } from '../../manifest/stream.ts'
import type { TranslationReport } from './report.ts'

/** The whole output as one YAML stream. */
export function translationYaml({ translation }: TranslationReport): string {
  return streamOf(translation.output)
}
