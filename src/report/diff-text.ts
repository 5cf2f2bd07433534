import { judge } from '../account/verdicts.ts'
import type { Translation } from '../translation.ts'
import { type Paint, plain } from './paint.ts'
import { belowRoot, gitPatch } from './unified-diff.ts'

/** `12 translated, 3 need a human, 1 refused`: resources of the input by what they ask of people. */
export function diffSummary(translation: Translation): string {
  const judged = judge(translation)
  const of = (...verdicts: string[]): number => judged.filter(({ verdict }) => verdicts.includes(verdict)).length
  return `${of('auto')} translated, ${of('assisted')} need a human, ${of('manual', 'blocked', 'keep-sidecar')} refused\n`
}

/** What convert would change, for review: the summary, then the unified diff of each file. */
export function diffText(translation: Translation, paint: Paint = plain): string {
  const patch = gitPatch(belowRoot(translation.output.files).files)
  const lines = patch.split('\n').map((line) => {
    if (/^(diff |---|\+\+\+|new file|deleted file)/.test(line)) return paint.bold(line)
    if (line.startsWith('@@')) return paint.cyan(line)
    return line.startsWith('+') ? paint.green(line) : line.startsWith('-') ? paint.red(line) : line
  })
  return `${diffSummary(translation)}${patch === '' ? 'nothing to change\n' : `\n${lines.join('\n')}`}`
}
