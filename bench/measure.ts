import { parseAllDocuments } from 'yaml'
import { streamOf } from '../src/manifest/stream.ts'
import { translate } from '../src/translate.ts'
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

/** Runs one task on a generated mesh: `floor` parses and prints the files with `yaml`, `convert` translates them and prints the stream. */
export function measure(task: 'floor' | 'convert', size: number): Measurement {
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
    const { output, diagnostics } = translate(files, { target: 'ambient' })
    documents = output.account.read
    findings = diagnostics.length
    printed = streamOf(output).length
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (printed === 0) throw new Error('nothing was printed')
  return { resources, documents, megabytes, seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024, findings }
}
