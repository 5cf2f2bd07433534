import { outcomesOf } from '../../account/verdicts.ts'
import { definitionOf } from '../../diagnostics/catalogue.ts'
import { type Diagnostic, spanOf } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import { newFindings } from '../baseline/baseline.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, positionText } from '../findings/text.ts'
import { junitDocument, type TestCase, type TestSuite } from '../results/junit-document.ts'
import { casesOf } from '../verify/junit.ts'
import type { TranslationReport } from './report.ts'

/**
 * A translation for build servers: a test case for each resource that nothing is to be said of, one for each finding about a resource, and
 * the decisions that differ. Errors fail, warnings pass and keep their text; notes are left out.
 */
export function translationJunit({ translation, diagnostics, compared, baseline }: TranslationReport): string {
  const quiet = outcomesOf(translation).filter(({ verdict }) => verdict === 'auto')
  const findings = newFindings(diagnostics, baseline)
    .filter(({ severity }) => severity !== 'info')
    .map(findingCase)
  const suites: TestSuite[] = [
    ['resources', quiet.map(({ ref }) => ({ group: objectText(ref), name: `${objectText(ref)} needs nothing` }))],
    ['findings', findings],
  ]
  if (compared !== undefined) {
    const { comparison, policy } = compared
    suites.push([
      'decisions',
      [
        { group: 'equal', name: `${amountText(comparison.parts.equal, 'part')} of the comparison equal` },
        ...comparison.differences.flatMap((difference) => casesOf(difference, { policy })),
      ],
    ])
  }
  return junitDocument(`unsidecar: to ${translation.target}`, suites)
}

function findingCase(diagnostic: Diagnostic): TestCase {
  const { code, severity, message, help, place } = diagnostic
  const span = spanOf(diagnostic)
  const where = span === undefined ? '' : `${positionText(span)}: `
  const text = textLines([`${where}${message}`, help])
  return {
    group: place === undefined ? 'input' : objectText(place.object),
    name: `${where}${code} ${definitionOf(code)?.title ?? code}`,
    ...(severity === 'error' ? { failure: { message, text } } : { output: text }),
  }
}
