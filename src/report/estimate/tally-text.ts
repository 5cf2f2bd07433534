import type { Evidence, Tally } from '../../estimate/evidence.ts'

/** `StatefulSets 3, headless Services 1`. */
export function talliesText(tallies: readonly Tally[]): string {
  return tallies.map(({ what, evidence }) => `${what} ${evidence.length}`).join(', ')
}

/** `shop/access.yaml:12 US3001 AuthorizationPolicy shop/readers`. */
export function evidenceText({ file, line, code, object }: Evidence): string {
  return `${file}:${line}${code === undefined ? '' : ` ${code}`} ${object}`
}

const shownAtMost = 20

/** A tally with the places that it counts, of which a page shows the first twenty. */
export function tallyLines({ what, evidence }: Tally): readonly string[] {
  const rest = evidence.length - shownAtMost
  return [
    `  ${what}: ${evidence.length}`,
    ...evidence.slice(0, shownAtMost).map((one) => `    ${evidenceText(one)}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ]
}
