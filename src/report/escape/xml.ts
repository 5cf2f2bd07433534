import { oneLine } from '../../diagnostics/printable.ts'
import { forLogs, withoutCommands } from './log.ts'

/** The value of an attribute, which XML readers take as one line. */
export function xmlAttribute(text: string): string {
  return markup(withoutCommands(oneLine(text)))
}

/** Text between tags, of several lines. XML 1.0 has no way to write most control characters; they come as `\u001b`. */
export function xmlText(text: string): string {
  return markup(forLogs(text))
}

function markup(text: string): string {
  return text
    .replace(/[\ufdd0-\ufdef]/g, '?')
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
