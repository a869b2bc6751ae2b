/** Name of the durable consumer through which a service follows another: `measurement-from-agreements`. */
export const consumerName = (service: string, upstream: string): string => `${service}-from-${upstream}`;
