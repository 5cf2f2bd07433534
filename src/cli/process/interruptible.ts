import { InterruptedError } from '../../manifest/disk/discover.ts'
import { OutputError } from './errors.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs work that a signal must not cut in half: the work asks `interrupted` between its steps and tidies up by itself. Then the signal does
 * what it does to every process, so that shells and make see it; work that stopped for it is said first.
 */
export async function interruptible<T>(work: (interrupted: () => boolean) => Promise<T>): Promise<T> {
  let heard: NodeJS.Signals | undefined
  const listener = (signal: NodeJS.Signals): void => {
    heard ??= signal
  }
  for (const signal of signals) process.on(signal, listener)
  try {
    const done = await work(() => heard !== undefined)
    if (heard !== undefined) endBy(heard, listener)
    return done
  } catch (error) {
    throw error instanceof InterruptedError ? new OutputError('interrupted; nothing was changed', heard) : error
  } finally {
    for (const signal of signals) process.off(signal, listener)
  }
}

function endBy(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): void {
  process.off(signal, listener)
  process.kill(process.pid, signal)
}
