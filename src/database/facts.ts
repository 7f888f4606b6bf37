import type { Fact } from './catalog.js';

/** Facts that an engine gave as JSON, parsed by its driver or not. */
export function factsOf(json: unknown): Record<string, Fact> {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, fact]) => [name, factOf(fact)]));
}

function factOf(value: unknown): Fact {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
