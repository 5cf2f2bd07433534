import { RE2JS } from 're2js'

/** Escapes text so that it stands for itself in RE2, as Go's regexp.QuoteMeta does. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

/** Whether a regex matches the whole text; undefined when it does not compile. */
export function matchesWhole(pattern: string, text: string): boolean | undefined {
  try {
    return RE2JS.compile(pattern).matches(text)
  } catch {
    return undefined
  }
}

export function compiles(pattern: string): boolean {
  return matchesWhole(pattern, '') !== undefined
}
