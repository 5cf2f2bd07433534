import type { Mesh } from '../../src/model/mesh.ts'

/** The answers of external authorizers with which requests are asked: where no policy asks one, there is nothing to answer. */
export function externalAnswers(...meshes: readonly Mesh[]): readonly boolean[] {
  return meshes.some(({ authorization }) => authorization.some(({ effect }) => effect === 'external')) ? [true, false] : [true]
}
