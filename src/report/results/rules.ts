import { definitionOf } from '../../diagnostics/catalogue.ts'
import type { Level } from './result.ts'

/** What a kind of result means. */
export interface ResultRule {
  readonly id: string
  /** Whether it is of the catalogue of findings, or of what comparing finds. */
  readonly of: 'finding' | 'comparison'
  readonly title: string
  readonly why: string
  readonly help: string
  readonly level: Level
}

const comparing: Readonly<Record<string, Omit<ResultRule, 'id' | 'of'>>> = {
  wider: {
    title: 'Requests that were denied are allowed',
    why: 'The rules that decide the request on both sides are named with it, and the request can be asked again with `unsidecar trace`.',
    help: 'Change the policy that opens it, or accept exactly this difference with a reason and a last day (`--accept`).',
    level: 'error',
  },
  narrower: {
    title: 'Requests that were allowed are denied',
    why: 'The rules that decide the request on both sides are named with it.',
    help: 'Ask whether these clients still send such requests; if so, allow them, or keep the workload where it is.',
    level: 'warning',
  },
  rerouted: {
    title: 'Requests arrive elsewhere, or changed in another way',
    why: 'The request is allowed on both sides; the values that differ are named with it.',
    help: 'Compare the routes on both sides.',
    level: 'warning',
  },
  undetermined: {
    title: 'The input does not decide these requests',
    why: 'What is not known is never counted as equal.',
    help: 'Add to the input what is named.',
    level: 'note',
  },
  identified: {
    title: 'Requests pass only because their client has an identity now',
    why: 'Clients on sidecars have no identity on connections that their proxy knows no Service for (PassthroughCluster).',
    help: 'Nothing, if policies name these clients on purpose.',
    level: 'note',
  },
  expectation: {
    title: 'A request does not come out as expected',
    why: 'The requests and their verdicts stand in the file that `--expect` names.',
    help: 'Change the policies, or what is expected.',
    level: 'error',
  },
  unread: {
    title: 'Part of the input was not read',
    why: 'The comparison knows nothing of what it decides.',
    help: 'Make it readable, or vouch for it with `--assume unread-reviewed`.',
    level: 'error',
  },
}

/** The rule of a result: of the catalogue of findings, or of what comparing finds. */
export function resultRule(id: string): ResultRule {
  const own = comparing[id]
  if (own !== undefined) return { id, of: 'comparison', ...own }
  const definition = definitionOf(id)
  if (definition === undefined) return { id, of: 'finding', title: id, why: id, help: id, level: 'warning' }
  const { title, why, help, severity } = definition
  return { id, of: 'finding', title, why, help, level: severity === 'info' ? 'note' : severity }
}
