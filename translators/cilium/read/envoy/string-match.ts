import { RE2JS } from 're2js'
import { type TextMatch, withoutCase } from '../../../../src/model/predicate.ts'
import type { Message } from '../../../envoy/message.ts'

/** A StringMatcher: one kind of comparison, and whether case counts (envoy:api/envoy/type/matcher/v3/string.proto). */
export function readStringMatcher(message: Message): TextMatch | undefined {
  const match = comparison(message)
  const ignoreCase = message.flag('ignoreCase') === true
  if (match === undefined || (ignoreCase && match.op === 'regex')) message.isOdd()
  message.done()
  return match === undefined || !ignoreCase ? match : withoutCase(match)
}

function comparison(message: Message): TextMatch | undefined {
  for (const op of ['exact', 'prefix', 'suffix'] as const) if (message.has(op)) return { op, value: message.text(op) ?? '' }
  if (message.has('contains')) return { op: 'regex', value: `.*${RE2JS.quote(message.text('contains') ?? '')}.*` }
  return message.has('safeRegex') ? { op: 'regex', value: readPattern(message.message('safeRegex')) } : undefined
}

/** A RegexMatcher, which has to match the whole text. */
export function readPattern(message: Message | undefined): string {
  const pattern = message?.text('regex')
  if (pattern === undefined) message?.isOdd()
  message?.ignore('googleRe2').done()
  return pattern ?? ''
}
