import { oneLine } from '../../diagnostics/printable.ts'

/** Lines of text in a fence that is longer than any fence in them. */
export function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}\n`
}

/** Text that Markdown leaves as it is: one line, without markup, HTML, mentions and references. */
export function inline(text: string): string {
  return html(text).replace(/[\\*_[\]`|~]/g, '\\$&')
}

/** Text in a code span, whatever it has in it. */
export function code(text: string): string {
  const line = oneLine(text)
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  if (longest === 0) return `\`${line}\``
  const ticks = '`'.repeat(longest + 1)
  return `${ticks} ${line} ${ticks}`
}

/** Text that HTML leaves as it is. An empty comment keeps `@name` and `#1` from calling people and issues. */
export function html(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#](?=\w)/g, '$&<!-- -->')
}
