import { parseAllDocuments } from 'yaml'
import { streamOf } from '../src/manifest/stream.ts'
import { translate } from '../src/translate.ts'
import type { TranslationRequest } from '../src/translation.ts'
import { generatedMesh } from './mesh.ts'

/** What one process measures: seconds of the task, and the memory that the whole process needed. */
export interface Measurement {
  readonly resources: number
  readonly documents: number
  readonly megabytes: number
  readonly seconds: number
  readonly peakMegabytes: number
  readonly findings: number
}

/** What is converted to which target, by task. To Cilium with both assumptions, under which routes and conditions on paths are translated, too. */
const conversions = {
  convert: { target: 'ambient' },
  convertByLabels: { target: 'cilium', options: { assume: ['sidecars-removed', 'slashes-merged'] } },
} as const satisfies Record<string, TranslationRequest>

/** `floor` parses and prints files with `yaml`; the others translate them, and print the stream. */
export type ConvertTask = 'floor' | keyof typeof conversions

export function isConvertTask(task: string | undefined): task is ConvertTask {
  return task === 'floor' || (task !== undefined && Object.hasOwn(conversions, task))
}

/** Runs one task on a generated mesh. */
export function measure(task: ConvertTask, size: number): Measurement {
  const { files, resources } = generatedMesh(size)
  const megabytes = files.reduce((sum, { text }) => sum + text.length, 0) / 1e6
  const start = process.hrtime.bigint()
  let documents = 0
  let printed = 0
  let findings = 0
  if (task === 'floor') {
    for (const { text } of files) {
      const parsed = parseAllDocuments(text)
      documents += parsed.length
      for (const document of parsed) printed += String(document).length
    }
  } else {
    const { output, diagnostics } = translate(files, conversions[task])
    documents = output.account.read
    findings = diagnostics.length
    printed = streamOf(output).length
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (printed === 0) throw new Error('nothing was printed')
  return { resources, documents, megabytes, seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024, findings }
}
