import { targets } from '../../../../translators/index.ts'
import type { Wave } from '../../../plan/plan.ts'
import type { PreflightCheck } from '../../../plan/preflight/preflight-check.ts'
import { positionText } from '../../findings/text.ts'
import { plain } from '../../paint.ts'
import { pendingLines } from '../../plan/pending-text.ts'
import { opensOnTheWay, type PlanReport } from '../../plan/report.ts'
import { waveRequestLines } from '../../plan/request-text.ts'
import { sourceEditText } from '../../plan/source-text.ts'
import { stepsDone } from '../../plan/standing-text.ts'
import { doneTitle, planEnding, planStays, planSummary, stepContentsText, stepNotes, waveNotes } from '../../plan/text.ts'
import { waysOutLines } from '../../plan/way-out-text.ts'
import { differenceText } from '../../verify/difference-text.ts'
import { type Content, element } from '../element.ts'
import { fold, page, pageTable, pre } from '../page.ts'
import { section } from '../review-page.ts'
import { cards } from '../summary.ts'
import { resourcesPart } from './resources.ts'
import { wavesGraph } from './waves-graph.ts'

/** A rollout as a page in one file: its waves on the graph of namespaces, then each with its commands and its way back. */
export function planPage(report: PlanReport): string {
  const { target, waves, search, held, preflight } = report
  const title = `unsidecar plan: moving to ${targets[target].title}`
  const [first = '', ...summary] = planSummary({ ...report, preflight: [], prepare: [] }, plain)
  const steps = waves.reduce((sum, wave) => sum + wave.steps.length, 0)
  const [heldTitle, ...heldCauses] = planStays(report, true)
  const [decision, ...decisions] = pendingLines(report, 'full')
  return page(
    title,
    element('h1', {}, title),
    element('p', {}, element('b', {}, first)),
    summary.map((text) => element('p', {}, text)),
    cards([
      { label: 'waves', value: String(waves.length) },
      { label: 'steps', value: String(steps) },
      { label: 'states compared', value: String(search.states) },
      { label: 'wider on the way', value: opensOnTheWay(report) ? 'some' : '0', class: opensOnTheWay(report) ? 'wider' : 'good' },
      { label: 'held back', value: String(held.length) },
    ]),
    section('Waves', wavesGraph(report)),
    section('Resources before and after', resourcesPart(report)),
    section(
      'Before the first wave',
      pageTable(
        ['what', 'shown by'],
        // What has to change stands first; commands are long, and apply.sh runs them.
        [...preflight.filter(refused), ...preflight.filter((check) => !refused(check))].map((check) => [
          [check.what, fold('Command', element('code', {}, check.command))],
          check.shown === undefined ? 'to check' : element('span', refused(check) ? { class: 'error' } : {}, shownText(check.shown)),
        ]),
      ),
    ),
    report.prepare.length === 0 ? [] : pre(report.prepare.join('\n')),
    waves.map((wave) => section(doneTitle(wave, report), wavePart(wave, report))),
    report.last === undefined ? [] : section(`Once ${report.last.when}`, pre(report.last.commands.join('\n'))),
    heldTitle === undefined
      ? []
      : section(
          heldTitle,
          heldCauses.map((text) => element('p', {}, text)),
        ),
    decision === undefined
      ? []
      : section(
          decision,
          decisions.map((text) => element('p', {}, text)),
        ),
    element('p', { class: 'dim' }, planEnding(report)),
  )
}

function refused({ shown }: PreflightCheck): boolean {
  return shown?.holds === false
}

function shownText({ holds, place }: NonNullable<PreflightCheck['shown']>): string {
  return `${holds ? '' : 'to change first: '}${positionText(place.span)}`
}

function wavePart(wave: Wave, report: PlanReport): Content {
  const { rollout } = report
  const done = stepsDone(report, wave)
  return [
    waveNotes(wave, true).map((text) => element('p', {}, text)),
    wave.between.slice(0, 1).map((one) => pre(differenceText(one, true, plain, ['at the start', 'if one goes first']))),
    waysOutLines(wave).map((text) => element('p', {}, text)),
    wave.requests.length === 0 ? [] : fold('Requests', pre(waveRequestLines(wave.requests).join('\n'))),
    wave.steps.map((step, index) => {
      const { forward, back } = rollout.step(step)
      return [
        element('h3', {}, `${index + 1} ${step.kinds.join(' + ')}${index < done ? ', done' : ''}`),
        element('p', {}, stepContentsText(step, wave, true)),
        stepNotes(step).map((text) => element('p', { class: 'narrower' }, text)),
        step.between.slice(0, 1).map((one) => pre(differenceText(one, true, plain, ['at the start', 'meanwhile']))),
        fold(
          'In the source',
          step.sources.map((edit) => element('p', {}, element('code', {}, sourceEditText(edit)))),
        ),
        fold('Commands', pre([...forward, ...step.commands.checks].join('\n'))),
        fold('The way back', pre(back.join('\n'))),
      ]
    }),
  ]
}
