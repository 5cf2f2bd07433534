import type { Wave } from '../../plan/plan.ts'
import type { PlanStep } from '../../plan/steps-of-wave.ts'
import { code, inline } from '../escape/markdown.ts'
import { amountText } from '../findings/text.ts'
import { plain } from '../paint.ts'
import { fitted, type Section } from '../review/fitted.ts'
import { pendingLines } from './pending-text.ts'
import type { PlanReport } from './report.ts'
import { linesText } from './source-text.ts'
import { doneTitle, planEnding, planStays, planSummary, stepContentsText, stepNotes, waveNotes } from './text.ts'
import { waysOutLines } from './way-out-text.ts'

/** The rollout as a comment or a page of a wiki, below 60 KB whatever the input; what does not fit is counted. */
export function planMarkdown(report: PlanReport): string {
  const [first = '', ...more] = planSummary(report, plain).map((text) => inline(text.trim()))
  const { waves } = report
  const sections = waves.map((wave, index) => waveSection(wave, report, 1 / (waves.length - index)))
  const [title, ...held] = planStays(report, false)
  const [decision, ...decisions] = pendingLines(report, 'brief')
  return fitted(`### ${first}\n\n${more.map((text) => `- ${text}\n`).join('')}`, [
    ...sections,
    {
      before: title === undefined ? '' : `\n#### ${inline(title)}\n\n`,
      blocks: held.map((text) => `- ${inline(text)}\n`),
      after: '',
      share: 0.5,
      left: (count) => `\n_${amountText(count, 'more cause')} left out for length; ${code('-o json')} has all of them._\n`,
    },
    {
      before: decision === undefined ? '' : `\n#### ${inline(decision)}\n\n`,
      blocks: decisions.map((text) => `- ${inline(text)}\n`),
      after: '',
      share: 0.5,
      left: (count) => `\n_${amountText(count, 'more decision')} left out for length; ${code('-o json')} has all of them._\n`,
    },
    { before: '\n', blocks: [`_${inline(planEnding(report))}_\n`], after: '', share: 1, left: () => '' },
  ])
}

function waveSection(wave: Wave, report: PlanReport, share: number): Section {
  const { rollout } = report
  const notes = [...waveNotes(wave, false), ...waysOutLines(wave)].map((text) => `- ${inline(text)}\n`)
  const line = (step: PlanStep, index: number): string => {
    const commands = [...rollout.step(step).forward, ...step.commands.checks]
    const cells = [
      `${index + 1} ${inline(step.kinds.join(' + '))}`,
      inline(stepContentsText(step, wave, false)),
      linesText(step.sources).map(inline).join('<br>'),
      stepNotes(step).map(inline).join('<br>'),
      amountText(commands.length, 'command'),
    ]
    return `| ${cells.join(' | ')} |\n`
  }
  return {
    before: `\n#### ${inline(doneTitle(wave, report))}\n\n${notes.join('')}\n| step | what | source | for the time being | |\n| --- | --- | --- | --- | --- |\n`,
    blocks: wave.steps.map(line),
    after: '',
    share,
    left: (count) => `\n_${amountText(count, 'more step')} left out for length; ${code('-o json')} has all of them._\n`,
  }
}
