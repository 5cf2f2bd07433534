import type { Branch, Decision } from '../../src/model/verdict.ts'

/**
 * What a decision means for the client, as one text: written apart from the comparison's own measure, so that a fault of one shows in
 * the other. `refused` whichever point refuses, `unknown` where something is missing.
 */
export function outcomeText({ answer, branches, settings, verdict }: Decision): string {
  if (answer !== undefined) return JSON.stringify(answer)
  if (branches.length === 0) return verdict === 'undetermined' ? 'unknown' : 'refused'
  if (branches.some((branch) => branch.verdict === 'undetermined')) return 'unknown'
  if (branches.every((branch) => branch.verdict !== 'allowed')) return 'refused'
  const shares = new Map<string, number>()
  for (const branch of branches) {
    // Where requests are refused makes no difference to where the others go, only that some are.
    if (branch.verdict === 'allowed') shares.set(nameOf(branch), (shares.get(nameOf(branch)) ?? 0) + branch.share)
    else shares.set('refused', 0)
  }
  const received = branches.flatMap((branch) => {
    const { received: request } = branch
    if (request === undefined || branch.verdict !== 'allowed') return []
    return [
      `${nameOf(branch)} gets ${request.target} of ${request.authority} ${JSON.stringify(Object.entries(request.headers).sort(byText))}`,
    ]
  })
  const said = settings.map((one) => Object.entries(one).filter(([, value]) => !(Array.isArray(value) && value.length === 0)))
  return JSON.stringify([
    [...shares].map(([name, share]) => `${name} ${share.toFixed(5)}`).sort(),
    [...new Set(received)].sort(),
    said.filter((entries) => entries.length > 0).map((entries) => entries.sort(byText)),
  ])
}

function nameOf({ workload, port, host }: Branch): string {
  return host ?? `${workload}:${port}`
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
