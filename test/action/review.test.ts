import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageLike } from '../cli/package-like.ts'
import { commit, type Ended, git, newFolder, type PullRequest, pullRequest, run } from './program.ts'

let binary = ''

beforeAll(async () => {
  binary = await packageLike(newFolder('action'))
}, 180_000)

interface Reviewed extends Ended {
  readonly outputs: Readonly<Record<string, string>>
  readonly out: string
}

function review({ checkout, event }: PullRequest, environment: Readonly<Record<string, string>> = {}): Reviewed {
  const out = join(newFolder('out'), 'with space')
  const output = join(newFolder('output'), 'output')
  writeFileSync(output, '')
  const given = {
    EVENT: event,
    PATHS: 'manifests\n',
    OUT: out,
    UNSIDECAR: binary,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: `${output}.md`,
  }
  const ended = run(checkout, resolve('action/review.sh'), [], { ...given, ...environment })
  const lines = readFileSync(output, 'utf8').trim().split('\n')
  return {
    ...ended,
    out,
    outputs: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
  }
}

const notReviewed: unknown = expect.stringMatching(/^<!-- unsidecar: review -->\n## ❌ unsidecar: this change could not be reviewed\n/)

function textOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, 'utf8')
}

describe('the review of a pull request', () => {
  test('compares the base with the merge commit, annotates lines of the repository and writes each report', () => {
    const request = pullRequest('by-hand/before', 'by-hand/after')
    const { code, stdout, stderr, outputs, out } = review(request)
    expect([code, stderr.includes('error')], stderr).toEqual([0, false])
    expect(outputs).toMatchObject({ number: '7', result: 'differences', review: join(out, 'review.md') })
    expect(stdout).toMatch(/^::error file=manifests\/shop\.yaml,line=\d+,col=\d+,title=wider /m)
    const comment = readFileSync(outputs.review!, 'utf8')
    expect(comment).toMatch(/^<!-- unsidecar: review -->\n/)
    expect(Buffer.byteLength(comment)).toBeLessThan(60_000)
    const sarif = JSON.parse(readFileSync(outputs.sarif!, 'utf8')) as {
      runs: [{ results: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }[] }]
    }
    expect(sarif.runs[0].results.map(({ locations }) => locations[0].physicalLocation.artifactLocation.uri)).toEqual([
      'manifests/shop.yaml',
      'manifests/shop.yaml',
    ])
    expect(JSON.parse(readFileSync(outputs.report!, 'utf8'))).toMatchObject({ schemaVersion: '1' })
    // The base was laid beside the checkout, and is gone.
    expect(git(request.checkout, 'worktree', 'list').split('\n')).toHaveLength(1)
  })

  test('links the artefact of the run, which has what a comment has no room for', () => {
    const request = pullRequest('by-hand/before', 'by-hand/after')
    const run = { GITHUB_SERVER_URL: 'https://github.example.com', GITHUB_REPOSITORY: 'team/mesh', GITHUB_RUN_ID: '42' }
    const { outputs, out } = review(request, run)
    const comment = readFileSync(outputs.review!, 'utf8')
    expect(comment).toMatch(
      /\n\[All of it\]\(https:\/\/github\.example\.com\/team\/mesh\/actions\/runs\/42\) is in the artefact `unsidecar-review`, .*\n$/,
    )
    expect(readFileSync(join(out, 'review.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    const elsewhere = review(request, { GITHUB_RUN_ID: '' })
    expect(textOf(elsewhere.outputs.review)).not.toContain('All of it')
  })

  test('is about what the pull request changes, and not about what its base got meanwhile', () => {
    const request = pullRequest('l4', 'l4', (origin) => {
      appendFileSync(join(origin, 'manifests/mesh.yaml'), '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: meanwhile}\n')
      commit(origin, 'meanwhile')
    })
    expect(review(request)).toMatchObject({ code: 0, outputs: { result: 'unchanged' } })
  })

  test('of a mesh that is new, or of no mesh, says that there is nothing to compare', () => {
    const { code, outputs, stdout } = review(pullRequest(undefined, 'l4'))
    expect([code, outputs.result]).toEqual([0, 'unchanged'])
    expect(stdout).toContain('the base has none of these manifests')
    expect(readFileSync(outputs.review!, 'utf8')).toMatch(/^<!-- unsidecar: review -->\n<!-- unsidecar: unchanged -->\n/)
  })

  test('with a target reviews the move, and leaves out what the base had', () => {
    const request = pullRequest('l4', 'l4', (origin) => {
      // The pull request adds a namespace to what moves anyway.
      git(origin, 'checkout', '--quiet', 'change')
      writeFileSync(
        join(origin, 'manifests/more.yaml'),
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: more, labels: {istio-injection: enabled}}\n',
      )
      commit(origin, 'more')
      git(origin, 'checkout', '--quiet', 'main')
    })
    const { code, outputs, stderr } = review(request, { TO: 'ambient' })
    expect([code, outputs.result], stderr).toEqual([0, 'differences'])
    const comment = readFileSync(outputs.review!, 'utf8')
    expect(comment).toContain('in the baseline')
    expect(comment).toContain('more.yaml')
    expect(comment).not.toContain('b/manifests/mesh.yaml')
  })

  test('takes options of diff, and fails where it cannot read', () => {
    const request = pullRequest('by-hand/before', 'by-hand/after')
    expect(review(request, { FLAGS: '--exit-zero\n--brief' }).outputs.result).toBe('clean')
    const broken = review(request, { FLAGS: '--accept=missing.yaml' })
    expect([broken.code, broken.outputs.result]).toEqual([2, 'failed'])
    expect(broken.stderr).toContain('missing.yaml')
    // It takes the place of what an earlier commit got.
    expect(textOf(broken.outputs.review)).toEqual(notReviewed)
  })

  test('of paths that are not there fails, because nothing of them would ever change', () => {
    const request = pullRequest('by-hand/before', 'by-hand/after')
    for (const PATHS of [
      '',
      ' \n',
      'manifest',
      'manifests/*.yaml',
      join(request.checkout, 'manifests'),
      ':(exclude)manifests',
      'manifests\nmesh',
    ]) {
      const { code, outputs, stderr } = review(request, { PATHS })
      expect([code, outputs.result, textOf(outputs.review)], PATHS).toEqual([2, 'failed', notReviewed])
      expect(stderr, PATHS).toMatch(/no file or folder|no path/)
    }
    for (const PATHS of [' manifests \t', 'manifests\r\n', './manifests/', 'manifests/shop.yaml', '.'])
      expect(review(request, { PATHS }).outputs.result, PATHS).toBe('differences')
  })

  test('of a mesh that is gone fails: all of its policies may be', () => {
    const { code, outputs, stderr } = review(pullRequest('by-hand/before', undefined))
    expect([code, outputs.result, textOf(outputs.review)], stderr).toEqual([2, 'failed', notReviewed])
    expect(stderr).toContain('the change leaves none of these manifests')
  })

  test('says that nothing was reviewed where the base cannot be fetched', () => {
    const request = pullRequest('by-hand/before', 'by-hand/after')
    git(request.checkout, 'remote', 'set-url', 'origin', `file://${join(request.checkout, 'gone')}`)
    const { code, outputs, stderr } = review(request)
    expect([code, outputs.result, textOf(outputs.review)], stderr).toEqual([128, 'failed', notReviewed])
  })

  test('of another event is wrong usage, and text of a payload is never run', () => {
    const request = pullRequest('by-hand/before', 'by-hand/after')
    writeFileSync(request.event, '{"push": {}}')
    expect(review(request).code).toBe(2)
    const evil = '"; touch $(echo evil); `touch evil`'
    writeFileSync(request.event, JSON.stringify({ pull_request: { number: evil, base: { sha: request.base } } }))
    review(request, { PATHS: `manifests\n${evil}` })
    expect(existsSync(join(request.checkout, 'evil'))).toBe(false)
  })
})
