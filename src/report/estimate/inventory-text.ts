import type { Estimate } from '../../estimate/estimate.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'
import { table } from '../table.ts'
import { wrapped } from '../wrapped.ts'
import { talliesText, tallyLines } from './tally-text.ts'

/** What there is beside resources: workloads, HTTP rules, restarts, and what the migration touches beside the mesh. */
export function inventoryText({ inventory }: Estimate): string {
  const { planes, shapes, http, waypoints, restarts, beside } = inventory
  const rows: readonly (readonly [string, string])[] = [
    ['workloads', talliesText(planes)],
    ['of another kind', talliesText(shapes)],
    ['rules about HTTP', http.length === 0 ? '' : `needed by ${amountText(http.length, 'resource')}`],
    ['waypoints', waypoints.afterDecisions === 0 ? '' : `${waypoints.existing} today, ${waypoints.afterDecisions} after all decisions`],
    ['restarts', restartsText(restarts)],
    ['beside the mesh', talliesText(beside)],
  ]
  const lines = rows.flatMap(([name, text]) =>
    text === '' ? [] : wrapped(text, { indent: `  ${name.padEnd(labelWidth)}`, hanging: ' '.repeat(labelWidth + 2) }),
  )
  return lines.length === 0 ? '  no workloads, and nothing beside the mesh\n' : textLines(lines)
}

const labelWidth = 18

function restartsText({ workloads, pods, uncounted }: Estimate['inventory']['restarts']): string {
  if (workloads === 0) return ''
  const beside = uncounted === 0 ? '' : `, and those of ${amountText(uncounted, 'workload')} that the input does not count`
  return `${amountText(workloads, 'workload')}, ${amountText(pods, 'pod')}${beside}`
}

/** Where each number comes from, and the fields in use. */
export function inventoryDetails({ inventory }: Estimate): string {
  const { planes, shapes, http, beside, fields, resources } = inventory
  const needs = http.map(({ object, why, cause }) => `  ${object}: ${why} (${cause.file}:${cause.line})`)
  return [
    '\nWhere the numbers come from\n',
    textLines([...planes, ...shapes, ...beside].flatMap(tallyLines)),
    needs.length === 0 ? '' : `\nRules about HTTP\n${textLines(needs)}`,
    '\nResources by kind, API version and namespace\n',
    table(
      resources.map(({ kind, apiVersion, namespace, total }) => [kind, apiVersion, namespace === '' ? '(cluster)' : namespace, total]),
      '  ',
    ),
    '\nFields in use\n',
    table(
      [
        ['', 'objects', 'values', ''],
        ...fields.map(({ kind, field, objects, values, fates }) => [
          `${kind} ${field}`,
          objects,
          values,
          Object.entries(fates)
            .map(([fate, count]) => `${count} ${fate}`)
            .join(', '),
        ]),
      ],
      '  ',
    ),
  ].join('')
}
