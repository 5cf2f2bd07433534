import { definitionOf } from '../../diagnostics/catalogue.ts'
import { type Paint, plain } from '../paint.ts'

/** What a code means, why it is so, and the way out; undefined for a code that does not exist. */
export function explainText(code: string, paint: Paint = plain): string | undefined {
  const definition = definitionOf(code)
  if (definition === undefined) return undefined
  const { severity, title, why, help, example, fate } = definition
  const parts = [`${paint.bold(code)} (${severity}): ${title}`, why, `${paint.bold('What to do')}: ${help}`]
  if (fate !== undefined) parts.push(`${paint.bold('Fate')} of the value it points at: ${fate}`)
  if (example !== undefined) parts.push(`${paint.bold('Example')}:\n\n${example.replace(/^/gm, '  ')}`)
  return `${parts.join('\n\n')}\n`
}
