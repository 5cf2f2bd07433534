import { symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Ended, fakeGh, newFolder, run } from './program.ts'

const marker = '<!-- unsidecar: review -->'

function comment(path: string, text: string, environment: Readonly<Record<string, string>> = {}): Ended {
  const folder = newFolder('comment')
  writeFileSync(join(folder, 'review.md'), text)
  const given = { REVIEW: 'review.md', NUMBER: '7', REPOSITORY: 'o/r', PATH: `${path}${delimiter}${process.env.PATH}` }
  return run(folder, resolve('action/comment.sh'), [], { ...given, ...environment })
}

const own = { id: 41, user: { type: 'Bot' }, body: `${marker}\nold` }
const quoting = { id: 40, user: { type: 'User' }, body: `${marker}\nquoted by a person` }
const later = { id: 42, user: { type: 'Bot' }, body: `> ${marker}` }

describe('the comment of a pull request', () => {
  test('is written where there is none, with the text as it is', () => {
    const gh = fakeGh([[quoting], [later]])
    const text = `${marker}\n\`$(touch evil)\` "quoted" \\ back\n`
    expect(comment(gh.path, text)).toMatchObject({ code: 0 })
    const [, posted] = gh.sent()
    expect(posted!.args).toEqual(['api', '--silent', '--method', 'POST', 'repos/o/r/issues/7/comments', '--input', '-'])
    expect(JSON.parse(posted!.input)).toEqual({ body: text })
  })

  test('is updated where there is one, also on a later page of comments', () => {
    const gh = fakeGh([[quoting], [later, own]])
    expect(comment(gh.path, `${marker}\nnew\n`)).toMatchObject({ code: 0, stdout: 'updated comment 41 of pull request 7\n' })
    expect(gh.sent()[1]!.args).toContain('repos/o/r/issues/comments/41')
  })

  test('that nothing changes is worth no comment of its own', () => {
    const none = fakeGh([[]])
    const unchanged = `${marker}\n<!-- unsidecar: unchanged -->\n## unchanged\n`
    expect(comment(none.path, unchanged)).toMatchObject({ code: 0 })
    expect(none.sent()).toHaveLength(1)
    const there = fakeGh([[own]])
    comment(there.path, unchanged)
    expect(there.sent()).toHaveLength(2)
  })

  test('is refused where it is not a review, too long, or for no number', () => {
    const gh = fakeGh([[]])
    expect(comment(gh.path, 'hello\n').code).toBe(2)
    expect(comment(gh.path, `${marker}\n${'x'.repeat(65_536)}`).code).toBe(2)
    expect(comment(gh.path, `${marker}\n`, { NUMBER: '7/../../x' }).code).toBe(2)
  })

  test('is not what a link in an artefact points at', () => {
    const gh = fakeGh([[]])
    const folder = newFolder('link')
    writeFileSync(join(folder, 'secret'), `${marker}\nsecret`)
    symlinkSync(join(folder, 'secret'), join(folder, 'review.md'))
    const { code, stderr } = comment(gh.path, '', { REVIEW: join(folder, 'review.md') })
    expect([code, stderr]).toEqual([2, expect.stringContaining('is a link and not a review')])
  })

  test('that cannot be written is an error', () => {
    const folder = newFolder('no-gh')
    writeFileSync(join(folder, 'gh'), '#!/bin/sh\nexit 4\n', { mode: 0o755 })
    expect(comment(folder, `${marker}\n`).code).not.toBe(0)
  })
})

describe('the number of the pull request of a fork', () => {
  const sha = 'a'.repeat(40)
  const event = { workflow_run: { head_sha: sha, head_branch: 'b; x', head_repository: { owner: { login: 'fork' } } } }
  const number = (pulls: unknown, payload: unknown = event): Ended => {
    const folder = newFolder('number')
    writeFileSync(join(folder, 'event.json'), JSON.stringify(payload))
    const { path } = fakeGh(pulls)
    return run(folder, resolve('action/number-of-run.sh'), [], {
      EVENT: 'event.json',
      REPOSITORY: 'o/r',
      PATH: `${path}${delimiter}${process.env.PATH}`,
    })
  }

  test('is that of the open one with this commit as its head', () => {
    const pulls = [
      { number: 8, head: { sha: 'b'.repeat(40) } },
      { number: 9, head: { sha } },
    ]
    expect(number(pulls)).toMatchObject({ code: 0, stdout: '9\n' })
  })

  test('is not guessed', () => {
    expect(number([{ number: 8, head: { sha: 'b'.repeat(40) } }]).code).toBe(2)
    expect(number([], { workflow_run: { head_sha: '$(x)' } }).code).toBe(2)
  })
})
