import type { OutputFile } from '../../manifest/output-tree.ts'
import { printYaml } from '../../manifest/yaml/print.ts'
import { availabilityObjects } from '../../plan/availability/waypoint-availability.ts'
import { chartValuesName, chartValuesText } from '../../rollout/chart-values.ts'
import { belowRoot, gitPatch } from '../diff/unified-diff.ts'
import { waypointFile } from './availability-text.ts'
import type { PlanReport } from './report.ts'
import { requestScript } from './request-script.ts'
import { applyScript, rollbackScript } from './scripts.ts'
import { planText } from './text.ts'

/**
 * The files of a rollout by path: `plan.txt`, and for each wave a folder with `apply.sh`, `rollback.sh`, `requests.sh`, what its steps apply, and `source.patch`, which is
 * what the wave changes in the source: `git apply` brings it there, and `git apply -R` takes it back. `commit.patch` is the part of each step, for
 * controllers that apply what is committed. `waypoints.optional` keeps waypoints available, where nothing of the input does.
 */
export function planFolder(report: PlanReport): Map<string, string> {
  const { translation, waves, rollout } = report
  const files = new Map<string, string>([['plan.txt', planText(report, { detail: 'full' })], ...rollout.texts])
  const values = chartValuesText(translation.emission.prerequisites)
  if (values !== undefined) files.set(chartValuesName, values)
  const root = belowRoot(translation.output.files).root ?? ''
  const patch = (changed: readonly OutputFile[]) => gitPatch(changed.map((file) => ({ ...file, path: file.path.slice(root.length) })))
  for (const wave of waves) {
    files.set(`${wave.folder}/apply.sh`, applyScript(wave, report))
    files.set(`${wave.folder}/rollback.sh`, rollbackScript(wave, report))
    if (wave.requests.length > 0) files.set(`${wave.folder}/requests.sh`, requestScript(wave))
    const available = availabilityObjects(wave.waypoints).map((object) => printYaml(object))
    if (available.length > 0) files.set(waypointFile(wave), available.join('---\n'))
    files.set(`${wave.folder}/source.patch`, patch(wave.files))
    for (const step of wave.steps) {
      if (step.files.length > 0) files.set(`${step.commands.folder}/commit.patch`, patch(step.files))
      for (const [path, text] of rollout.step(step).texts) files.set(path, text)
    }
  }
  return files
}
