import { definitionOf } from '../../diagnostics/catalogue.ts'
import { type ObjectRef, objectText } from '../../diagnostics/place.ts'
import type { Wave } from '../../plan/plan.ts'
import type { PreflightCheck } from '../../plan/preflight/preflight-check.ts'
import type { StepKind } from '../../plan/step-kind.ts'
import type { PlanStep } from '../../plan/steps-of-wave.ts'
import { amountText, positionText } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { type Paint, plain } from '../paint.ts'
import { differenceText } from '../verify/difference-text.ts'
import { headline } from '../verify/report.ts'
import { restartLines, waypointLines } from './availability-text.ts'
import { listed } from './listed.ts'
import { pendingLines } from './pending-text.ts'
import { opensOnTheWay, type PlanReport, unitOf } from './report.ts'
import { requestsSummary, waveRequestLines } from './request-text.ts'
import { applierNotes, linesText, originNotes, sourceEditText } from './source-text.ts'
import { isDone, rolloutStandingLines, stepsDone } from './standing-text.ts'
import { waysOutLines } from './way-out-text.ts'
import { wrappedLines } from './wrapped-lines.ts'

/** How many names are listed before the rest is only counted. */
const enough = 3

/** The rollout as people read it: the waves in order, what each step does, what it denies for the time being, and what stays. */
export function planText(report: PlanReport, { detail, paint = plain, width }: Style): string {
  const columns = Math.min(100, width ?? 80)
  const full = detail === 'full'
  const lines = (indent: string, ...texts: readonly string[]) => wrappedLines(texts, indent, columns)
  return [
    lines('', ...planSummary(report, paint, full)),
    ...report.waves.flatMap((wave) =>
      isDone(report, wave) && !full
        ? ['\n', lines('', paint.bold(doneTitle(wave, report)))]
        : [
            '\n',
            lines('', paint.bold(doneTitle(wave, report))),
            lines('  ', ...waveNotes(wave, full)),
            ...wave.steps.flatMap((step, index) => [
              lines(
                '  ',
                `${index + 1} ${step.kinds.join(' + ')}${index < stepsDone(report, wave) ? ', done' : ''}: ${stepContentsText(step, wave, full)}`,
              ),
              lines('      ', ...sourceLines(step, full), ...stepNotes(step)),
              ...step.between
                .slice(0, 1)
                .map((difference) => deeper(differenceText(difference, full, paint, ['at the start', 'meanwhile']))),
            ]),
            ...wave.between
              .slice(0, 1)
              .map((difference) => deeper(differenceText(difference, full, paint, ['at the start', 'if one goes first']))),
            lines('  ', ...waysOutLines(wave)),
            ...(full && wave.requests.length > 0 ? [lines('  ', 'requests'), lines('    ', ...waveRequestLines(wave.requests))] : []),
          ],
    ),
    ...(report.last === undefined ? [] : [`\n${lines('', paint.bold(`Once ${report.last.when}`))}`, lines('  ', ...report.last.commands)]),
    ...planStays(report, full).map((text, index) => (index === 0 ? `\n${lines('', paint.bold(text))}` : lines('  ', text))),
    ...pendingLines(report, detail).map((text, index) => (index === 0 ? `\n${lines('', paint.bold(text))}` : lines('  ', text))),
    lines('', '', paint.dim(planEnding(report))).replace(/^\n?/, '\n'),
  ].join('')
}

function deeper(text: string): string {
  return text.replace(/^(?=.)/gm, '      ')
}

