import { compareText } from '../diagnostics/place.ts'
import type { SeenBetween } from '../verify/comparison.ts'
import type { SeenClient, SeenDestination, SeenTraffic } from './seen-traffic.ts'

/** All series about one client and one destination. */
export interface Flow {
  readonly client: SeenClient
  readonly destination: SeenDestination
  /** Who counted it. */
  readonly reporters: readonly string[]
  readonly seen: SeenBetween
}

/** Series by client and destination: they are apart by answer, protocol and version, and each request is counted by up to two proxies. */
export function flowsOf(traffic: readonly SeenTraffic[]): Flow[] {
  const groups = new Map<string, SeenTraffic[]>()
  for (const one of traffic) {
    const key = JSON.stringify([one.client, one.destination])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()]
    .map((all): Flow => {
      const { client, destination } = all[0]!
      const seen = {
        from: clientText(client),
        to: destinationText(destination),
        amounts: amountsOf(all),
        series: all.map(({ series }) => series),
      }
      return { client, destination, reporters: [...new Set(all.map(({ reporter }) => reporter))], seen }
    })
    .sort((a, b) => compareText(a.seen.from, b.seen.from) || compareText(a.seen.to, b.seen.to))
}

/** For each unit what one reporter counted, of the reporter that counted the most. */
function amountsOf(all: readonly SeenTraffic[]): SeenBetween['amounts'] {
  const units = [...new Set(all.map(({ unit }) => unit))].sort(compareText)
  return units.map((unit) => {
    const sums = new Map<string, { amount: number; refused: number }>()
    for (const one of all) {
      if (one.unit !== unit) continue
      const sum = sums.get(one.reporter) ?? { amount: 0, refused: 0 }
      sums.set(one.reporter, { amount: sum.amount + one.amount, refused: sum.refused + one.refused })
    }
    const most = [...sums.values()].reduce((a, b) => (b.amount > a.amount ? b : a))
    return { unit, amount: most.amount, refused: most.refused }
  })
}

function clientText(client: SeenClient): string {
  switch (client.kind) {
    case 'workload':
      return `${client.namespace}/${client.name}`
    case 'identity':
      return `service account ${client.namespace}/${client.serviceAccount}`
    case 'outside':
      return 'a client without identity'
    case 'missing':
      return 'an unnamed client'
  }
}

function destinationText({ services, workload, host }: SeenDestination): string {
  if (services.length > 0) return `Service ${services.join(' or ')}`
  return host ?? (workload === undefined ? 'an unnamed destination' : `pods ${workload}`)
}
