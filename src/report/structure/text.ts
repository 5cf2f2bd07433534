import { oneLine } from '../../diagnostics/printable.ts'
import { amountText } from '../findings/text.ts'
import type { ChangedObject, Structure } from './structure.ts'
import type { LeafValue, ValueChange } from './value-changes.ts'

/** Characters of a value that are shown before the rest is only counted. */
const longest = 160

/** `AuthorizationPolicy shop/catalog (edited, 3 values)`. */
export function changedObjectTitle({ object, status, changes }: ChangedObject): string {
  return `${object} (${status}, ${amountText(changes.length, 'value')})`
}

/** One line for each change, which begins with `+`, `-`, `~` or `→`. */
export function valueChangeLine(change: ValueChange): string {
  const { path } = change
  switch (change.change) {
    case 'added':
      return `+ ${oneLine(path)}: ${leafText(change.after)}`
    case 'removed':
      return `- ${oneLine(path)}: ${leafText(change.before)}`
    case 'changed':
      return `~ ${oneLine(path)}: ${leafText(change.before)} → ${leafText(change.after)}`
    case 'reordered':
      return `~ ${oneLine(path)}: the same items in another order`
    case 'moved':
      return `→ ${oneLine(path)} is now ${change.object === undefined ? '' : `${oneLine(change.object)} `}${oneLine(change.to)}: ${leafText(change.value)}`
  }
}

/** What has no paths: files that were not read, and files that mean the same. */
export function structureNotes({ unread, spelling }: Structure): string[] {
  const named = (paths: readonly string[]): string =>
    paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ')
  return [
    ...(unread.length === 0 ? [] : [`not compared by path, because not read: ${named(unread)}`]),
    ...(spelling.length === 0 ? [] : [`other spelling, order or comments alone: ${named(spelling)}`]),
  ]
}

/** A text as YAML has it where that is the same word, otherwise in quotes. */
function leafText(value: LeafValue): string {
  const text = oneLine(typeof value === 'string' && isPlain(value) ? value : (JSON.stringify(value) ?? 'absent'))
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length - longest} more characters)`
}

/** Whether a text is a plain scalar of YAML that is read as a text. */
function isPlain(text: string): boolean {
  const otherType = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i.test(text) || !Number.isNaN(Number(text))
  return !otherType && /^[\w/.*][\w./:*@ -]*$/.test(text) && !text.includes(': ')
}
