const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs work that a signal must not cut in half: the work asks `interrupted` between its steps and tidies up by itself. Then the signal does
 * what it does to every process, so that shells and make see it.
 */
export async function interruptible<T>(work: (interrupted: () => boolean) => Promise<T>): Promise<T> {
  let heard: NodeJS.Signals | undefined
  const listener = (signal: NodeJS.Signals): void => {
    heard ??= signal
  }
  for (const signal of signals) process.on(signal, listener)
  try {
    return await work(() => heard !== undefined)
  } finally {
    for (const signal of signals) process.off(signal, listener)
    if (heard !== undefined) process.kill(process.pid, heard)
  }
}
