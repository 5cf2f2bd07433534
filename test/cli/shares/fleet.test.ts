import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { packageLike } from '../package-like.ts'

const folder = mkdtempSync(join(tmpdir(), 'unsidecar-fleet-'))
let binary = ''

beforeAll(async () => {
  binary = await packageLike(join(folder, 'package'))
  mkdirSync(join(folder, 'programs'))
  symlinkSync(binary, join(folder, 'programs/unsidecar'))
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A folder such as the claim `mesh-review` is, or a checkout. */
function workplace(name: string): string {
  const work = join(folder, name)
  cpSync('examples/shop', join(work, 'manifests'), { recursive: true })
  symlinkSync(join(folder, 'package'), join(work, '.unsidecar'))
  return work
}

/** Runs a line of a shell as a pod or a step does, in a process of its own. */
function shell(cwd: string, line: string, variables: Record<string, string> = {}): Promise<{ code: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const PATH = `${join(folder, 'programs')}${delimiter}${process.env.PATH}`
    const child = spawn('sh', ['-c', line], { cwd, env: { ...process.env, PATH, ...variables }, stdio: ['ignore', 'pipe', 'ignore'] })
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.on('close', (code) => resolve({ code, stdout }))
  })
}

interface Job {
  readonly spec: {
    readonly completions: number
    readonly template: {
      readonly spec: {
        readonly containers: readonly [{ readonly args: readonly [string]; readonly env: readonly { name: string; value: string }[] }]
      }
    }
  }
}

const jobOf = (file: string): Job => parse(readFileSync(join('examples/fleet', file), 'utf8')) as Job
const containerOf = (file: string) => jobOf(file).spec.template.spec.containers[0]

test('the pods of the Indexed Job, all at once, and the report after them', async () => {
  const work = workplace('job')
  const { args, env } = containerOf('indexed-job.yaml')
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value]))
  const { completions } = jobOf('indexed-job.yaml').spec
  expect(variables.OF).toBe(String(completions))
  const pods = Array.from({ length: completions }, (_, at) => shell(work, args[0], { ...variables, JOB_COMPLETION_INDEX: String(at) }))
  expect((await Promise.all(pods)).map(({ code }) => code)).toEqual(pods.map(() => 0))
  const report = await shell(work, containerOf('report-job.yaml').args[0])
  expect(report).toEqual(await shell(work, 'unsidecar verify manifests --to ambient -o markdown'))
  expect(report.stdout).toContain('0 wider')
}, 300_000)

interface Workflow {
  readonly env: { readonly OF: number }
  readonly jobs: Record<
    'share' | 'report',
    {
      readonly steps: readonly { name?: string; run?: string }[]
      readonly strategy?: { readonly matrix: { readonly share: readonly number[] } }
    }
  >
}

test('the matrix of GitHub', async () => {
  const work = workplace('matrix')
  const { env, jobs } = parse(readFileSync('examples/fleet/github-matrix.yml', 'utf8')) as Workflow
  const line = (job: 'share' | 'report', step: string): string => jobs[job].steps.find(({ name }) => name === step)!.run!
  const shares = jobs.share.strategy!.matrix.share
  expect(shares).toEqual(Array.from({ length: env.OF }, (_, at) => at + 1))
  for (const share of shares) {
    expect(await shell(work, line('share', 'compare'), { SHARE: String(share), OF: String(env.OF) })).toEqual({ code: 0, stdout: '' })
  }
  writeFileSync(join(work, 'summary.md'), '')
  expect(await shell(work, line('report', 'report'), { GITHUB_STEP_SUMMARY: join(work, 'summary.md') })).toEqual({ code: 0, stdout: '' })
  expect(readFileSync(join(work, 'summary.md'), 'utf8')).toBe(
    (await shell(work, 'unsidecar verify manifests --to ambient -o markdown')).stdout,
  )
}, 300_000)
