import { expect, test } from 'vitest';
import { connectorOf } from '../../../src/database/postgresql/drivers.js';
import { repositoryRoot } from '../../helpers/repository.js';

test('what pg is told while it is loaded stays with nobody', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  expect(connectorOf(repositoryRoot)).not.toBeNull();
  expect(Object.getOwnPropertyDescriptor(globalThis, 'navigator')).toEqual(before);
});
