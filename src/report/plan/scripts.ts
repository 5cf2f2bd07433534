import type { Wave } from '../../plan/plan.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import type { PlanReport } from './report.ts'
import { type StepGuard, stepGuardOf } from './step-guard.ts'

const head = `#!/bin/sh
set -eu
CDPATH= cd -- "$(dirname -- "$0")/.."
`

/** `apply.sh` of a wave. */
export function applyScript({ number, phase, steps, folder, requests }: Wave, report: PlanReport): string {
  const guard = stepGuardOf(report)
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
  const guard = stepGuardOf(report)
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

function beginning({ preflight, prepare, rollout }: PlanReport, guard: StepGuard): string {
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
