import { editDistance } from '../../algebra/edit-distance.ts'

/** The candidate that a mistyped word most likely meant; undefined when nothing is near. */
export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; distance: number } | undefined
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate)
    if (distance <= Math.max(1, Math.floor(word.length / 3)) && (best === undefined || distance < best.distance))
      best = { candidate, distance }
  }
  return best?.candidate
}
