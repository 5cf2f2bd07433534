import { resourceAccount } from '../../account/resources.ts'
import type { Translation } from '../../translation.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, positionText } from '../findings/text.ts'
import { type Paint, plain } from '../paint.ts'

/** Each document that holds nothing to translate, with its place and the reason. */
export function skippedText(translation: Translation, paint: Paint = plain): string {
  return textLines(translation.input.skipped.map(({ span, detail }) => paint.dim(`skipped ${positionText(span)}: ${detail}`)))
}

/** The account of resources: one line that adds up, and what the user vouched for. */
export function accountText(translation: Translation): string {
  const { read, translated, kept, removed, unread, added } = resourceAccount(translation)
  const parts = [`${translated} translated`, `${kept} kept`, `${removed} removed`, ...(unread === 0 ? [] : [`${unread} unread`])]
  // Documents whose resource is not valid count as unread resources.
  const skipped = translation.input.skipped.filter(({ reason }) => reason !== 'invalid').length
  const rest = [`${added} added`, ...(skipped === 0 ? [] : [`${amountText(skipped, 'document')} skipped`])]
  const line = `resources: ${read} read = ${parts.join(' + ')}; ${rest.join('; ')}\n`
  return translation.options.assume.length === 0 ? line : `${line}assumed: ${translation.options.assume.join(', ')}\n`
}
