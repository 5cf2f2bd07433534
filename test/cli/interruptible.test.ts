import { afterEach, expect, test, vi } from 'vitest'
import { interruptible } from '../../src/cli/process/interruptible.ts'
import { filesBelow, runCli, workIn } from './run-cli.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test('a signal is told to the work, and ends the process when the work has tidied up', async () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
  const listeners = process.listenerCount('SIGTERM')
  const heard = await interruptible(async (interrupted) => {
    const early = interrupted()
    process.emit('SIGTERM', 'SIGTERM')
    expect(kill).not.toHaveBeenCalled()
    return [early, interrupted()]
  })
  expect(heard).toEqual([false, true])
  expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGTERM')
  expect(process.listenerCount('SIGTERM')).toBe(listeners)
})

test('convert that is interrupted while it writes leaves the tree as it was, and says so', async () => {
  const folder = workIn('shop')
  const before = filesBelow(folder)
  // What is said after the signal is not seen: the process ends by it.
  vi.spyOn(process, 'kill').mockImplementation(() => {
    process.stderr.write('the end\n')
    return true
  })
  const { on } = process
  // The signal comes as soon as a handler listens: while files are written.
  vi.spyOn(process, 'on').mockImplementation((event, listener) => {
    on.call(process, event, listener)
    if (event === 'SIGINT') setImmediate(() => process.emit('SIGINT', 'SIGINT'))
    return process
  })
  for (const where of [['--in-place'], ['--output-dir', 'out'], ['--report', 'json=a.json'], ['--write-accept', 'known.yaml']]) {
    const { code, stderr } = await runCli('convert', 'shop', '--to', 'ambient', ...where)
    expect(code).toBe(2)
    expect(stderr).toMatch(/unsidecar: interrupted; nothing was changed\nthe end\n$/)
    expect(filesBelow(folder)).toEqual(before)
  }
})
