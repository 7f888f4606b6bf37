const random =
  'The migration itself fills the column, with random values: two that are equal are as likely as the length allows, and not among three rows.';
const unfit = 'The values that the proof makes up fit both types; one below zero would not.';
const alike =
  'The proof makes the same values for columns of one type: those of the reference are among those of the key.';
const quoted =
  'libSQL is built to take a name in double quotes that it does not know for a text, as the finding says; the rows are copied with that text.';
const oneWay = 'The rows that the proof makes up differ in the new keys too. Others need not.';

/**
 * Why a migration that the review says to fail on rows passed its proof, read from its SQL, by its tag.
 *
 * @type {Record<string, string>}
 */
export const settled = {
  '0010_video_uploads_bigint': unfit,
  '0018_loud_mongu': alike,
  '0047_canonical_matrix_privy_id':
    'No made-up value has the form that the UPDATE looks for; and the migration looks itself for rows that would clash.',
  '0060_scheduled_item_four_types':
    'The check before it allows the new values and two that the UPDATE replaces. The review does not follow what an UPDATE leaves: a false alarm.',
  '20250522083748_AddEmailToWorkspaceMembers':
    'Every made-up member has a user, whose address the UPDATE takes. A member without one stops the migration.',
  '20260126135909_AddWorkspaceRoles':
    'Its INSERTs ask for each row whether it is there, and the keys are random. The review does not follow NOT EXISTS: it says what would break.',
  '0029_short_gunslinger':
    'Every made-up asset has a bookmark, and the copy takes its user. One without stops the migration.',
  '0048_add_user_settings':
    'The copied keys are those of the table that is referred to, and unique there. The review does not compare them.',
  '0077_import_listpaths_to_listids':
    'The copied keys come from a table in which they are keys too, joined by references that hold.',
  '0084_rule_engine_multi_list_support':
    'The made-up events are no JSON with the fields that the copy reads; one whose result is empty would stop it.',
  '20250903201554_cheerful_randall': quoted,
  '0002_cheerful_randall': quoted,
  '20251125195602_add_short_ids': random,
  '0012_add_short_ids': random,
  '20251204091837_secret_nomad': random,
  '0019_secret_nomad': random,
  '20251226194113_careful_cammi': random,
  '0027_careful_cammi': random,
  '20260107210443_boring_luke_cage':
    'image is a text in double quotes to libSQL; the new addresses are made of user names, which are unique already.',
  '0029_boring_luke_cage':
    'image is a text in double quotes to libSQL; the new addresses are made of user names, which are unique already.',
  '20260107212448_lower-trim-username': oneWay,
  '0030_lower-trim-username': oneWay,
  '20260111130555_lowercase-email': oneWay,
  '0032_lowercase-email': oneWay,
  '20260117123940_create-default-org': 'The new keys are made of the keys of users, and of random parts.',
  '0036_create-default-org': 'The new keys are made of the keys of users, and of random parts.',
};
