import { jsonText } from './escape/json.ts'
import { forLogs } from './escape/log.ts'
import type { Format, Style } from './format.ts'
import { painted, plain, unpainted } from './paint.ts'

/**
 * A report as the text that goes to a file, a comment or a program. Pages for people and JSON have written out what is not seen in them
 * (control characters, direction marks); data such as manifests, patches and XML keeps its bytes.
 */
export function printReport<Report>(format: Format<Report>, report: Report, style: Style = { detail: 'brief' }): string {
  switch (format.as) {
    case 'json':
      return jsonText(format.print(report, style))
    case 'page':
      return safeText(format.print(report, style), style)
    case 'data':
      return format.print(report, style)
  }
}

/** Text for people without anything that a terminal or a build log would follow, in the colours of the style. */
export function safeText(text: string, { paint = plain }: Pick<Style, 'paint'>): string {
  const safe = forLogs(text)
  return paint === plain ? unpainted(safe) : painted(safe)
}
