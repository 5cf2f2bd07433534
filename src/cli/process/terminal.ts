import { forLogs } from '../../report/escape/log.ts'
import type { Format, Style } from '../../report/format.ts'
import { marked, type Paint, plain } from '../../report/paint.ts'
import { printReport, safeText } from '../../report/printed.ts'
import { OutputError } from './errors.ts'

/** Where a command writes: what was asked for on standard output, everything else on standard error. */
export interface Terminal {
  /** A report in one of its formats. */
  readonly print: <Report>(format: Format<Report>, report: Report, detail: Style['detail']) => Promise<void>
  /** Text that people read, on standard error; what is not seen in it is written out. */
  readonly note: (text: string) => void
  /** A line that the next one replaces; the empty text removes it. */
  readonly progress: (text: string) => void
  /** Colours for `note`. */
  readonly colors: Paint
  /** True when a user watches standard error, so that progress is welcome. */
  readonly interactive: boolean
  readonly width: number
}

/** Which streams could not be written to, and why; both are shared by all runs in one process. */
const failures = new Map<NodeJS.WriteStream, string>()

/**
 * A reader that goes away (`| head`) is not a fault: what it does not want is not written. Any other failure of a stream, such as a
 * full disk behind `>`, is kept for `streamFailure`.
 */
export function watchStreams(): void {
  failures.clear()
  for (const stream of [process.stdout, process.stderr])
    if (stream.listenerCount('error', noticeOf(stream)) === 0) stream.on('error', noticeOf(stream))
}

const notices = new Map<NodeJS.WriteStream, (error: NodeJS.ErrnoException) => void>()

function noticeOf(stream: NodeJS.WriteStream): (error: NodeJS.ErrnoException) => void {
  const notice = notices.get(stream) ?? ((error) => void keep(stream, error))
  notices.set(stream, notice)
  return notice
}

function keep(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && !failures.has(stream)) failures.set(stream, reasonOf(error))
}

/** The sentence for a stream that could not be written to, once everything was given to both. */
export async function streamFailure(): Promise<string | undefined> {
  for (const [stream, name] of [
    [process.stdout, 'standard output'],
    [process.stderr, 'standard error'],
  ] as const) {
    await flushed(stream)
    const reason = failures.get(stream)
    if (reason !== undefined) return `${name} cannot be written: ${reason}`
  }
  return undefined
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve()
    else stream.write('', () => resolve())
  })
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'there is no space left on the device' : (code ?? message)
}

/** The process's own streams. Colour needs a terminal and no `NO_COLOR`; a reader that goes away ends the writing quietly. */
export function processTerminal(color: boolean): Terminal {
  const colored = color && process.env.NO_COLOR === undefined && (process.stderr.isTTY === true || process.env.FORCE_COLOR !== undefined)
  const paint = colored ? marked : plain
  return {
    print: (format, report, detail) => written(process.stdout, printed(format, report, detail, paint)),
    note: (text) => void process.stderr.write(safeText(text, { paint })),
    progress: (text) => void process.stderr.write(`\r\u001b[K${forLogs(text)}`),
    colors: paint,
    interactive: process.stderr.isTTY === true,
    width: process.stderr.columns ?? 100,
  }
}

/** Colours and columns are for a terminal on standard output. */
function printed<Report>(format: Format<Report>, report: Report, detail: Style['detail'], paint: Paint): string {
  const watched = process.stdout.isTTY === true
  const style: Style = watched ? { detail, paint, width: process.stdout.columns } : { detail }
  const text = printReport(format, report, style)
  // Manifests keep their bytes on the way to a file or a program; a terminal gets no raw control characters.
  return watched && format.as === 'data' ? forLogs(text) : text
}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: NodeJS.ErrnoException | null): void => {
      stream.off('error', done)
      if (error === null || error === undefined || error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') resolve()
      else reject(new OutputError(`standard output cannot be written: ${reasonOf(error)}`))
    }
    stream.once('error', done)
    stream.write(text, done)
  })
}
