import { type Choice, decisionTitle, outcomeShortName } from '../../estimate/choice/choice.ts'
import type { ChoiceOutcome, ChoiceRow } from '../../estimate/choice/row.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import type { Range } from '../../estimate/range.ts'
import { estimateComparisonJson } from './comparison-json.ts'
import type { EstimateReport } from './report.ts'
import { type Traced, tracedIn } from './traced.ts'

/**
 * A decision record in Markdown, filled in with the numbers of this mesh. Each number has a footnote with its place in
 * `estimate -o json` of all targets; numbers of practitioners stand beside their source.
 */
export function estimateAdr(report: EstimateReport): string {
  const { estimates, choice } = report.decide()
  const traced = tracedIn(JSON.parse(JSON.stringify(estimateComparisonJson({ estimates, choice }))))
  const first = estimates[0]!
  const chosen = estimates.find(({ target }) => target === choice.decision)
  return [
    `# Data plane of the mesh: ${decisionTitle(choice)}`,
    `- Status: proposed\n- Date: ${report.today}\n- Review: ${halfAYearAfter(report.today)}, or at a trigger event below`,
    '## Context',
    context(first, traced),
    '## Decision',
    decisionText(choice),
    '## Rationale',
    matrix(choice, traced),
    ...(choice.asked.length === 0
      ? []
      : [`Not known, and asked for:\n\n${choice.asked.map((one) => `- \`${one.replace(': ', '`: ')}`).join('\n')}`]),
    '## Consequences',
    chosen === undefined ? withoutTarget(choice, first, traced) : consequences(chosen, traced),
    '## Cost of going back',
    reversal(choice.decision, chosen ?? first, traced),
    '## Alternatives',
    choice.outcomes
      .filter(({ outcome }) => outcome !== choice.decision)
      .map(({ outcome, title }) => alternative(outcome, title, choice.rows))
      .join('\n'),
    '## Trigger events',
    triggers,
    '## Where the numbers are',
    `Pointers into \`unsidecar estimate ${estimates.map(({ target }) => `--to ${target}`).join(' ')} -o json\` of the same input.`,
    traced.footnotes().join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

const triggers = [
  '- a target supports what is held on sidecars today (`unsidecar capabilities`)',
  '- the network plugin or the kernel of the nodes changes',
  '- an auditor asks how the identity of clients is proved',
  '- the number of policies or Services passes one of the lines above',
].join('\n')

function context({ target, inventory }: Estimate, traced: Traced): string {
  const at = `/estimates/${target}`
  const planes = inventory.planes.map(({ what }, index) => `${what}: ${traced.number(`${at}/inventory/planes/${index}/evidence`)}`)
  const beside = inventory.beside.map(({ what }, index) => `${what} (${traced.number(`${at}/inventory/beside/${index}/evidence`)})`)
  return [
    `Resources in the input: ${traced.number(`${at}/account/read`)}.`,
    planes.length === 0 ? 'It shows no workloads.' : `Workloads, ${planes.join('; ')}.`,
    ...(beside.length === 0 ? [] : [`Beside the mesh, the migration touches ${beside.join(', ')}.`]),
  ].join('\n')
}

function decisionText({ decision, outcomes, nothing }: Choice): string {
  if (nothing === true) return 'Nothing changes: the input has nothing to migrate.'
  const best = outcomes.find(({ outcome }) => outcome === decision)
  if (best === undefined || best.ruledOut || (decision === 'stay' && outcomes.every((one) => one.ruledOut || one === best)))
    return 'The mesh stays on sidecars: everything else is ruled out.'
  if (best.favoured === 0) return 'The mesh stays on sidecars: no row of the matrix favours anything that is not ruled out.'
  const equal = outcomes.filter((one) => one !== best && !one.ruledOut && one.favoured === best.favoured)
  const said =
    equal.length === 0
      ? 'More rows of the matrix favour it than any other outcome'
      : `As many rows of the matrix favour it as favour "${equal.map(({ title }) => title).join('" and "')}", and the sum of its points is the lowest`
  return `The proposal is: ${best.title}. ${said}, and none rules it out.`
}

function matrix({ rows }: Choice, traced: Traced): string {
  if (rows.length === 0) return 'No question arises.'
  const names = (outcomes: readonly ChoiceOutcome[]): string => outcomes.map(outcomeShortName).join(', ')
  return [
    '| Question | Answer | Favours | Rules out | Reason |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ question, answer, from, favours, rulesOut, reason, source }) =>
      [
        '',
        question,
        `${answer}${traced.marks(from)}`,
        names(favours),
        names(rulesOut),
        `${reason}${source === undefined ? '' : ` (source: ${source})`}`,
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ].join('\n')
}

function consequences({ target, moves, inventory, cost, effort }: Estimate, traced: Traced): string {
  const at = `/estimates/${target}`
  const number = (path: string): string => traced.number(`${at}/${path}`)
  const range = (path: string, { low, high }: Range): string =>
    low === high ? number(`${path}/low`) : `${number(`${path}/low`)} to ${number(`${path}/high`)}`
  const proxies = cost.after.map(({ what, each, total }, index) => {
    const path = `cost/after/${index}/${total === undefined ? 'each/value' : 'total'}`
    const { cpu, memory } = total ?? each.value
    const whole = total === undefined ? 'each node asks for' : 'all of them ask for'
    return `- Proxies, ${what}: ${whole} ${range(`${path}/cpu`, cpu)} thousandths of a CPU and ${range(`${path}/memory`, memory)} MiB (source: ${each.source}).`
  })
  return [
    `- Of ${moves}, ${number('readiness/all')} in all: ${number('readiness/today')} can move today, ${number('readiness/afterDecision')} after a decision, and ${number('readiness/stays')} stay.`,
    `- Pending decisions: ${number('decisions')}.`,
    `- Points that are left to people: ${range('effort/points', effort.points)}; resources that the tool writes, edits or removes: ${number('effort/removed/resources')}.`,
    `- Workloads that restart: ${number('inventory/restarts/workloads')}, with pods that the input counts: ${number('inventory/restarts/pods')}.`,
    `- Resources that need rules about HTTP: ${number('inventory/http')}; waypoints after all decisions: ${number('inventory/waypoints/afterDecisions')}.`,
    ...proxies,
    ...(inventory.restarts.uncounted === 0 ? [] : [`- Workloads whose pods are not counted: ${number('inventory/restarts/uncounted')}.`]),
    `- Confidence is ${effort.confidence.level}${effort.confidence.missing.length === 0 ? '' : `; parts that are missing: ${number('effort/confidence/missing')}, which the estimate names`}.`,
    `- Not counted: ${effort.notCounted.join(', ')}.`,
  ].join('\n')
}

function withoutTarget({ decision, nothing }: Choice, { target, kinds }: Estimate, traced: Traced): string {
  const at = `/estimates/${target}`
  if (nothing === true) return '- The record is read again when workloads join a mesh.'
  if (decision === 'stay')
    return `- Sidecars go on asking for what they ask for; kinds of requests in the report: ${traced.number(`${at}/cost/before`)}.\n- The record is read again at its date.`
  const policies = kinds.findIndex(({ kind }) => kind === 'AuthorizationPolicy')
  return [
    policies < 0
      ? '- There are no AuthorizationPolicies whose place NetworkPolicies would take.'
      : `- NetworkPolicies take the place of AuthorizationPolicies, which are written again by hand: ${traced.number(`${at}/kinds/${policies}/total`)}.`,
    '- Connections between pods are no longer encrypted or proved by the mesh.',
    '- Metrics and traces of proxies are gone.',
  ].join('\n')
}

function reversal(decision: ChoiceOutcome, { target }: Estimate, traced: Traced): string {
  const at = `/estimates/${target}`
  if (decision === 'stay') return 'Nothing changes, so that nothing has to go back.'
  if (decision === 'network-policy')
    return `The control plane is installed again and all workloads restart; resources of the mesh and of applications in version control: ${traced.number(`${at}/account/read`)}.`
  return [
    `Labels of enrolment go back as they were, and what the tool touched is applied again from version control: ${traced.number(`${at}/account/translated`)} edited and ${traced.number(`${at}/account/removed`)} removed resources.`,
    `Workloads that restart once more: ${traced.number(`${at}/inventory/restarts/workloads`)}.`,
  ].join('\n')
}

function alternative(outcome: ChoiceOutcome, title: string, rows: readonly ChoiceRow[]): string {
  const against = rows.filter(({ rulesOut }) => rulesOut.includes(outcome)).map(({ question }) => question)
  const forIt = rows.filter(({ favours }) => favours.includes(outcome)).map(({ question }) => question)
  const said = [
    ...(against.length === 0 ? [] : [`ruled out by "${against.join('", "')}"`]),
    forIt.length === 0 ? 'favoured by no row' : `favoured by "${forIt.join('", "')}"`,
  ]
  return `- ${title.charAt(0).toUpperCase()}${title.slice(1)}: ${said.join('; ')}.`
}

/** The same day six months later, or the last one of a shorter month. */
function halfAYearAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + 6, 0)).getUTCDate()
  return new Date(Date.UTC(year, month + 5, Math.min(date, last))).toISOString().slice(0, 10)
}
