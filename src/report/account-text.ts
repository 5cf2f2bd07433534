import type { Translation } from '../translation.ts'
import { positionText } from './findings-text.ts'
import { type Paint, plain } from './paint.ts'

/** The account of documents: one line that adds up, and each skipped document with its place and the reason. */
export function accountText(translation: Translation, paint: Paint = plain): string {
  const { read, translated, kept, removed, skipped } = translation.output.account
  const added = translation.output.added.length
  const lines = [
    `documents: ${read} read = ${translated} translated + ${kept} kept + ${removed} removed + ${skipped} skipped; ${added} added`,
  ]
  for (const { span, detail } of translation.input.skipped) lines.push(paint.dim(`  skipped ${positionText(span)}: ${detail}`))
  if (translation.options.assume.length > 0) lines.push(`assumed: ${translation.options.assume.join(', ')}`)
  return lines.map((line) => `${line}\n`).join('')
}
