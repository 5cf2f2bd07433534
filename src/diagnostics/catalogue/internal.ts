export const internal = {} as const
