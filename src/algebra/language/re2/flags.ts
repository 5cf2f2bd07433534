/** Flags of a part of a pattern; what `U` changes (which repetitions are lazy) changes no language. */
export interface Flags {
  readonly ignoreCase: boolean
  readonly dotAll: boolean
  readonly multiline: boolean
}

export const noFlags: Flags = { ignoreCase: false, dotAll: false, multiline: false }

/** Flags after `(?on-off)`. */
export function withFlags(flags: Flags, on: string, off: string): Flags {
  const value = (letter: string, current: boolean): boolean => (off.includes(letter) ? false : on.includes(letter) ? true : current)
  return { ignoreCase: value('i', flags.ignoreCase), dotAll: value('s', flags.dotAll), multiline: value('m', flags.multiline) }
}
