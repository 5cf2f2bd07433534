import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { compareText } from '../../src/diagnostics/place.ts'
import { recordedVectors } from './recorded.ts'
import type { Records } from './records.ts'
import { ownVectors } from './vector-file.ts'

/** Records of files and folders, in the project's own shape or as they were recorded. */
export function loadRecords(paths: readonly string[]): Records {
  const all = paths.flatMap(filesOf).map((path): Partial<Records> => {
    const text = readFileSync(path, 'utf8')
    return (path.endsWith('.jsonl') ? undefined : ownVectors(text)) ?? recordedVectors(path, text)
  })
  return {
    istio: all.flatMap(({ istio = [] }) => istio),
    ztunnel: all.flatMap(({ ztunnel = [] }) => ztunnel),
    cilium: all.flatMap(({ cilium = [] }) => cilium),
  }
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(compareText)
}
