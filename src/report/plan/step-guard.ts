import { stepsOfWaves } from '../../plan/formats/format.ts'
import type { Wave } from '../../plan/plan.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import type { PlanReport } from './report.ts'

type Step = Wave['steps'][number]

/** What keeps a step from being applied over a later one, where a step applies all that is there. */
export interface StepGuard {
  readonly begin: (commands: string) => string
  readonly from: (step: Step) => string
  readonly upTo: (step: Step) => string
  readonly forward: (step: Step, commands: string) => string
  readonly back: (step: Step, commands: string) => string
}

const unguarded: StepGuard = {
  begin: (commands) => commands,
  from: () => '',
  upTo: () => '',
  forward: (_, commands) => commands,
  back: (_, commands) => commands,
}

/**
 * The number of the step that has begun is recorded in the cluster: only that one is done again, and only what has begun is taken back. A rollout that was
 * planned again on the way is another one with steps of its own: it is recorded behind the one before it, which then waits until it is taken back.
 */
export function stepGuardOf(report: PlanReport): StepGuard {
  const { rollout, waves, translation } = report
  const { id } = rollout
  if (id === undefined) return unguarded
  const numbers = new Map(stepsOfWaves(waves).map((step, index) => [step, index + 1]))
  const kubectl = `kubectl -n ${shellWord(translation.mesh.settings.rootNamespace)}`
  const refused = (condition: string, why: string) => `${condition} || { echo '${why}' >&2; exit 1; }\n`
  const record = `
# Each step applies all objects of the rollout: an earlier one is not applied over a later one. The step that has begun is recorded by the rollout, ${id}.
all=$(${kubectl} get configmap unsidecar-rollout --ignore-not-found -o jsonpath='{.data.begun}')
last=\${all##* }
case " $all" in
  *" ${id}="*) at=\${last#*=}; before=\${all%"$last"} ;;
  *) at=; before="\${all:+$all }"; last=${id}= ;;
esac
[ "\${last%%=*}" = ${id} ] || { echo 'a rollout that was planned later has begun: take that back first' >&2; exit 1; }
record() {
  ${kubectl} create configmap unsidecar-rollout --from-literal=begun="$1" --dry-run=client -o yaml | kubectl apply -f -
}
begun() { record "\${before}${id}=$1"; }
`
  return {
    begin: (commands) => `if [ -z "$at" ]; then\n${commands}begun 0\nfi\n`,
    from: (step) => {
      const before = numbers.get(step)! - 1
      return `${record}${before === 0 ? '' : refused(`[ "\${at:-0}" -ge ${before} ]`, 'the wave before this one has not been applied')}`
    },
    upTo: (step) =>
      `${record}${refused(`[ "\${at:-0}" -le ${numbers.get(step)!} ]`, 'a later wave has been applied: take that back first')}`,
    forward: (step, commands) => {
      const number = numbers.get(step)!
      return `if [ "\${at:-0}" -le ${number} ]; then\nbegun ${number}\n${commands}fi\n`
    },
    back: (step, commands) => {
      const number = numbers.get(step)!
      const left = number === 1 ? `record "\${before% }"` : `begun ${number - 1}`
      return `if [ "\${at:-0}" -ge ${number} ]; then\n${commands}${left}\nfi\n`
    },
  }
}
