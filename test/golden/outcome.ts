import { spanOf } from '../../src/diagnostics/diagnostic.ts'
import { compareText, objectText, pathText } from '../../src/diagnostics/place.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { chartValuesName, chartValuesText } from '../../src/rollout/chart-values.ts'
import { deletionsOf } from '../../src/rollout/deletions.ts'
import { stepsOf } from '../../src/rollout/steps.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import type { TargetName } from '../../translators/index.ts'
import type { Folder } from './folder.ts'
import type { GoldenCase } from './golden-case.ts'

/** What `expected/` of a case holds, and the translations it was made from. */
export interface Outcome {
  readonly files: Folder
  readonly translations: ReadonlyMap<TargetName, Translation>
}

/**
 * Runs a case. `<target>/…` has the files that the translation edited or added, and an empty `<file>.removed` for each it removed;
 * `diagnostics.txt` has one line for each finding (`diagnostics-<target>.txt` when a case has several targets); `steps.txt` the commands, and
 * `unsidecar.values` what Cilium needs, where a case asks for them.
 */
export function outcomeOf(golden: GoldenCase, input: readonly InputFile[] = golden.input): Outcome {
  const files = new Map<string, string>()
  const translations = new Map<TargetName, Translation>()
  for (const target of golden.targets) {
    const translation = translate(input, golden.request(target))
    translations.set(target, translation)
    const suffix = golden.targets.length === 1 ? '' : `-${target}`
    for (const file of translation.output.files) {
      if (file.status === 'removed') files.set(`${target}/${file.path}.removed`, '')
      else if (file.status !== 'unchanged') files.set(`${target}/${file.path}`, file.text ?? '')
    }
    files.set(`diagnostics${suffix}.txt`, diagnosticLines(translation))
    if (golden.fates) files.set(`fates${suffix}.txt`, fateLines(translation))
    if (golden.steps) {
      files.set(`steps${suffix}.txt`, stepLines(translation))
      const values = chartValuesText(translation.emission.prerequisites)
      if (values !== undefined) files.set(`${chartValuesName}${suffix}`, values)
    }
  }
  return { files: new Map([...files].sort(([a], [b]) => compareText(a, b))), translations }
}

/** The files of the output, as they would be read again. */
export function outputFiles(translation: Translation): InputFile[] {
  return translation.output.files.flatMap((file) =>
    file.status === 'removed' ? [] : [{ path: file.path, text: file.text ?? file.before ?? '' }],
  )
}

export function diagnosticLines(translation: Translation): string {
  const lines = translation.diagnostics.map((diagnostic) => {
    const span = spanOf(diagnostic)
    const where = span === undefined ? '' : `${span.file}:${span.line}:${span.col}: `
    return `${where}${diagnostic.severity}: ${diagnostic.message} [${diagnostic.code}]\n`
  })
  return lines.join('')
}

function stepLines(translation: Translation): string {
  const steps = stepsOf(translation, { folder: 'out', deletions: deletionsOf(translation) })
  return steps.map(({ step, why, commands }) => `# ${step}: ${why}\n${commands.map((command) => `${command}\n`).join('')}`).join('')
}

function fateLines(translation: Translation): string {
  const lines = translation.fates.flatMap(({ ref, leaves }) =>
    leaves.map(({ path, fate, code }) => `${objectText(ref)} ${pathText(path)}: ${fate}${code === undefined ? '' : ` [${code}]`}\n`),
  )
  return lines.join('')
}
