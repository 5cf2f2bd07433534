import { chartValuesName, chartValuesText } from '../../rollout/chart-values.ts'
import {
  deleteListName,
  deleteListText,
  firstDeleteListName,
  firstDeleteListText,
  lastDeleteListName,
  lastDeleteListText,
} from '../../rollout/delete-list.ts'
import { lastDeletionsOf } from '../../rollout/deletions.ts'
import type { TranslationRun } from './translation-run.ts'

/** What an output folder holds beside the manifests: what to delete, and when, and the values of charts. */
export function filesBeside({ deletions, translation }: TranslationRun): Map<string, string> {
  const beside = [
    [firstDeleteListName, firstDeleteListText(deletions)],
    [deleteListName, deleteListText(deletions)],
    [lastDeleteListName, lastDeleteListText(lastDeletionsOf(translation))],
    [chartValuesName, chartValuesText(translation.emission.prerequisites)],
  ] as const
  return new Map(beside.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}
