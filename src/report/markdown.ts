/** Text in a fence that is longer than any fence in it. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`
}

/** Text that Markdown leaves as it is. */
export function inline(text: string): string {
  return html(text).replace(/[\\*_[\]`|]/g, '\\$&')
}

/** Text that HTML leaves as it is. */
export function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
