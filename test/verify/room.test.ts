import { afterEach, expect, test } from 'vitest'
import { movableMesh } from '../../bench/movable-mesh.ts'
import { OutOfRoomError, watchRoom } from '../../src/diagnostics/room.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'

afterEach(() => watchRoom(undefined))

/** Lets the first looks pass and stops at the next one. */
function stopAfter(looks: number): void {
  let left = looks
  watchRoom(() => {
    left -= 1
    if (left < 0) throw new OutOfRoomError('full')
  })
}

function looksOf(work: () => void): number {
  let looks = 0
  watchRoom(() => {
    looks += 1
  })
  work()
  return looks
}

const { files, resources } = movableMesh(20)

test('looks at memory in proportion to the input, and a stage without room stops the whole translation', () => {
  const translated = looksOf(() => translate(files, { target: 'ambient' }))
  // In reading, checking, the model, checking the output, its text and the account; deciding looks for each of its checks.
  expect(translated).toBeGreaterThan(6 * resources)
  expect(looksOf(() => translate(movableMesh(40).files, { target: 'ambient' }))).toBeGreaterThan(1.5 * translated)
  for (const looks of [0, Math.floor(translated / 2), translated - 1]) {
    stopAfter(looks)
    expect(() => translate(files, { target: 'ambient' })).toThrow(OutOfRoomError)
  }
})

test('looks at memory while output is read back and compared', () => {
  // A translation remembers what was read, so a second comparison of one would look less often.
  const fresh = [0, 1, 2].map(() => translate(files, { target: 'ambient' })) as [Translation, Translation, Translation]
  const looks = looksOf(() => verifyTranslation(fresh[0]))
  for (const [passed, translation] of [
    [0, fresh[1]],
    [looks - 1, fresh[2]],
  ] as const) {
    stopAfter(passed)
    expect(() => verifyTranslation(translation)).toThrow(OutOfRoomError)
  }
})
