import type { Comparison, Difference, SeenBetween, TrafficEvidence } from '../../verify/comparison.ts'

/** How many clients and destinations are named of one difference before the rest is only counted. */
const enough = 3

/** What traffic says of a difference, a line for each client and destination; none where no traffic was looked at. */
export function trafficLines({ traffic }: Pick<Difference, 'traffic'>): string[] {
  if (traffic === undefined) return []
  const { seen, between, because } = traffic
  const shown = between.slice(0, enough).map((one) => `    ${betweenText(one)}`)
  const reasons = [...because.slice(0, enough), ...(because.length > enough ? [`${because.length - enough} more reasons`] : [])]
  const more = between.length > enough ? [`    and ${between.length - enough} more (-o json has all)`] : []
  return [`  traffic: ${sentences[seen]}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`, ...shown, ...more]
}

const sentences: Readonly<Record<TrafficEvidence['seen'], string>> = {
  yes: 'seen between these workloads',
  no: 'none was seen from such clients to such a destination',
  unknown: 'not certain',
}

/** The same in a few words, for a line that tells more: `traffic seen (1234 requests)`. */
export function trafficWords({ traffic }: Pick<Difference, 'traffic'>): string {
  if (traffic === undefined) return ''
  const [most, ...others] = traffic.between
  const amount = most === undefined || traffic.seen !== 'yes' ? '' : ` (${amountsText(most)}${others.length === 0 ? '' : ' and more'})`
  return `${{ yes: 'traffic seen', no: 'no traffic seen', unknown: 'traffic not certain' }[traffic.seen]}${amount}`
}

/** `1234 requests (12 answered 401 or 403) from shop/web to Service shop/cart (traffic.json data.result[3])`. */
function betweenText(one: SeenBetween): string {
  const [first, ...others] = one.series
  return `${amountsText(one)} from ${one.from} to ${one.to} (${first}${others.length === 0 ? '' : ` and ${others.length} more`})`
}

function amountsText({ amounts }: SeenBetween): string {
  return amounts
    .map(({ unit, amount, refused }) => {
      const some = refused === 0 ? '' : ` (${rounded(refused)} answered 401 or 403)`
      return `${rounded(amount)} ${unit === 'value' ? 'by the query' : amount === 1 ? unit.replace(/s$/, '') : unit}${some}`
    })
    .join(' and ')
}

function rounded(amount: number): string {
  return String(amount >= 1000 ? Math.round(amount) : Number(amount.toPrecision(3)))
}

/** That no traffic was looked at, of several clusters: what one sends says nothing of another, so that `--traffic` is for one of them. */
export function noTrafficOfClusters(differences: readonly Difference[]): string | undefined {
  if (trafficNote({ differences }) === undefined) return undefined
  return 'traffic was not looked at: verify of one cluster alone tells with --traffic FILE which differences hit what was sent'
}

/** What was looked at, or that nothing was; undefined where no difference could hit traffic. */
export function trafficNote({ differences, traffic }: Pick<Comparison, 'differences' | 'traffic'>): string | undefined {
  if (differences.every(({ verdict }) => verdict === 'identified')) return undefined
  if (traffic === undefined) return 'traffic was not looked at: --traffic FILE tells which differences hit what was sent'
  const looked = `traffic: ${traffic.series} series of ${traffic.files.join(', ')}`
  return `${looked}; they name workloads and Services, and no method, path or port, so what was sent may be other requests`
}
