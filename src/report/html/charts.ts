import { type Content, element, type Markup } from './element.ts'

/** A part of a bar: where it begins and how wide it is, in the unit of its chart; `class` gives its colour. */
export interface BarPart {
  readonly from: number
  readonly width: number
  readonly class: string
  /** Read out in place of the colour. */
  readonly title: string
}

export interface BarRow {
  readonly label: Content
  readonly parts: readonly BarPart[]
  readonly value: Content
}

/** Bars side by side: the widths are parts of the widest row, so that a chart fits any screen and any paper. Nothing where there are no rows. */
export function barChart(rows: readonly BarRow[], legend: readonly (readonly [className: string, name: string])[] = []): Content {
  if (rows.length === 0) return []
  const widest = Math.max(1e-9, ...rows.flatMap(({ parts }) => parts.map(({ from, width }) => from + width)))
  return [
    legend.length === 0
      ? []
      : element(
          'p',
          { class: 'legend' },
          legend.map(([className, name]) => element('span', {}, swatch(className), name)),
        ),
    element(
      'div',
      { class: 'chart' },
      rows.map(({ label, parts, value }) =>
        element(
          'div',
          { class: 'bar' },
          element('span', { class: 'label' }, label),
          element(
            'svg',
            { role: 'img', 'aria-label': parts.map(({ title }) => title).join(', '), height: '16', width: '100%' },
            parts.filter(({ width }) => width > 0).map((part) => rect(part, widest)),
          ),
          element('span', { class: 'value' }, value),
        ),
      ),
    ),
  ]
}

function rect({ from, width, class: own, title }: BarPart, widest: number): Markup {
  const percent = (value: number): string => `${Math.round((1e4 * value) / widest) / 100}%`
  return element('rect', { class: own, x: percent(from), width: percent(width), y: '0', height: '16' }, element('title', {}, title))
}

function swatch(className: string): Markup {
  return element(
    'svg',
    { width: '12', height: '12', 'aria-hidden': 'true' },
    element('rect', { class: className, width: '12', height: '12' }),
  )
}

/** Parts one after the other, such as what moves today, after a decision, and not at all. */
export function stacked(parts: readonly Omit<BarPart, 'from'>[]): readonly BarPart[] {
  let from = 0
  return parts.map((part) => {
    const placed = { ...part, from }
    from += part.width
    return placed
  })
}

/** A range: what it comes to at least, and what it may come to. */
export function rangeBar({ low, high }: { readonly low: number; readonly high: number }, title: string, own = 'least'): readonly BarPart[] {
  return stacked([
    { width: low, class: own, title },
    { width: high - low, class: `${own} maybe`, title },
  ])
}
