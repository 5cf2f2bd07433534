import { oneLine, severalLines } from '../../diagnostics/printable.ts'

/** Markup that is safe to put into a page. Only `element` and `text` make it, so that nothing of a manifest is ever markup. */
export interface Markup {
  readonly markup: string
}

export type Content = Markup | string | readonly Content[]

/** Attributes; an undefined one is left out. */
export type Attributes = Readonly<Record<string, string | undefined>>

/** Elements without an end tag (html.spec.whatwg.org, "Void elements"), as far as pages here have them. */
const empty = ['input', 'meta']

/** An element. Texts in it and values of its attributes are escaped, whatever they hold. */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(oneLine(value))}"`]))
  const open = `<${name}${given.join('')}>`
  return { markup: empty.includes(name) ? open : `${open}${content.map(markupOf).join('')}</${name}>` }
}

/** Lines of text as they are, for elements that keep them; what is not seen is written out. */
export function preformatted(text: string): Markup {
  return { markup: escaped(severalLines(text)) }
}

function markupOf(content: Content): string {
  if (typeof content === 'string') return escaped(oneLine(content))
  return 'markup' in content ? content.markup : content.map(markupOf).join('')
}

/** What GitHub and Azure Pipelines would read as a command, were the page printed into a build log, is shown by a reference. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replace(/##(vso)?\[/gi, '##$1&#91;')
    .replaceAll('::', '&#58;:')
}
