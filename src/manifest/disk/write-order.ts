import { compareText } from '../../diagnostics/place.ts'

interface Written {
  readonly path: string
  readonly before?: string | undefined
  /** Undefined for a file that is removed. */
  readonly text?: string | undefined
}

/** Labels and annotations that decide whether pods have a sidecar or are in ambient mode. */
const enrolling = /istio\.io\/dataplane-mode|istio-injection|sidecar\.istio\.io\/inject|istio\.io\/rev/

/**
 * The order in which changed files take their places: policies and waypoints, then the files in which the enrolment of anything changes,
 * and removed files last, because until then the sidecars may need what they hold. A controller that applies the folder meanwhile never
 * meets an enrolled namespace whose policies are not there yet.
 */
export function inWriteOrder<T extends Written>(files: readonly T[]): T[] {
  const ranked = files.map((file) => ({ file, rank: rank(file) }))
  return ranked.sort((a, b) => a.rank - b.rank || compareText(a.file.path, b.file.path)).map(({ file }) => file)
}

function rank({ before, text }: Written): number {
  return text === undefined ? 2 : enrolmentOf(before) === enrolmentOf(text) ? 0 : 1
}

/** The lines of a file that speak of enrolment, wherever they stand. */
function enrolmentOf(text = ''): string {
  if (!enrolling.test(text)) return ''
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => enrolling.test(line) && !line.startsWith('#'))
    .sort(compareText)
    .join('\n')
}
