import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fatesOf } from '../../src/account/fates.ts'
import { gitPatch, translate } from '../../src/index.ts'
import { readers, targets } from '../../translators/index.ts'
import { filesBelow, runCli, workIn } from '../cli/run-cli.ts'

const files = [{ path: 'mesh.yaml', text: readFileSync('examples/l4/mesh.yaml', 'utf8') }]
const codes = (result: ReturnType<typeof translate>) => result.diagnostics.map(({ code }) => code)

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a fault of ours', () => {
  test('in an emitter withholds every change', () => {
    vi.spyOn(targets.ambient, 'emit').mockImplementation(() => {
      throw new Error('out of ideas')
    })
    const result = translate(files, { target: 'ambient' })
    expect(codes(result)).toEqual(['US9002'])
    expect(result.diagnostics[0]?.message).toContain('out of ideas')
    expect(gitPatch(result.output.files)).toBe('')
    expect(result.output.account).toMatchObject({ read: 4, kept: 4 })
  })

  test('that the schemas find in the output withholds every change', () => {
    const { emit } = targets.ambient
    vi.spyOn(targets.ambient, 'emit').mockImplementation((mesh, options) => {
      const emission = emit(mesh, options)
      const object = {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: 'x' },
        spec: { mtls: { mode: 'LAX' } },
      }
      return { ...emission, changes: [...emission.changes, { kind: 'add', object, causes: [mesh.services[0]!.place], why: 'a test' }] }
    })
    const result = translate(files, { target: 'ambient' })
    expect(codes(result)).toContain('US9001')
    expect(gitPatch(result.output.files)).toBe('')
  })

  test('in a reader leaves the rest of the work, and the object counts as unread', () => {
    const reader = readers.find(({ kind }) => kind === 'AuthorizationPolicy')!
    vi.spyOn(reader, 'read').mockImplementation(() => {
      throw new Error('cannot spell')
    })
    const result = translate(files, { target: 'ambient' })
    expect(codes(result)).toContain('US9002')
    expect(result.mesh.unread.map(({ reach }) => reach.name)).toEqual(['queue-clients'])
    expect(result.mesh.services).toHaveLength(1)
  })

  test('in the declared fates is reported for the field', () => {
    const { input } = translate(files, { target: 'ambient' })
    const { missing } = fatesOf(
      input.objects,
      { 'security.istio.io/AuthorizationPolicy': { spec: { selector: { fate: 'kept', note: 'a test' } } } },
      [],
    )
    expect(missing.map(({ code, message }) => [code, message])[0]).toEqual([
      'US9003',
      'internal error: nothing is declared for the field `AuthorizationPolicy spec.rules[0].from[0].source.principals[0]`',
    ])
  })

  test('ends the command with exit code 3, and nothing is written', async () => {
    vi.spyOn(targets.ambient, 'emit').mockImplementation(() => {
      throw new Error('out of ideas')
    })
    const folder = workIn('l4')
    const before = filesBelow(folder)
    const { code, stdout, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--in-place')
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('nothing was written because of the internal error above')
    expect(filesBelow(folder)).toEqual(before)
  })
})
