import { stepsOfWaves } from '../../plan/formats/format.ts'
import type { Wave } from '../../plan/plan.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import type { PlanReport } from './report.ts'

const head = `#!/bin/sh
set -eu
CDPATH= cd -- "$(dirname -- "$0")/.."
`

/** `apply.sh` of a wave. */
export function applyScript({ number, phase, steps, folder, requests }: Wave, report: PlanReport): string {
  const guard = guardOf(report)
  const blocks = steps.map((step, index) => {
    const { checks } = step.commands
    const { forward } = report.rollout.step(step)
    const checked = checks.length === 0 ? '' : `# Until that is so, the next step does not begin.\n${lines(checks)}`
    return `\n# Step ${index + 1}: ${step.kinds.join(' and ')}\n${guard.forward(step, `${lines(forward)}${checked}${asking(folder, requests, index + 1)}`)}`
  })
  const first = guard.from(steps[0]!)
  return `${head}# Wave ${number} (${phase}). It can be run again.\n${first}${number === 1 ? beginning(report, guard) : ''}${blocks.join('')}`
}

/** `rollback.sh` of a wave. */
export function rollbackScript({ number, phase, steps, folder, requests }: Wave, report: PlanReport): string {
  const guard = guardOf(report)
  const blocks = [...steps].reverse().map((step, index) => {
    const { back } = report.rollout.step(step)
    return `\n# Step ${steps.length - index} back: ${step.kinds.join(' and ')}\n${guard.back(step, lines(back))}`
  })
  const title = `# Takes wave ${number} (${phase}) back, also where only a part of it was applied. Later waves go back first.\n`
  return `${head}${title}${guard.upTo(steps.at(-1)!)}${blocks.join('')}${asking(folder, requests, 0)}`
}

/** Requests need pods of their own, and are sent where that is asked for. */
function asking(folder: string, requests: Wave['requests'], state: number): string {
  if (requests.length === 0) return ''
  return `# With REQUESTS=send it also ends where a request is answered otherwise than expected.\nif [ "\${REQUESTS:-}" = send ]; then sh ${shellWord(`${folder}/requests.sh`)} ${state}; fi\n`
}

function beginning({ preflight, prepare, rollout }: PlanReport, guard: Guard): string {
  const checks = preflight.map(({ what, command }) => `# ${what}\n${command}\n`)
  return [
    ...(checks.length === 0 ? [] : [`\n# Nothing begins before this is so.\n${checks.join('')}`]),
    ...(prepare.length === 0 ? [] : [`\n# What the cluster needs first.\n${lines(prepare)}`]),
    ...(rollout.begin.length === 0
      ? []
      : [`\n# The objects as they are, so that what they lose later is known.\n${guard.begin(lines(rollout.begin))}`]),
  ].join('')
}

function lines(commands: readonly string[]): string {
  return commands.map((command) => `${command}\n`).join('')
}

type Step = Wave['steps'][number]

/** What keeps a step from being applied over a later one, where a step applies all that is there. */
interface Guard {
  readonly begin: (commands: string) => string
  readonly from: (step: Step) => string
  readonly upTo: (step: Step) => string
  readonly forward: (step: Step, commands: string) => string
  readonly back: (step: Step, commands: string) => string
}

const unguarded: Guard = {
  begin: (commands) => commands,
  from: () => '',
  upTo: () => '',
  forward: (_, commands) => commands,
  back: (_, commands) => commands,
}

/** The number of the step that has begun is recorded in the cluster: only that one is done again, and only what has begun is taken back. */
function guardOf({ rollout, waves, translation }: PlanReport): Guard {
  if (!rollout.whole) return unguarded
  const numbers = new Map(stepsOfWaves(waves).map((step, index) => [step, index + 1]))
  const kubectl = `kubectl -n ${shellWord(translation.mesh.settings.rootNamespace)}`
  const record = `
# Each step applies all objects of the rollout: an earlier one is not applied over a later one. The step that has begun is recorded.
at=$(${kubectl} get configmap unsidecar-rollout --ignore-not-found -o jsonpath='{.data.step}')
begun() {
  ${kubectl} create configmap unsidecar-rollout --from-literal=step="$1" --dry-run=client -o yaml | kubectl apply -f -
}
`
  const refused = (condition: string, why: string) => `${condition} || { echo '${why}' >&2; exit 1; }\n`
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
      return `if [ "\${at:-0}" -ge ${number} ]; then\n${commands}begun ${number - 1}\nfi\n`
    },
  }
}
