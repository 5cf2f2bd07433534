import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What a program said, and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export function run(folder: string, program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environment } })
  return { code: status, stdout, stderr }
}

export function newFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `unsidecar-${name}-`))
}

export function git(folder: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main']
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

/** A pull request as a runner checks it out: a clone without history, at the merge commit. */
export interface PullRequest {
  readonly checkout: string
  readonly base: string
  /** The payload of its event. */
  readonly event: string
}

/**
 * A repository whose main branch has one folder of `examples` as `manifests`, and a pull request that puts another one there; undefined for none.
 * `alongside` is what the main branch gets after the event was sent.
 */
export function pullRequest(before: string | undefined, after: string | undefined, alongside?: (origin: string) => void): PullRequest {
  const origin = newFolder('origin')
  const checkout = newFolder('checkout')
  git(origin, 'init', '--quiet')
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  writeFileSync(join(origin, 'README.md'), '# shop\n')
  put(origin, before)
  const base = commit(origin, 'base')
  git(origin, 'checkout', '--quiet', '-b', 'change')
  put(origin, after)
  writeFileSync(join(origin, 'README.md'), '# the shop\n')
  commit(origin, 'change')
  git(origin, 'checkout', '--quiet', 'main')
  alongside?.(origin)
  git(origin, 'checkout', '--quiet', '-b', 'merge')
  git(origin, 'merge', '--quiet', '--no-ff', '-m', 'merge', 'change')
  const merge = git(origin, 'rev-parse', 'HEAD')
  git(origin, 'checkout', '--quiet', 'main')
  git(checkout, 'init', '--quiet')
  git(checkout, 'remote', 'add', 'origin', `file://${origin}`)
  git(checkout, 'fetch', '--quiet', '--depth=1', 'origin', merge)
  git(checkout, 'checkout', '--quiet', merge)
  const event = join(checkout, '.git/event.json')
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, base: { sha: base } } }))
  return { checkout, base, event }
}

function put(folder: string, example: string | undefined): void {
  git(folder, 'rm', '-r', '--quiet', '--ignore-unmatch', 'manifests')
  if (example !== undefined) cpSync(resolve('examples', example), join(folder, 'manifests'), { recursive: true })
}

export function commit(folder: string, message: string): string {
  git(folder, 'add', '-A')
  git(folder, 'commit', '--quiet', '-m', message)
  return git(folder, 'rev-parse', 'HEAD')
}

/** `gh` as far as the scripts use it: it answers what a folder has for a path, and keeps what it was sent. */
export function fakeGh(answers: unknown): { readonly path: string; readonly sent: () => { args: string[]; input: string }[] } {
  const folder = newFolder('gh')
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers))
  writeFileSync(join(folder, 'sent.jsonl'), '')
  const program = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs')
const args = process.argv.slice(2)
const input = args.includes('--input') ? readFileSync(0, 'utf8') : ''
appendFileSync(${JSON.stringify(join(folder, 'sent.jsonl'))}, JSON.stringify({ args, input }) + '\\n')
if (!args.includes('--input')) process.stdout.write(readFileSync(${JSON.stringify(join(folder, 'answers.json'))}))
`
  writeFileSync(join(folder, 'bin/gh'), program)
  chmodSync(join(folder, 'bin/gh'), 0o755)
  const lines = (): string[] => readFileSync(join(folder, 'sent.jsonl'), 'utf8').trim().split('\n')
  return { path: join(folder, 'bin'), sent: () => lines().map((line) => JSON.parse(line) as { args: string[]; input: string }) }
}
