import type { OutputFile } from '../../manifest/output-tree.ts'
import type { Wave } from '../../plan/plan.ts'
import { stepFiles } from '../../plan/step-files.ts'
import { chartValuesName, chartValuesText } from '../../rollout/chart-values.ts'
import { belowRoot, gitPatch } from '../diff/unified-diff.ts'
import type { PlanReport } from './report.ts'
import { planText } from './text.ts'

/**
 * The files of a rollout by path: `plan.txt`, and for each wave a folder with `apply.sh`, `rollback.sh`, what its steps apply, and `source.patch`, which is
 * what the wave changes in the source: `git apply` brings it there, and `git apply -R` takes it back. `commit.patch` is the part of each step, for
 * controllers that apply what is committed.
 */
export function planFolder(report: PlanReport): Map<string, string> {
  const { translation, waves } = report
  const files = new Map<string, string>([['plan.txt', planText(report, { detail: 'full' })]])
  const values = chartValuesText(translation.emission.prerequisites)
  if (values !== undefined) files.set(chartValuesName, values)
  const root = belowRoot(translation.output.files).root ?? ''
  const patch = (changed: readonly OutputFile[]) => gitPatch(changed.map((file) => ({ ...file, path: file.path.slice(root.length) })))
  for (const wave of waves) {
    files.set(`${wave.folder}/apply.sh`, applyScript(wave, wave.number === 1 ? report : { preflight: [], prepare: [] }))
    files.set(`${wave.folder}/rollback.sh`, rollbackScript(wave))
    files.set(`${wave.folder}/source.patch`, patch(wave.files))
    for (const { commands, contents, files: changed } of wave.steps) {
      if (changed.length > 0) files.set(`${commands.folder}/commit.patch`, patch(changed))
      for (const [name, text] of stepFiles(contents).texts) files.set(`${commands.folder}/${name}`, text)
    }
  }
  return files
}

const head = `#!/bin/sh
set -eu
CDPATH= cd -- "$(dirname -- "$0")/.."
`

function applyScript({ number, phase, steps }: Wave, { preflight, prepare }: Pick<PlanReport, 'preflight' | 'prepare'>): string {
  const checked =
    preflight.length === 0
      ? ''
      : `\n# Nothing begins before this is so.\n${preflight.map(({ what, command }) => `# ${what}\n${command}\n`).join('')}`
  const first = checked + (prepare.length === 0 ? '' : `\n# What the cluster needs first.\n${prepare.join('\n')}\n`)
  const blocks = steps.map(({ kinds, commands }, index) => {
    const checks = commands.checks.length === 0 ? '' : `# Until that is so, the next step does not begin.\n${commands.checks.join('\n')}\n`
    return `\n# Step ${index + 1}: ${kinds.join(' and ')}\n${commands.forward.map((command) => `${command}\n`).join('')}${checks}`
  })
  return `${head}# Wave ${number} (${phase}). It can be run again.\n${first}${blocks.join('')}`
}

function rollbackScript({ number, phase, steps }: Wave): string {
  const blocks = [...steps].reverse().map(({ kinds, commands }, index) => {
    return `\n# Step ${steps.length - index} back: ${kinds.join(' and ')}\n${commands.back.map((command) => `${command}\n`).join('')}`
  })
  return `${head}# Takes wave ${number} (${phase}) back, also where only a part of it was applied. Later waves go back first.\n${blocks.join('')}`
}
