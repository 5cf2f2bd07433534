import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { packageLike } from '../cli/package-like.ts'
import { git, newFolder, pullRequest, run } from './program.ts'

let binary = ''
/** A folder with `unsidecar` for the PATH. */
let programs = ''

beforeAll(async () => {
  const folder = newFolder('hosts')
  binary = await packageLike(folder)
  programs = join(folder, 'programs')
  mkdirSync(programs)
  run(programs, 'ln', ['-s', binary, 'unsidecar'])
}, 180_000)

const path = (): string => `${programs}${delimiter}${process.env.PATH}`

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

const workflows = [
  ...readdirSync('examples/ci').flatMap((name) => (name.startsWith('review') ? [join('examples/ci', name)] : [])),
  'examples/fleet/github-matrix.yml',
]
const stepsOf = (path: string): Step[] => {
  const { jobs } = parse(readFileSync(path, 'utf8')) as { jobs: Record<string, { steps: Step[] }> }
  return Object.values(jobs).flatMap(({ steps }) => steps)
}
const action = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { description: string }>
  outputs: Record<string, { value: string }>
  runs: { using: string; steps: Step[] }
}

describe('the action and the workflows around it', () => {
  const steps = [...action.runs.steps, ...workflows.flatMap(stepsOf)]

  test('pin what they use to a commit', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]))
    expect(used.length).toBeGreaterThan(4)
    expect(used.filter((one) => !/@[0-9a-f]{40}$/.test(one) && one !== 'OWNER/unsidecar@COMMIT')).toEqual([])
  })

  test('put no expression into a script: what an event says comes by the environment', () => {
    expect(steps.filter((step) => step.run?.includes('${{'))).toEqual([])
  })

  test('use each input, and give each output from a step', () => {
    const text = readFileSync('action.yml', 'utf8')
    expect(Object.keys(action.inputs).filter((name) => !text.includes(`inputs.${name} `) && !text.includes(`inputs.${name} }`))).toEqual([])
    const script = readFileSync('action/review.sh', 'utf8')
    const given = Object.values(action.outputs).map(({ value }) => /outputs\.(\w+)/.exec(value)![1]!)
    expect(given.filter((name) => !script.includes(`output ${name} `))).toEqual([])
  })

  test('name scripts that are there and can be run', () => {
    const scripts = steps.flatMap(({ run: text = '' }) => [...text.matchAll(/action\/[\w-]+\.sh/g)].map(([name]) => name))
    expect(scripts.length).toBeGreaterThanOrEqual(4)
    for (const script of scripts) expect(run('.', 'test', ['-x', script]).code, script).toBe(0)
  })
})

test('the job of GitLab starts a shell in the image, whose entrypoint is unsidecar', () => {
  expect(readFileSync('Dockerfile', 'utf8')).toContain('ENTRYPOINT ["unsidecar"]')
  const file = parse(readFileSync('examples/ci/gitlab-ci.yml', 'utf8')) as { 'mesh-review': { image: unknown } }
  expect(file['mesh-review'].image).toEqual({ name: '$UNSIDECAR_IMAGE', entrypoint: [''] })
})

test('the job of GitLab writes what the merge request shows', () => {
  const { checkout, base } = pullRequest('by-hand/before', 'by-hand/after')
  const file = parse(readFileSync('examples/ci/gitlab-ci.yml', 'utf8')) as {
    variables: Record<string, string>
    'mesh-review': { script: string[]; artifacts: { paths: string[]; reports: Record<string, string> } }
  }
  const { script, artifacts } = file['mesh-review']
  const folder = join(newFolder('gitlab'), 'project')
  cpSync(checkout, folder, { recursive: true })
  const environment = { ...file.variables, CI_MERGE_REQUEST_DIFF_BASE_SHA: base, PATH: path() }
  const { code, stderr } = run(folder, 'bash', ['-ec', script.join('\n')], environment)
  expect(code, stderr).toBe(1)
  const report = JSON.parse(readFileSync(join(folder, artifacts.reports.codequality!), 'utf8')) as {
    description: string
    fingerprint: string
    severity: string
    location: { path: string; lines: { begin: number } }
  }[]
  expect(report.map(({ severity, location }) => [severity, location.path])).toEqual([
    ['critical', 'manifests/shop.yaml'],
    ['critical', 'manifests/shop.yaml'],
  ])
  expect(readFileSync(join(folder, artifacts.reports.junit!), 'utf8')).toContain('<testsuites')
  expect(readFileSync(join(folder, artifacts.paths[0]!), 'utf8')).toContain('unsidecar')
  expect(git(folder, 'status', '--porcelain', '--', 'manifests')).toBe('')
})

describe('the hooks of pre-commit', () => {
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as {
    id: string
    entry: string
    files: string
    pass_filenames: boolean
  }[]
  const hook = (id: string, folder: string, ...args: readonly string[]) => {
    const [program = '', ...own] = hooks.find((one) => one.id === id)!.entry.split(' ')
    return run(folder, program, [...own, ...args], { PATH: path() })
  }
  const here = (): string => {
    const folder = newFolder('hook')
    cpSync('examples/l4', join(folder, 'l4'), { recursive: true })
    return folder
  }

  test('run for manifests, on the whole mesh', () => {
    for (const { files, pass_filenames } of hooks) {
      expect(['a/b.yaml', 'b.yml', 'c.json', 'd.md'].map((name) => new RegExp(files).test(name))).toEqual([true, true, true, false])
      expect(pass_filenames).toBe(false)
    }
  })

  test('verify passes what is equal', () => {
    expect(hook('unsidecar-verify', here(), 'l4', '--to', 'ambient').code).toBe(0)
  })

  test('check fails until the committed output is what convert writes', () => {
    const folder = here()
    const args = ['l4', '--to', 'ambient', '--check', 'ambient']
    expect(hook('unsidecar-check', folder, ...args).code).not.toBe(0)
    run(folder, 'unsidecar', ['convert', 'l4', '--to', 'ambient', '--output-dir', 'ambient'], { PATH: path() })
    expect(hook('unsidecar-check', folder, ...args).code).toBe(0)
  })
})
