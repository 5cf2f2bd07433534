import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageLike } from './package-like.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-disk-'))

let binary = ''

beforeAll(async () => {
  binary = await packageLike(folder)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a script in a file system of its own, of 256 KiB; undefined where the system does not let a user mount one. */
function onSmallDisk(script: string): { readonly stdout: string; readonly stderr: string } | undefined {
  const disk = mkdtempSync(join(folder, 'disk-'))
  const whole = `mount -t tmpfs -o size=256k,mode=755 tmpfs ${disk} && cd ${disk} && command -v setpriv > /dev/null && echo mounted || exit 1\n${script}`
  const { stdout, stderr } = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', whole], { encoding: 'utf8' })
  return stdout?.startsWith('mounted\n') ? { stdout: stdout.slice('mounted\n'.length), stderr } : undefined
}

/** Whether a user can mount a file system here; where not, what follows is skipped. */
const mountable = onSmallDisk('true') !== undefined

/** All files but the one that fills the disk, with their contents. */
const listing = `find . -type f ! -name filler -exec cksum {} + | sort`

/** The conversion of the example, as a user without the rights of root where `as` says so. */
const asRun = (args: string, as = '') => `${as} ${process.execPath} ${binary} convert in --to ambient -q ${args} >&2`

/** What the program says and leaves, on a disk that holds the example and was then prepared. */
function convertOn(prepared: string, args: string, as = '') {
  const put = `cp -r ${process.cwd()}/examples/shop in\n${prepared}\nbefore=$(${listing})`
  return onSmallDisk(`${put}\n${asRun(args, as)}\necho "code $?"\n[ "$before" = "$(${listing})" ] && echo as before`)
}

/** As root without the capabilities of root: permissions count then. */
const asUser = 'setpriv --bounding-set=-all --inh-caps=-all'

/** One page is left: the first temporary file fits, and no other. */
const full = 'cat /dev/zero > filler 2> /dev/null; truncate -s -4096 filler'

const disks = [
  ['full', full, 'there is no space left on the disk', ''],
  ['read-only', 'mount -o remount,ro .', 'the file system is read-only', ''],
  ['without permission', 'chmod 500 . in', 'permission denied', asUser],
] as const

const alone = ['--in-place', '-o json --report markdown=report.md']
const writes = [...alone, '-d out', '-d out --report json=report.json --write-accept known.yaml']

const cases = disks.flatMap(([name, prepared, sentence, as]) =>
  (name === 'full' ? writes : alone).map((args) => ({ name, prepared, sentence, as, args })),
)

describe.skipIf(!mountable)('a disk that is', () => {
  test.for(cases)('$name leaves everything as it was, and says why: $args', { timeout: 60_000 }, ({ prepared, sentence, as, args }) => {
    const ended = convertOn(prepared, args, as)!
    expect(ended.stdout).toBe('code 2\nas before\n')
    expect(ended.stderr).toContain(`cannot be written: ${sentence}; nothing was changed, `)
    expect(ended.stderr).not.toMatch(/^\s+at |Error:/m)
  })

  test('full does not make the next run, with room, refuse', { timeout: 60_000 }, () => {
    const ended = convertOn(`${full}\n${asRun('--in-place')}\nrm filler`, '--in-place')!
    expect(ended.stderr).toContain('there is no space left on the disk')
    expect(ended.stdout).toBe('code 0\n')
  })
})

test.skipIf(!existsSync('/dev/full'))('a standard output that is full is no stack trace', { timeout: 60_000 }, () => {
  for (const format of ['yaml', 'json']) {
    const script = `${process.execPath} ${binary} convert examples/shop --to ambient -q -o ${format} > /dev/full`
    const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' })
    expect([format, status, stderr]).toEqual([format, 2, expect.stringMatching(/^unsidecar: .*no space left.*\n$/m)])
    expect(stderr).not.toMatch(/^\s+at /m)
  }
})
