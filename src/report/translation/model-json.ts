import { type ModelJson, modelJson } from '../model/json.ts'
import type { TranslationReport } from './report.ts'

/** The policy model of the input. */
export function translationModelJson({ translation }: TranslationReport): ModelJson {
  return modelJson(translation.mesh)
}
