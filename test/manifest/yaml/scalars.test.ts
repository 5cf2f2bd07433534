import { describe, expect, test } from 'vitest'
import { loadManifests } from '../../../src/manifest/load.ts'

const head = 'apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: b}\n'
const read = (yaml: string) => {
  const set = loadManifests([{ path: 'a.yaml', text: `${head}spec:\n  value: ${yaml}\n` }])
  return (set.objects[0]?.value.spec as { value: unknown } | undefined)?.value
}

describe('scalars are read as goyaml.v2 reads them', () => {
  test.each([
    ['on', true],
    ['Off', false],
    ['y', true],
    ['NO', false],
    ['yEs', 'yEs'],
    ['0777', 511],
    ['-0777', -511],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b11', 3],
    ['08', 8],
    ['1_000', 1000],
    ['1_0.5', 10.5],
    ['+12', 12],
    ['1e3', 1000],
    ['.5', 0.5],
    ['12:30:45', '12:30:45'],
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z'],
    ['1.2.3', '1.2.3'],
    ['0x', '0x'],
    ['_1', '_1'],
    ['~', null],
    ['Null', null],
    ['"on"', 'on'],
    ["'0777'", '0777'],
    ['!!str 12', '12'],
    ['10.0.0.0/8', '10.0.0.0/8'],
  ])('%s', (source, value) => {
    expect(read(source)).toEqual(value)
  })

  test('keys too', () => {
    const set = loadManifests([{ path: 'a.yaml', text: `${head}data:\n  on: 1\n  8080: 2\n` }])
    expect(set.objects[0]?.value.data).toEqual({ true: 1, '8080': 2 })
  })
})

describe('unquoted IPv6 addresses', () => {
  const load = (spec: string) => loadManifests([{ path: 'a.yaml', text: `${head}${spec}` }])

  test('that end in a colon are a map in block lists, for Kubernetes as well, and this is said', () => {
    const set = load('spec:\n- 2001:db8::\n- "::1"\n- 2001:db8::1\n')
    expect(set.diagnostics).toMatchObject([{ code: 'US0007', span: { line: 5, col: 3, endCol: 13 } }])
    expect(set.objects[0]?.value.spec).toEqual([{ '2001:db8:': null }, '::1', '2001:db8::1'])
  })

  test('are a string to Kubernetes in flow lists, and are read as one', () => {
    const set = load('spec: [10.0.0.1, 2001:db8::]\n')
    expect(set.diagnostics).toMatchObject([{ code: 'US0008', span: { line: 4, col: 18, endCol: 28 } }])
    expect(set.objects[0]?.value.spec).toEqual(['10.0.0.1', '2001:db8::'])
  })

  test('other colons are left alone', () => {
    expect(load('spec:\n  cpp: std::string\n  a::\n  fe80: {x: }\n').diagnostics).toEqual([])
  })
})
