import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Findings about kustomizations: what they do to objects is known only when they are built. */
export const kustomize = {
  kustomizeHeldBack: define<{ what: string; because: string; scope: string }>({
    code: 'US3050',
    severity: 'error',
    title: 'Kustomize changes what was read',
    message: ({ what, because, scope }) => `${what} is applied by kustomize and ${because}, so ${scope} stays on sidecars`,
    help: 'Let builds be compared (`--kustomize PATH`), convert what is built (`kustomize build DIR | unsidecar convert -`), or review what it changes and give `--assume unread-reviewed`.',
    fate: 'refused',
    why: 'Kustomize changes what was read and knows nothing of what is added: an overlay narrows a policy by its name, and the copy of that policy for the waypoint stays as wide as it was. Only the builds before and after show what is applied (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization).',
    example: 'resources: [../base]\npatches:\n  - path: callers.yaml',
  }),
  kustomizeBuildDiffers: define<{ what: string; because: string; scope: string }>({
    code: 'US3052',
    severity: 'error',
    title: 'The build of a kustomization would not decide as before',
    message: ({ what, because, scope }) => `${what} is applied by kustomize and ${because}, so ${scope} stays on sidecars`,
    help: 'Say in the base what the overlay says, or convert what is built (`kustomize build DIR | unsidecar convert -`).',
    fate: 'refused',
    why: 'The builds before and after the conversion were compared: they are what is applied. Kustomize does not change what was added beside the objects that it knows, and a patch of an object that was replaced makes the build fail (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches).',
  }),
  kustomizeResourceUnread: define<{ what: string; scope: string }>({
    code: 'US3051',
    severity: 'error',
    title: 'A kustomization builds from something that was not read',
    message: ({ what, scope }) => `${what} is not in the input and is applied with it, so ${scope} stays on sidecars`,
    help: 'Add it to the input (a copy of a remote base, the output of a generator), or review it and give `--assume unread-reviewed`.',
    fate: 'refused',
    why: 'Remote bases, generators and Helm charts add objects, and any of them may be a policy or a route. Builds reach no network and run no plugins.',
    example: 'resources:\n  - https://example.com/policies?ref=v1',
  }),
} as const
