import { expect, test } from 'vitest'
import { belowRoot, filePatch, gitPatch } from '../../../src/report/diff/unified-diff.ts'

test('an edited file has a git header and no timestamps', () => {
  expect(filePatch({ path: 'a.yaml', status: 'edited', before: 'one\ntwo\n', text: 'one\n2\n' })).toBe(
    'diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
  )
})

test('a new and a removed file carry their modes', () => {
  expect(filePatch({ path: 'new.yaml', status: 'added', text: 'x\n' })).toContain('new file mode 100644\n--- /dev/null\n+++ b/new.yaml\n')
  expect(filePatch({ path: 'old.yaml', status: 'removed', before: 'x\n' })).toContain(
    'deleted file mode 100644\n--- a/old.yaml\n+++ /dev/null\n',
  )
})

test('names that would confuse a reader of the patch are quoted', () => {
  expect(filePatch({ path: 'ü"\t.yaml', status: 'edited', before: 'a\n', text: 'b\n' })).toContain('"a/\\303\\274\\"\\t.yaml"')
})

test('unchanged files are not in the patch', () => {
  expect(gitPatch([{ path: 'a.yaml', status: 'unchanged', before: 'x', text: 'x' }])).toBe('')
})

test('paths stay as they are unless one leaves the current folder', () => {
  const file = { status: 'unchanged' } as const
  expect(belowRoot([{ ...file, path: 'a/b.yaml' }]).root).toBeUndefined()
  const { files, root } = belowRoot([
    { ...file, path: '../x/a/b.yaml' },
    { ...file, path: '../x/c.yaml' },
  ])
  expect([root, files.map(({ path }) => path)]).toEqual(['../x/', ['a/b.yaml', 'c.yaml']])
})
