import type { Plan } from '../../../plan/plan.ts'
import { type Content, element, type Markup } from '../element.ts'

/** A graph of more is not read; the waves below it have all of them. */
const namespacesAtMost = 60

const box = { width: 150, height: 26, across: 60, down: 12, top: 28 }

interface Node {
  readonly name: string
  readonly x: number
  readonly y: number
}

/** Namespaces in the columns of their waves, with an arrow from each that calls another one. */
export function wavesGraph({ waves, calls }: Pick<Plan, 'waves' | 'calls'>): Content {
  const moving = waves.filter(({ namespaces }) => namespaces.length > 0)
  if (moving.length === 0) return []
  const all = moving.flatMap(({ namespaces }, column) => namespaces.map((name, row) => nodeAt(name, column, row)))
  const nodes = all.slice(0, namespacesAtMost)
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const arrows = calls.flatMap(({ client, server }) => {
    const [from, to] = [byName.get(client), byName.get(server)]
    return from === undefined || to === undefined ? [] : [arrow(from, to)]
  })
  const width = moving.length * (box.width + box.across)
  const height = Math.max(...nodes.map(({ y }) => y)) + box.height + box.down
  const heads = moving.map(({ number, phase }, column) =>
    label(column * (box.width + box.across), box.top - 12, `Wave ${number}, ${phase}`, 'bold'),
  )
  return [
    element(
      'div',
      { class: 'wide' },
      element(
        'svg',
        {
          role: 'img',
          'aria-label': 'namespaces by wave, with arrows from those that call others',
          viewBox: `0 0 ${width} ${height}`,
          width: `${width}`,
          height: `${height}`,
        },
        heads,
        arrows,
        nodes.map(({ name, x, y }) => [
          element(
            'rect',
            {
              x: `${x}`,
              y: `${y}`,
              width: `${box.width}`,
              height: `${box.height}`,
              rx: '4',
              style: 'fill: var(--pane); stroke: var(--line)',
            },
            element('title', {}, name),
          ),
          label(x + 8, y + 17, short(name), 'normal'),
        ]),
      ),
    ),
    all.length > nodes.length ? element('p', { class: 'dim' }, `${all.length - nodes.length} more namespaces are in the waves below.`) : [],
  ]
}

function nodeAt(name: string, column: number, row: number): Node {
  return { name, x: column * (box.width + box.across), y: box.top + row * (box.height + box.down) }
}

function label(x: number, y: number, text: string, weight: string): Markup {
  return element('text', { x: `${x}`, y: `${y}`, style: `fill: var(--text); font-size: 12px; font-weight: ${weight}` }, text)
}

/** Names have up to 63 characters; all of one is read out, and shown by pointing at it. */
function short(name: string): string {
  return name.length <= 20 ? name : `${name.slice(0, 19)}…`
}

function arrow(from: Node, to: Node): Markup {
  const middle = box.height / 2
  const isRight = to.x > from.x
  const [x1, y1] = [from.x + (isRight ? box.width : 0), from.y + middle]
  const [x2, y2] = [to.x + (isRight || to.x === from.x ? 0 : box.width), to.y + middle]
  const tip = isRight || to.x === from.x ? -6 : 6
  const style = 'fill: none; stroke: var(--dim)'
  return element(
    'g',
    {},
    element('path', { d: wayBetween(x1, y1, x2, y2), style }, element('title', {}, `${from.name} calls ${to.name}`)),
    element('path', { d: `M ${x2 + tip} ${y2 - 4} L ${x2} ${y2} L ${x2 + tip} ${y2 + 4}`, style }),
  )
}

/** To the next column in a bow; past other columns below the row, so that no arrow seems to go through the namespaces between. */
function wayBetween(x1: number, y1: number, x2: number, y2: number): string {
  const to = x2 > x1 ? 1 : -1
  const bend = (to * box.across) / 2
  const enters = x1 === x2 ? -box.across / 2 : bend
  if (Math.abs(x2 - x1) <= box.across)
    return `M ${x1} ${y1} C ${x1 + enters} ${y1}, ${x2 - Math.abs(enters) * (x1 === x2 ? 1 : to)} ${y2}, ${x2} ${y2}`
  const below = y1 + (box.height + box.down) / 2
  const [a, b] = [x1 + bend, x2 - bend]
  return `M ${x1} ${y1} C ${a} ${y1}, ${x1} ${below}, ${a} ${below} L ${b} ${below} C ${x2} ${below}, ${b} ${y2}, ${x2} ${y2}`
}
