/**
 * Which way an identity that cannot be said exactly may be rounded: `down` where letting somebody in too many would widen access, `up` where
 * leaving somebody out would.
 */
export type Rounding = 'down' | 'up'
