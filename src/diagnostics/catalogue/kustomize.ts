import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Findings about kustomizations: what they do to objects is known only when they are built. */
export const kustomize = {
  kustomizeHeldBack: define<{ what: string; because: string; scope: string }>({
    code: 'US3050',
    severity: 'error',
    title: 'Kustomize changes objects of the input',
    message: ({ what, because, scope }) => `kustomize applies ${what} and ${because}, so ${scope} keeps its sidecars`,
    help: 'Have the builds compared (`--kustomize PATH`), convert the build (`kustomize build DIR | unsidecar convert -`), or review the changes and give `--assume unread-reviewed`.',
    fate: 'refused',
    why: 'An overlay changes objects by name and does not change the objects that the conversion adds: it narrows a policy, and the copy of that policy for the waypoint stays as wide as before. Only the builds before and after show what is applied (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization).',
    example: 'resources: [../base]\npatches:\n  - path: callers.yaml',
  }),
  kustomizeBuildDiffers: define<{ what: string; because: string; scope: string }>({
    code: 'US3052',
    severity: 'error',
    title: 'The build of a kustomization would decide differently',
    message: ({ what, because, scope }) => `kustomize applies ${what} and ${because}, so ${scope} keeps its sidecars`,
    help: 'Move the change from the overlay into the base, or convert the build (`kustomize build DIR | unsidecar convert -`).',
    fate: 'refused',
    why: 'The builds before and after the conversion were compared, because builds are what is applied. An overlay does not change the objects that the conversion adds, and a patch for an object that was replaced makes the build fail (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches).',
  }),
  kustomizeResourceUnread: define<{ what: string; scope: string }>({
    code: 'US3051',
    severity: 'error',
    title: 'A kustomization uses a resource that was not read',
    message: ({ what, scope }) => `${what} is applied with the input but is not part of it, so ${scope} keeps its sidecars`,
    help: 'Add it to the input (a copy of a remote base, the output of a generator), or review it and give `--assume unread-reviewed`.',
    fate: 'refused',
    why: 'Remote bases, generators and Helm charts add objects, and any of them may be a policy or a route. Builds for the comparison use no network and no plugins.',
    example: 'resources:\n  - https://example.com/policies?ref=v1',
  }),
} as const
