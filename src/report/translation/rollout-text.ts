import { objectText } from '../../diagnostics/place.ts'
import type { Prerequisites } from '../../model/prerequisites.ts'
import type { Deletion } from '../../rollout/deletions.ts'
import type { Step } from '../../rollout/steps.ts'
import { textLines } from '../escape/lines.ts'
import { type Paint, plain } from '../paint.ts'

const enough = 5

/** What applying the output leaves behind, by name; nothing where it leaves nothing. */
export function deletionsText(deletions: readonly Deletion[], full: boolean, paint: Paint = plain): string {
  if (deletions.length === 0) return ''
  const names = deletions.map(objectText)
  const shown = full || names.length <= enough ? names : [...names.slice(0, enough), `${names.length - enough} more (-v shows all)`]
  return textLines([`${paint.bold('to delete from the cluster')}: ${shown.join(', ')}`])
}

/** What the output needs of Cilium, by the names of its chart; nothing where it needs nothing. */
export function prerequisitesText(prerequisites: Prerequisites | undefined, paint: Paint = plain): string {
  if (prerequisites === undefined) return ''
  const values = prerequisites.values.map(
    ({ path, value }) => `${path.join('.')}=${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}`,
  )
  const crds = prerequisites.crds.map(({ project, version }) => `the resources of the ${project} ${version}`)
  return textLines([`${paint.bold('needs of Cilium')}: ${[...values, ...crds].join(', ')}`])
}

/** The commands that bring the output to a cluster, in their order. */
export function stepsText(steps: readonly Step[], full: boolean): string {
  const commands = steps.flatMap((step) => step.commands)
  if (commands.length === 0) return ''
  const shown = full || commands.length <= 2 * enough ? steps : steps.map((step) => ({ ...step, commands: cut(step.commands) }))
  return textLines([
    'to apply, in this order:',
    ...shown.flatMap(({ when, commands }) => [...later(when), ...commands.map((command) => `  ${command}`)]),
  ])
}

function later(when: string | undefined): readonly string[] {
  return when === undefined ? [] : [`later, when ${when}:`]
}

function cut(commands: readonly string[]): readonly string[] {
  if (commands.length <= enough) return commands
  return [...commands.slice(0, enough), `# and ${commands.length - enough} more like it (-v shows all)`]
}
