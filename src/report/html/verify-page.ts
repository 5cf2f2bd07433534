import { amountText, positionText } from '../findings/text.ts'
import { differenceLine } from '../verify/difference-text.ts'
import { headline, isSilenced, notRead, toldOneByOne, type VerifyReport } from '../verify/report.ts'
import { type BothTexts, differencesTable } from './differences.ts'
import { type Content, element } from './element.ts'
import { fold, page, pageTable } from './page.ts'
import { assumptionsOf, section, trafficParagraph } from './review-page.ts'
import { cards, namespacesTable, verdictCards } from './summary.ts'

/** What two meshes decide differently, as a page. */
export function verifyPage(report: VerifyReport, texts: BothTexts): string {
  const { comparison, expectations, states = [], target } = report
  const title = target === undefined ? 'two sets of manifests' : `the input and its conversion to ${target}`
  const told = toldOneByOne(report)
  const silenced = told.filter(isSilenced)
  const open = told.filter((one) => !isSilenced(one))
  const failed = expectations.filter(({ passed }) => !passed).length
  return page(
    `unsidecar verify: ${title}`,
    element('h1', {}, `unsidecar verify: ${title}`),
    element('p', { class: 'dim' }, headline(comparison)),
    cards([
      ...verdictCards(comparison),
      ...(expectations.length === 0
        ? []
        : [{ label: 'expectations hold', value: `${expectations.length - failed} of ${expectations.length}` }]),
    ]),
    section('Namespaces', namespacesTable([], open, false)),
    section('Decisions that differ', [
      trafficParagraph({ ...comparison, differences: told }),
      differencesTable({ differences: open, texts }),
    ]),
    silenced.length === 0
      ? []
      : fold(
          `${amountText(silenced.length, 'difference')} accepted or ruled out`,
          silenced.map((one) => element('p', {}, differenceLine(one).trimEnd())),
        ),
    section('Expectations', pageTable(['', 'request', 'side', 'expected', 'got', 'at'], expectations.map(expectationRow))),
    section(
      'States of the rollout',
      pageTable(
        ['state', 'namespaces changed', 'compared with the start'],
        states.map(({ k, namespaces, comparison: own }) => [String(k), namespaces.join(', '), headline(own)]),
      ),
    ),
    limitsOf(report),
  )
}

/** What was not read, what is outside of the model, and what was taken for granted. */
export function limitsOf(...reports: readonly VerifyReport[]): Content {
  return [
    section(
      'Not read',
      pageTable(
        ['at', 'what'],
        reports.flatMap(notRead).map(({ message, span }) => [span === undefined ? '' : positionText(span), message]),
      ),
    ),
    section(
      'Outside of the model',
      pageTable(
        ['at', 'what'],
        reports.flatMap(({ comparison }) => comparison.outside.map(({ what, place }) => [positionText(place.span), what])),
      ),
    ),
    assumptionsOf(reports.flatMap(({ comparison }) => comparison.assumptions)),
  ]
}

function expectationRow({ name, side, expected, got, passed, place }: VerifyReport['expectations'][number]): readonly Content[] {
  return [
    element('b', { class: passed ? 'good' : 'error' }, passed ? 'holds' : 'fails'),
    name,
    side,
    expected,
    got,
    element('code', {}, positionText(place)),
  ]
}
