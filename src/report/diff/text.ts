import { judge, resourceVerdictOrder } from '../../account/verdicts.ts'
import type { Translation } from '../../translation.ts'
import { amountText } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import { movesOf } from '../translation/moves.ts'
import { movesText } from '../translation/moves-text.ts'
import type { TranslationReport } from '../translation/report.ts'
import { deletionsText, prerequisitesText } from '../translation/rollout-text.ts'
import { belowRoot, gitPatch } from './unified-diff.ts'

/** `16 resources: 12 auto, 3 assisted, 1 manual`: what they ask of people, in the words of `estimate`. */
export function diffSummary(translation: Translation): string {
  const judged = judge(translation)
  const parts = resourceVerdictOrder.flatMap((verdict) => {
    const own = judged.filter((one) => one.verdict === verdict).length
    return own === 0 && verdict !== 'auto' ? [] : [`${own} ${verdict}`]
  })
  return `${amountText(judged.length, 'resource')}: ${parts.join(', ')}\n`
}

/** What convert would change, for review: what moves, what stays and what has to be deleted, the summary, then the unified diff of each file. */
export function diffText({ translation, applied }: TranslationReport, { detail, paint = plain }: Style): string {
  const patch = gitPatch(belowRoot(translation.output.files).files)
  const lines = patch.split('\n').map((line) => {
    if (/^(diff |---|\+\+\+|new file|deleted file)/.test(line)) return paint.bold(line)
    if (line.startsWith('@@')) return paint.cyan(line)
    return line.startsWith('+') ? paint.green(line) : line.startsWith('-') ? paint.red(line) : line
  })
  const full = detail === 'full'
  const first =
    movesText(movesOf(translation), full, paint) +
    deletionsText(applied.deletions, full, paint) +
    prerequisitesText(translation.emission.prerequisites, paint)
  return `${first}${diffSummary(translation)}${patch === '' ? 'nothing to change\n' : `\n${lines.join('\n')}`}`
}
