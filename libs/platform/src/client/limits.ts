/** Deadline of a unary call that names none. */
export const DEFAULT_DEADLINE_MS = 15_000;
/** Longest deadline: timers overflow beyond 24.8 days, and no service accepts more than an hour. */
export const MAX_CLIENT_DEADLINE_MS = 3_600_000;
/** Largest message in either direction. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