/** `full` has the commands of what is to be checked, which `apply.sh` of the first wave runs. */
export function planSummary(report: PlanReport, paint: Paint, full = false): string[] {
  const { target, waves, moved, search, end, preflight, prepare, held, translation } = report
  const steps = waves.reduce((sum, wave) => sum + wave.steps.length, 0)
  const before = unitOf(target) === 'workloads' ? 'already moved' : 'already written, by an earlier conversion'
  const there = moved.length === 0 ? [] : [`${before}: ${listed(moved, Number.POSITIVE_INFINITY)}`]
  // To Cilium a policy that is refused stays, and nothing is held back by name.
  const refused = translation.emission.diagnostics.some(({ severity }) => severity === 'error')
  const idle = held.length === 0 && !refused ? 'nothing to do' : moved.length === 0 ? 'nothing can move yet' : 'nothing more can move yet'
  const first = `${paint.bold(`Moving to ${target}`)}: ${waves.length === 0 ? idle : `${amountText(waves.length, 'wave')}, ${amountText(steps, 'step')}`}`
  if (waves.length === 0) return [first, ...there]
  const opens = opensOnTheWay(report)
    ? paint.red('parts of some steps allow what the start denies, until the whole step is applied')
    : 'none allows what the start denies'
  const best = search.exhaustive
    ? 'no other order of these waves denies less on the way'
    : 'the search ended before all orders were compared: another one may deny less on the way'
  return [
    first,
    `${amountText(search.states, 'state')} on the way compared with the start: ${opens}; ${best}`,
    `at the end: ${headline(end)}`,
    ...there,
    ...rolloutStandingLines(report),
    ...applierNotes(waves.flatMap((wave) => wave.steps.flatMap(({ sources }) => sources))),
    ...preflightLines(preflight, full),
    ...(prepare.length === 0 ? [] : ['before the first wave:', ...prepare.map((command) => `  ${command}`)]),
  ]
}

function preflightLines(preflight: readonly PreflightCheck[], full: boolean): string[] {
  const open = preflight.filter(({ shown }) => shown === undefined)
  const said = preflight.flatMap(({ what, shown }) => {
    if (shown === undefined) return []
    const where = positionText(shown.place.span)
    return [shown.holds ? `shown by ${where}: ${what}` : `to change first, by ${where}: ${what}`]
  })
  if (full) return [...said, ...open.map(({ what, command }) => `to check: ${what}: ${command}`)]
  return open.length === 0
    ? said
    : [...said, 'to check before the first wave (its apply.sh does, and -v has the commands):', ...open.map(({ what }) => `  ${what}`)]
}

export function waveTitle({ number, phase, namespaces, moves }: Wave): string {
  const what =
    namespaces.length === 0
      ? titles[phase]
      : `${namespaces.join(', ')} (${moves.length === 0 ? 'no workload of the input leaves its sidecar' : amountText(moves.length, 'workload')})`
  return `Wave ${number}, ${phase}: ${what}`
}

const titles: Readonly<Record<Wave['phase'], string>> = {
  preparation: 'what belongs to all namespaces',
  pilot: 'labels',
  rollout: 'labels',
  hardening: 'what only sidecars needed',
}

/** The same, where all of its steps are done. */
export function doneTitle(wave: Wave, report: Pick<PlanReport, 'waves' | 'done'>): string {
  return isDone(report, wave) ? `${waveTitle(wave)}, done` : waveTitle(wave)
}

export function waveNotes(wave: Wave, full: boolean): string[] {
  const { namespaces, callers, rules, files, between, steps, restarts, requests, notRequested } = wave
  const limit = full ? Number.POSITIVE_INFINITY : enough
  const together = between.length === 0 ? [] : ['moved at one time: if one of them went first, what follows would be allowed']
  const origins = originNotes(steps.flatMap(({ sources }) => sources))
  const source = `source: ${listed(
    files.map(({ path }) => path),
    enough,
  )}`
  const made = full || origins.length <= enough ? origins : [...origins.slice(0, enough), `and ${origins.length - enough} more such places`]
  const available = [...(restarts === undefined ? [] : restartLines(restarts, limit)), ...waypointLines(wave, limit)]
  const leftOut =
    notRequested.length === 0
      ? []
      : [`requests.sh sends nothing to ${amountText(notRequested.length, 'more port')} of the wave: ${listed(notRequested, limit)}`]
  const asked = [...available, ...requestsSummary(requests), ...leftOut]
  if (namespaces.length === 0) return [source, ...made, ...together, ...asked]
  const why = [
    rules === 0 ? 'no policies or routes change' : `${rules === 1 ? '1 policy or route changes' : `${rules} policies and routes change`}`,
    callers.length === 0 ? 'no other namespace is named as a caller' : `called from ${listed(callers, enough)}`,
  ]
  return [why.join('; '), source, ...made, ...together, ...asked]
}

const verbs: Readonly<Record<'added' | 'patched' | 'removed', string>> = { added: 'adds', patched: 'changes', removed: 'deletes' }

