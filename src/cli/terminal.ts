import { createColors } from 'picocolors'

export type Colors = ReturnType<typeof createColors>

/** Where a command writes: data on standard output, everything else on standard error. */
export interface Terminal {
  readonly data: (text: string) => Promise<void>
  readonly note: (text: string) => void
  readonly colors: Colors
  /** True when somebody watches standard error, so that progress is welcome. */
  readonly interactive: boolean
  readonly width: number
}

/** A reader that goes away (`| head`) is no fault of anybody: what it does not want is not written. */
export function quietOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    if (stream.listenerCount('error', ignoreBrokenPipe) === 0) stream.on('error', ignoreBrokenPipe)
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** The process's own streams. Colour needs a terminal and no `NO_COLOR`; a reader that goes away ends the writing quietly. */
export function processTerminal(color: boolean): Terminal {
  const colored = color && process.env.NO_COLOR === undefined && (process.stderr.isTTY === true || process.env.FORCE_COLOR !== undefined)
  return {
    data: (text) => written(process.stdout, text),
    note: (text) => void process.stderr.write(text),
    colors: createColors(colored),
    interactive: process.stderr.isTTY === true,
    width: process.stderr.columns ?? 100,
  }
}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => {
      stream.off('error', done)
      if (error === null || error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE') resolve()
      else reject(error)
    }
    stream.once('error', done)
    stream.write(text, done)
  })
}
