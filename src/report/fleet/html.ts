import { amountText } from '../findings/text.ts'
import { differencesTable } from '../html/differences.ts'
import { element } from '../html/element.ts'
import { fold, page, pageTable } from '../html/page.ts'
import { section } from '../html/review-page.ts'
import { cards, verdictCards } from '../html/summary.ts'
import { textsOfSets } from '../html/texts.ts'
import { limitsOf } from '../html/verify-page.ts'
import { differenceLine } from '../verify/difference-text.ts'
import { differenceVerdictOrder, isSilenced, toldOneByOne } from '../verify/report.ts'
import { type FleetReport, fleetHeadline, fleetTotals, fleetTrafficNote, underTheirNames } from './fleet.ts'

const verdicts = differenceVerdictOrder.filter((verdict) => verdict !== 'identified')

/** All clusters as one page: their counts side by side, and one table of differences that can be searched by the name of a cluster. */
export function fleetHtml(report: FleetReport): string {
  const title = `unsidecar verify: ${amountText(report.clusters.length, 'cluster')}`
  const totals = fleetTotals(report)
  const traffic = fleetTrafficNote(report)
  const named = underTheirNames(report)
  const told = named.map((own, index) => ({
    differences: toldOneByOne(own),
    texts: textsOfSets(own.sets),
    prefix: `${report.clusters[index]!.name}-`,
  }))
  const silenced = told.flatMap(({ differences }) => differences.filter(isSilenced))
  return page(
    title,
    element('h1', {}, title),
    element('p', { class: 'dim' }, fleetHeadline(report)),
    cards(verdictCards(totals)),
    section('Clusters', pageTable(['cluster', ...verdicts, 'parts equal'], report.clusters.map(clusterRow))),
    section('Decisions that differ', [
      traffic === undefined ? [] : element('p', { class: 'dim' }, traffic),
      differencesTable(...told.map((own) => ({ ...own, differences: own.differences.filter((one) => !isSilenced(one)) }))),
    ]),
    silenced.length === 0
      ? []
      : fold(
          `${amountText(silenced.length, 'difference')} accepted or ruled out`,
          silenced.map((one) => element('p', {}, differenceLine(one).trimEnd())),
        ),
    limitsOf(...named),
  )
}

function clusterRow({ name, report: { comparison } }: FleetReport['clusters'][number]) {
  const all = Object.values(comparison.parts).reduce((sum, count) => sum + count, 0)
  const count = (verdict: string): number => comparison.differences.filter((one) => one.verdict === verdict).length
  return [
    name,
    ...verdicts.map((verdict) => element('span', count(verdict) === 0 ? {} : { class: verdict }, String(count(verdict)))),
    `${comparison.parts.equal} of ${all}`,
  ]
}
