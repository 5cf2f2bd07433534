export const cilium = {} as const
