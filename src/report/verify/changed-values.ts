import type { ActionSettings } from '../../model/action.ts'
import type { Branch, Decision } from '../../model/verdict.ts'
import type { Difference } from '../../verify/comparison.ts'
import { headerLines, visible } from '../decision/request-text.ts'
import { settingsTexts } from '../decision/settings-text.ts'
import { answerText, branchText, shareText } from '../decision/text.ts'

/** One thing in which a rerouted request comes out otherwise, with what it is on both sides; empty where there is nothing of the kind. */
export interface ChangedValues {
  readonly what: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** What a difference says that it differs in, such as `mirrors`, with the values of its witness on both sides. */
export function changedValues({ changed, witness }: Difference): readonly ChangedValues[] {
  if (witness === undefined) return []
  return changed.map((what) => ({ what, before: valuesOf(what, witness.before), after: valuesOf(what, witness.after) }))
}

/** `mirrors 1% to Service shop/cart:80 before, nothing after`. */
export function changedText({ what, before, after }: ChangedValues): string {
  const side = (values: readonly string[]): string => (values.length === 0 ? 'nothing' : values.join('; '))
  return `${what}: ${side(before)} before, ${side(after)} after`
}

const none: ActionSettings = { mirrors: [], responseHeaders: [] }

const settings: Readonly<Record<string, (one: ActionSettings) => ActionSettings>> = {
  timeout: ({ timeoutMs }) => (timeoutMs === undefined ? none : { ...none, timeoutMs }),
  retries: ({ retries }) => (retries === undefined ? none : { ...none, retries }),
  mirrors: ({ mirrors }) => ({ ...none, mirrors }),
  fault: ({ fault }) => (fault === undefined ? none : { ...none, fault }),
  CORS: ({ cors }) => (cors === undefined ? none : { ...none, cors }),
  'response headers': ({ responseHeaders }) => ({ ...none, responseHeaders }),
}

function valuesOf(what: string, decision: Decision): readonly string[] {
  const only = settings[what]
  const texts = only === undefined ? decision.branches.flatMap((branch) => branchValues(what, branch)) : settingsOf(decision, only)
  return [...new Set(what === 'answer' && decision.answer !== undefined ? [answerText(decision.answer)] : texts)]
}

function settingsOf(decision: Decision, only: (one: ActionSettings) => ActionSettings): readonly string[] {
  return decision.settings.flatMap((one) => settingsTexts(only(one)))
}

function branchValues(what: string, branch: Branch): readonly string[] {
  switch (what) {
    case 'destination':
      return [branchText(branch)]
    case 'weights':
      return [`${branchText(branch)} (${shareText(branch.share)})`]
    case 'path':
      return branch.received === undefined ? [] : [visible(branch.received.target)]
    case 'authority':
      return branch.received === undefined ? [] : [visible(branch.received.authority)]
    case 'headers':
      return headerLines(branch.received?.headers ?? {})
    default:
      return []
  }
}
