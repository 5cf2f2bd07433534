import { printYaml } from '../../manifest/yaml/print.ts'
import type { Difference } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import { differenceText } from './difference-text.ts'
import { type FailurePolicy, fails, isSilenced } from './report.ts'

/**
 * The differences that a list is there to accept: those that fail, and those that no finding announces. What is accepted or ruled out
 * already, and what comes of nothing but the identity of clients, needs no entry.
 */
export function differencesToAccept(differences: readonly Difference[], policy: FailurePolicy): Difference[] {
  const wanted = differences.filter(
    (difference) =>
      !isSilenced(difference) &&
      (fails(difference, policy) || (difference.verdict !== 'identified' && difference.announcedBy === undefined)),
  )
  return [...new Map(wanted.map((difference) => [differenceId(difference), difference])).values()]
}

const head = `# Differences for \`--accept\`. Give each entry that you accept a reason and a last day such as 2027-01-31, and \`by\` for who accepts it;
# remove the others. An entry covers exactly what is named above it: one more request, client or destination is another difference.
`

/** A file for `--accept` with an entry for each difference. It is refused until each reason and each last day is filled in. */
export function acceptListText(differences: readonly Difference[]): string {
  if (differences.length === 0) return `${head}${printYaml({ accept: [] })}`
  return `${head}accept:\n${differences.map(entryText).join('')}`
}

function entryText(difference: Difference): string {
  const about = differenceText(difference, false).trimEnd().replaceAll(/^/gm, '# ')
  const { verdict } = difference
  return `${about}\n${printYaml([{ witness: differenceId(difference), difference: verdict, reason: '', expires: '' }])}`
}
