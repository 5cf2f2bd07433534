/**
 * Builds kustomizations, with a program that the library does not know. `changes` are the files that are otherwise than in the input, by
 * path; undefined for one that is gone.
 */
export interface KustomizeBuilder {
  build(kustomization: string, changes: ReadonlyMap<string, string | undefined>): BuildResult
}

/** The manifests that a build prints, or why there are none, in one sentence without a full stop. */
export type BuildResult = { readonly text: string } | { readonly problem: string }

/** Without a program nothing is built. */
export function noBuilds(problem: string): KustomizeBuilder {
  return { build: () => ({ problem }) }
}
