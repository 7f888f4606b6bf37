/**
 * The names of what `lockstep doctor` finds, in the order in which it is shown. Their texts are with the checks; the
 * settings may name them as they name the rules of the guard, which knows nothing else of the doctor.
 */
export const doctorRuleNames = [
  'doctor/node-version',
  'doctor/not-installed',
  'doctor/kit-not-supported',
  'doctor/kit-and-orm-differ',
  'doctor/stale-install',
  'doctor/two-orms',
  'doctor/wrong-layout',
  'doctor/no-engine',
  'doctor/other-lockstep',
  'doctor/unreadable-config',
  'doctor/out-not-named',
  'doctor/out-shared',
  'doctor/out-in-schema',
  'doctor/schema-not-found',
  'doctor/secret-in-config',
  'doctor/settings',
  'doctor/no-hook',
  'doctor/hooks-not-installed',
  'doctor/hooks-skipped',
  'doctor/no-ci',
  'doctor/env-tracked',
  'doctor/migrations-ignored',
  'doctor/line-endings',
  'doctor/shallow-clone',
  'doctor/no-base',
  'doctor/docker-ignored',
  'doctor/docker-not-copied',
  'doctor/formatter',
  'doctor/pooler-url',
  'doctor/push-script',
  'doctor/migrate-at-start',
] as const;

export type DoctorRuleName = (typeof doctorRuleNames)[number];
