export const authorization = {} as const
