export const backends = {} as const
