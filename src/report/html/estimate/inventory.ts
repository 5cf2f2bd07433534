import type { Estimate } from '../../../estimate/estimate.ts'
import type { Tally } from '../../../estimate/evidence.ts'
import { evidenceText } from '../../estimate/tally-text.ts'
import { amountText } from '../../findings/text.ts'
import { barChart } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { fold, pageTable } from '../page.ts'

const fieldsAtMost = 25
const placesAtMost = 20

/** What there is: tallies that open to their places, fields in use as a histogram, and resources by kind. */
export function inventoryPart({ inventory, kinds }: Estimate): Content {
  const { planes, shapes, beside, fields } = inventory
  return [
    [...planes, ...shapes, ...beside].map(tallyFold),
    element('h3', {}, 'Fields in use'),
    barChart(
      fields.slice(0, fieldsAtMost).map(({ kind, field, values, objects }) => ({
        label: `${kind} ${field}`,
        parts: [{ from: 0, width: values, class: 'least', title: `${amountText(values, 'value')} in ${amountText(objects, 'object')}` }],
        value: `${amountText(values, 'value')} in ${amountText(objects, 'object')}`,
      })),
    ),
    fields.length > fieldsAtMost
      ? fold(
          `${fields.length - fieldsAtMost} more fields`,
          pageTable(
            ['field', 'values', 'objects'],
            fields.slice(fieldsAtMost).map(({ kind, field, values, objects }) => [`${kind} ${field}`, String(values), String(objects)]),
          ),
        )
      : [],
    element('h3', {}, 'Resources'),
    pageTable(
      ['kind', 'all', 'auto', 'assisted', 'manual', 'keep-sidecar', 'blocked'],
      kinds.map(({ kind, total, verdicts: { auto, assisted, manual, blocked, 'keep-sidecar': kept } }) =>
        [kind, total, auto, assisted, manual, kept, blocked].map(String),
      ),
    ),
  ]
}

function tallyFold({ what, evidence }: Tally): Content {
  const rest = evidence.length - placesAtMost
  return fold(
    `${what}: ${evidence.length}`,
    evidence.slice(0, placesAtMost).map((one) => element('p', {}, element('code', {}, evidenceText(one)))),
    rest > 0 ? element('p', { class: 'dim' }, `and ${rest} more`) : [],
  )
}
