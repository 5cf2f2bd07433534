import type { OnTrying } from '../../estimate/decisions.ts'
import type { Terminal } from './terminal.ts'

/** Runs work that tries decisions by translating again, and shows on a terminal which of them it is at. */
export function showingTrials<T>(terminal: Terminal, work: (onTrying: OnTrying) => T): T {
  if (!terminal.interactive) return work(() => {})
  try {
    return work((number, of) => terminal.progress(`trying decision ${number} of ${of}…`))
  } finally {
    terminal.progress('')
  }
}
