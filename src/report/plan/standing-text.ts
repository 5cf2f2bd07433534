import { objectText } from '../../diagnostics/place.ts'
import type { Wave } from '../../plan/plan.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import { listed } from './listed.ts'
import type { PlanReport } from './report.ts'

type Standing = Pick<PlanReport, 'waves' | 'done' | 'folder' | 'addedBefore'>

/** How many steps of a wave are done, of a rollout that has begun. */
export function stepsDone({ waves, done = 0 }: Pick<Standing, 'waves' | 'done'>, wave: Wave): number {
  const before = waves.slice(0, waves.indexOf(wave)).reduce((sum, { steps }) => sum + steps.length, 0)
  return Math.min(wave.steps.length, Math.max(0, done - before))
}

export function isDone(report: Pick<Standing, 'waves' | 'done'>, wave: Wave): boolean {
  return wave.steps.length > 0 && stepsDone(report, wave) === wave.steps.length
}

/** Where a rollout stands, and the script that goes on. */
export function rolloutStandingLines(report: Standing): readonly string[] {
  const { waves, done, folder = '.', addedBefore } = report
  if (done === undefined)
    return addedBefore.length === 0
      ? []
      : [
          `an earlier conversion added ${listed(addedBefore.map(objectText), 3)}, and something is left to do there: with the --output-dir of its rollout, plan says where that stands`,
        ]
  const next = waves.find((wave) => !isDone(report, wave))
  if (next === undefined) return [`stands at its end: every step of the rollout in ${folder} is done`]
  const steps = stepsDone(report, next)
  const after = steps === 0 ? `wave ${next.number - 1}` : `step ${steps} of wave ${next.number}`
  return [`stands after ${after} of the rollout in ${folder}; what goes on: sh ${shellWord(`${folder}/${next.folder}/apply.sh`)}`]
}
