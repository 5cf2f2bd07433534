import type { Translation } from '../translation.ts'
import { positionText } from './findings-text.ts'
import { type Paint, plain } from './paint.ts'

/** Each document that holds nothing to translate, with its place and the reason. */
export function skippedText(translation: Translation, paint: Paint = plain): string {
  return translation.input.skipped.map(({ span, detail }) => paint.dim(`skipped ${positionText(span)}: ${detail}\n`)).join('')
}

/** The account of documents: one line that adds up, and what the user vouched for. */
export function accountText(translation: Translation): string {
  const { read, translated, kept, removed, skipped } = translation.output.account
  const added = translation.output.added.length
  const line = `documents: ${read} read = ${translated} translated + ${kept} kept + ${removed} removed + ${skipped} skipped; ${added} added\n`
  return translation.options.assume.length === 0 ? line : `${line}assumed: ${translation.options.assume.join(', ')}\n`
}
