import type { ActionSettings } from '../../src/model/action.ts'
import type { Branch, Decision } from '../../src/model/verdict.ts'

/**
 * A decision in short: the destinations with their shares (`A`, `A 0.25, B 0.75`, `web:8080` for other ports than 80, `team/other`), the
 * status that a proxy answers, with the place that a redirect leads to, who denied and how (`403 at waypoint`), or `undetermined`.
 */
export function outcomeOf(decision: Decision): string {
  const { answer, branches, points, verdict } = decision
  if (answer !== undefined) return answer.kind === 'redirect' ? `${answer.status} ${answer.location}` : `${answer.status}`
  if (branches.length === 0) {
    const last = points.at(-1)
    return verdict === 'denied' && last !== undefined ? `${last.code} at ${last.point}` : verdict
  }
  const single = branches.length === 1 && branches[0]!.share === 1
  return branches.map((branch) => branchText(branch) + (single ? '' : ` ${Math.round(branch.share * 1000) / 1000}`)).join(', ')
}

function branchText({ workload, port, host, verdict, points }: Branch): string {
  const last = points.at(-1)
  if (verdict === 'denied') return `${last?.code} at ${last?.point}`
  if (verdict === 'undetermined') return verdict
  if (workload === undefined) return host ?? verdict
  const name = workload.replace(/^prod\/(web-)?/, '')
  return (/^[abd]$/.test(name) ? name.toUpperCase() : name) + (port === 80 ? '' : `:${port}`)
}

/** What the routes do besides: settings that say nothing left out, the only ones not in a list. */
export function settingsText(decision: Decision): unknown {
  const said = decision.settings.map(spoken).filter((settings) => Object.keys(settings).length > 0)
  return said.length === 0 ? 'none' : said.length === 1 ? said[0] : said
}

function spoken({ mirrors, responseHeaders, cors, ...settings }: ActionSettings): object {
  return {
    ...settings,
    ...(mirrors.length === 0 ? {} : { mirrors }),
    ...(responseHeaders.length === 0 ? {} : { responseHeaders }),
    ...(cors === undefined ? {} : { cors: JSON.parse(cors) as unknown }),
  }
}
