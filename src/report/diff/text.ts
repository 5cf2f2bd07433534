import { judge, verdictOrder } from '../../account/verdicts.ts'
import type { Deletion } from '../../rollout/deletions.ts'
import type { Translation } from '../../translation.ts'
import { count } from '../findings/text.ts'
import { type Paint, plain } from '../paint.ts'
import { movesOf } from '../translation/moves.ts'
import { movesText } from '../translation/moves-text.ts'
import { deletionsText } from '../translation/rollout-text.ts'
import { belowRoot, gitPatch } from './patch.ts'

/** `16 resources: 12 auto, 3 assisted, 1 manual`: what they ask of people, in the words of `estimate`. */
export function diffSummary(translation: Translation): string {
  const judged = judge(translation)
  const parts = verdictOrder.flatMap((verdict) => {
    const own = judged.filter((one) => one.verdict === verdict).length
    return own === 0 && verdict !== 'auto' ? [] : [`${own} ${verdict}`]
  })
  return `${count(judged.length, 'resource')}: ${parts.join(', ')}\n`
}

interface Shown {
  readonly translation: Translation
  /** What applying the output leaves in the cluster. */
  readonly deletions: readonly Deletion[]
}

/** What convert would change, for review: what moves, what stays and what has to be deleted, the summary, then the unified diff of each file. */
export function diffText({ translation, deletions }: Shown, full: boolean, paint: Paint = plain): string {
  const patch = gitPatch(belowRoot(translation.output.files).files)
  const lines = patch.split('\n').map((line) => {
    if (/^(diff |---|\+\+\+|new file|deleted file)/.test(line)) return paint.bold(line)
    if (line.startsWith('@@')) return paint.cyan(line)
    return line.startsWith('+') ? paint.green(line) : line.startsWith('-') ? paint.red(line) : line
  })
  const first = movesText(movesOf(translation), full, paint) + deletionsText(deletions, full, paint)
  return `${first}${diffSummary(translation)}${patch === '' ? 'nothing to change\n' : `\n${lines.join('\n')}`}`
}
