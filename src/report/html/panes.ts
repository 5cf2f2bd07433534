import type { Place } from '../../diagnostics/place.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import { hunksOf } from '../diff/hunks.ts'
import { lineChanges } from '../diff/line-changes.ts'
import { type Content, element, type Markup, preformatted } from './element.ts'

/** Texts of files by their paths, on one side. */
export type Texts = ReadonlyMap<string, string>

const around = 3
/** Lines of one rule beyond these are counted. */
const most = 40

interface Line {
  readonly number: number | undefined
  readonly text: string
  readonly class?: string
}

/** The lines of a rule in its file, marked, with those around it; nothing where the text is not known. */
export function rulePane({ span }: Place, texts: Texts): Content {
  const text = texts.get(span.file)
  if (text === undefined) return []
  const lines = text.split('\n')
  // The span of a block ends before the first column of the next line.
  const last = Math.max(span.line, span.endCol === 1 ? span.endLine - 1 : span.endLine)
  const [from, to] = [Math.max(1, span.line - around), Math.min(lines.length, last + around, span.line + most)]
  const shown = Array.from({ length: to - from + 1 }, (_, index): Line => {
    const number = from + index
    return { number, text: lines[number - 1]!, ...(number >= span.line && number <= last ? { class: 'marked' } : {}) }
  })
  const left = last - to
  return pane(left > 0 ? [...shown, { number: undefined, text: `… ${left} more lines`, class: 'gap' }] : shown)
}

/** A file before and after, side by side: what is gone and what is new is marked. */
export function filePanes({ before = '', text = '' }: OutputFile): Markup {
  const [left, right]: [Line[], Line[]] = [[], []]
  for (const [index, hunk] of hunksOf(lineChanges(before, text)).entries()) {
    let [old, now] = [hunk.oldStart, hunk.newStart]
    if (index > 0) for (const side of [left, right]) side.push({ number: undefined, text: '…', class: 'gap' })
    for (const line of hunk.lines) {
      const [mark, own] = [line[0], line.slice(1)]
      if (mark === '-') left.push({ number: old++, text: own, class: 'gone' })
      else if (mark === '+') right.push({ number: now++, text: own, class: 'new' })
      else if (mark === ' ') {
        level(left, right)
        left.push({ number: old++, text: own })
        right.push({ number: now++, text: own })
      }
    }
    level(left, right)
  }
  return element('div', { class: 'sides' }, element('div', {}, pane(left)), element('div', {}, pane(right)))
}

/** Lines that both sides have stand at one height. */
function level(left: Line[], right: Line[]): void {
  const [short, height] = left.length < right.length ? [left, right.length] : [right, left.length]
  while (short.length < height) short.push({ number: undefined, text: '' })
}

function pane(lines: readonly Line[]): Markup {
  return element(
    'pre',
    { class: 'pane' },
    lines.map(({ number, text, class: own }) =>
      element(
        'span',
        { class: own },
        element('i', {}, number === undefined ? '' : String(number)),
        element('span', {}, preformatted(text.replace(/\r$/, ''))),
      ),
    ),
  )
}