export function stepContentsText({ contents, kinds }: PlanStep, { moves }: Wave, full: boolean): string {
  const parts = (['added', 'patched', 'removed'] as const).flatMap((sort) => {
    const names = contents[sort].map(({ ref }) => objectText(ref))
    return names.length === 0 ? [] : [`${verbs[sort]} ${listed(names, full ? Number.POSITIVE_INFINITY : enough)}`]
  })
  const restarts =
    restarting(kinds) && moves.length > 0 ? [`restarts ${listed(moves.map(objectText), full ? Number.POSITIVE_INFINITY : enough)}`] : []
  return [...parts, ...restarts].join('; ')
}

function sourceLines({ sources }: PlanStep, full: boolean): string[] {
  if (full) return sources.map(sourceEditText)
  return sources.length === 0 ? [] : [`in ${listed(linesText(sources), enough)}`]
}

function restarting(kinds: readonly StepKind[]): boolean {
  return kinds.includes('enrol')
}

/** What the way back does about ages: of objects about the same istiod takes the oldest, and what is made again is the youngest. */
function ageNotes({ restored }: PlanStep['contents']): string[] {
  const { rounds, anew, unclear } = restored
  const texts = (objects: readonly { readonly ref: ObjectRef }[]) =>
    listed(
      objects.map(({ ref }) => objectText(ref)),
      enough,
    )
  return [
    ...(rounds.length < 2
      ? []
      : [
          `way back: made again one after the other, because istiod takes the older one: ${texts(rounds.flat())}; where a controller applies what is committed, bring them back one by one`,
        ]),
    ...(anew.length === 0 ? [] : [`way back: deleted and made again, to be younger than these: ${texts(anew)}`]),
    ...unclear
      .slice(0, enough)
      .map(
        ([one, other]) =>
          `way back: the older one of ${objectText(one.ref)} and ${objectText(other.ref)} counts, and the first may then be the younger one: compare their metadata.creationTimestamp before this step`,
      ),
    ...(unclear.length <= enough ? [] : [`and ${unclear.length - enough} more such pairs`]),
  ]
}

export function stepNotes({ states, between, contents }: PlanStep): string[] {
  // Of objects that are rewritten one by one, the last state is the one that lasts.
  const interim = states.at(-1)?.interim ?? []
  const undetermined = Math.max(...states.map((state) => state.undetermined))
  const parts = interim.reduce((sum, difference) => sum + difference.parts, 0)
  const names = [...new Set(interim.flatMap(({ destinations }) => destinations))]
  return [
    ...(between.length === 0
      ? []
      : ['its parts are applied at one time: between them what follows is allowed, though the start denies it']),
    ...(interim.length === 0
      ? []
      : [
          `for the time being ${amountText(parts, 'part')} of the traffic ${parts === 1 ? 'is' : 'are'} denied or sent elsewhere: ${listed(names, enough)}, from ${listed([...new Set(interim.flatMap(({ clients }) => clients))], enough)}`,
        ]),
    ...(undetermined === 0 ? [] : [`${amountText(undetermined, 'part')} of the traffic: the input does not say what this state decides`]),
    ...ageNotes(contents),
  ]
}

/** What is in no wave, by the findings that hold it back. */
export function planStays({ held }: PlanReport, full: boolean): string[] {
  if (held.length === 0) return []
  const byCode = new Map<string, string[]>()
  for (const { object, cause } of held) byCode.set(cause.code, [...(byCode.get(cause.code) ?? []), objectText(object)])
  const causes = [...byCode].sort(([, a], [, b]) => b.length - a.length)
  return [
    `In no wave: ${amountText(held.length, 'object')} held back`,
    ...causes.map(
      ([code, names]) => `${code} (${definitionOf(code)?.title ?? code}): ${listed(names, full ? Number.POSITIVE_INFINITY : enough)}`,
    ),
  ]
}

export function planEnding({ folder, waves }: PlanReport): string {
  if (waves.length === 0) return 'What does not move, and why: unsidecar estimate.'
  const run =
    folder === undefined
      ? 'With --output-dir each wave is written as a folder with its commands and its rollback.'
      : 'Run apply.sh of each wave in turn, and watch the traffic before the next one; rollback.sh takes its wave back.'
  return `${run} States in which only some pods of a wave have restarted are not compared.`
}
