import { DomainError } from '@sla/kernel';

/** @throws DomainError invalid_argument outside 0..max; 0 means the default. */
export function pageSize(value: number, byDefault: number, max: number): number {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new DomainError('invalid_argument', 'platform.page_size_out_of_range', { value, max }, [
      { field: 'page_size', reason: 'platform.page_size_out_of_range', params: { value, max } },
    ]);
  }
  return value === 0 ? byDefault : value;
}
