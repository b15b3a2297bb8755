/**
 * The tables of the embedded store, as a list of migrations, which `embedded-migration.ts` runs. New ones are appended: a file
 * that has had others than these is refused, since an edited one would leave it with other columns.
 */

/**
 * Every key begins with the tenant, so that no statement can reach another tenant's record by its id alone; a handle alone
 * is looked for in all of them, since Finpass gives it to whoever knows it. Text sorts by
 * its bytes. `ended_at` is null while a journey runs; `next_check_at` is null once it has ended. Keys go with the journey
 * they are settled to by a trigger and not by a reference, since a pending key has none. A handle is unique among the
 * journeys that have not timed out, since one that has may be taken up again as a new journey.
 *
 * `position` numbers the transitions of all journeys of one applicant. What an applicant's feed has begins at
 * `feed_oldest`, after the last transition that any of its journeys has lost: a feed may be short, never have a hole.
 */
const FIRST = `
CREATE TABLE applicants (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  reference TEXT NOT NULL,
  sealed_identity TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  active_at INTEGER NOT NULL,
  feed_head INTEGER NOT NULL DEFAULT 0,
  feed_oldest INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX applicants_by_reference ON applicants (tenant, reference);
CREATE INDEX applicants_by_creation ON applicants (tenant, created_at, id);
CREATE INDEX applicants_by_activity ON applicants (active_at);

CREATE TABLE journeys (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  applicant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  percent REAL NOT NULL,
  step TEXT,
  steps_completed TEXT NOT NULL,
  steps_failed TEXT NOT NULL,
  accounts TEXT NOT NULL,
  failure TEXT,
  consent_type TEXT,
  sealed_consent_url TEXT,
  expires_at INTEGER,
  next_check_at INTEGER,
  checked_at INTEGER,
  sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  completed_at INTEGER,
  ended_at INTEGER,
  sealed_handle TEXT,
  handle_hash TEXT,
  webhook_hash TEXT UNIQUE,
  fence INTEGER NOT NULL DEFAULT 0,
  nudged INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, applicant_id) REFERENCES applicants (tenant, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX journeys_by_handle ON journeys (handle_hash) WHERE handle_hash IS NOT NULL;
CREATE UNIQUE INDEX handles_are_held_once ON journeys (handle_hash)
  WHERE handle_hash IS NOT NULL AND status <> 'TIMED_OUT';
CREATE INDEX journeys_by_applicant ON journeys (tenant, applicant_id, created_at, id);
CREATE INDEX journeys_by_check ON journeys (next_check_at, tenant, id) WHERE next_check_at IS NOT NULL;
CREATE INDEX journeys_by_end ON journeys (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE transitions (
  tenant TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  applicant_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  previous_status TEXT,
  status TEXT NOT NULL,
  step TEXT,
  percent REAL NOT NULL,
  origin TEXT NOT NULL,
  observed_at INTEGER NOT NULL,
  reported_at INTEGER,
  PRIMARY KEY (tenant, journey_id, sequence),
  FOREIGN KEY (tenant, journey_id) REFERENCES journeys (tenant, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX transitions_by_position ON transitions (tenant, applicant_id, position);
CREATE INDEX transitions_by_age ON transitions (observed_at);
CREATE TRIGGER feeds_shorten_together AFTER DELETE ON transitions BEGIN
  UPDATE applicants SET feed_oldest = max(feed_oldest, old.position + 1)
    WHERE tenant = old.tenant AND id = old.applicant_id;
END;

CREATE TABLE keys (
  tenant TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  journey_id TEXT,
  PRIMARY KEY (tenant, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_by_journey ON keys (tenant, journey_id) WHERE journey_id IS NOT NULL;
CREATE INDEX keys_by_claim ON keys (claimed_at);
CREATE TRIGGER keys_go_with_journeys AFTER DELETE ON journeys BEGIN
  DELETE FROM keys WHERE tenant = old.tenant AND journey_id = old.id;
END;

CREATE TABLE housekeeping (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  checked_at INTEGER NOT NULL,
  compaction_due INTEGER NOT NULL,
  epoch TEXT NOT NULL
) STRICT;
INSERT INTO housekeeping VALUES (1, 0, 0, lower(hex(randomblob(16))));
`

/** What no token may be any more, sealed, under a keyed hash of what it is about. */
const REVOCATIONS = `
CREATE TABLE revocations (
  id TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX revocations_by_end ON revocations (ends_at);
`

/** The audit trail speaks of applicants that may be gone, so nothing here refers to them. */
const AUDIT = `
CREATE TABLE audit (
  tenant TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  applicant_id TEXT NOT NULL,
  journey_id TEXT,
  sequence INTEGER,
  status TEXT,
  subject_hash TEXT,
  sealed TEXT,
  mark TEXT NOT NULL,
  PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_applicant ON audit (tenant, applicant_id, number);
CREATE INDEX audit_by_time ON audit (tenant, at, number);

CREATE TABLE audit_chains (
  tenant TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  mark TEXT NOT NULL,
  anchor_number INTEGER,
  anchor_mark TEXT,
  anchor_signature TEXT
) STRICT, WITHOUT ROWID;
`

/**
 * Tombstones of erased applicants, recalls, and the word on a consent. `restated` counts, for a journey and for an
 * applicant, what followers are to see beside transitions.
 */
const CONSENT_AND_ERASURE = `
ALTER TABLE journeys ADD COLUMN consent_granted_at INTEGER;
ALTER TABLE journeys ADD COLUMN consent_word TEXT;
ALTER TABLE journeys ADD COLUMN restated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE applicants ADD COLUMN restated INTEGER NOT NULL DEFAULT 0;

CREATE TABLE erasures (
  tenant TEXT NOT NULL,
  applicant_id TEXT NOT NULL,
  receipt_id TEXT NOT NULL,
  reference_hash TEXT NOT NULL,
  journey_ids TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, applicant_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX erasures_by_receipt ON erasures (tenant, receipt_id);
CREATE INDEX erasures_by_reference ON erasures (tenant, reference_hash, erased_at);
CREATE INDEX erasures_by_age ON erasures (erased_at);
CREATE TABLE erased_journeys (
  tenant TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  applicant_id TEXT NOT NULL,
  PRIMARY KEY (tenant, journey_id),
  FOREIGN KEY (tenant, applicant_id) REFERENCES erasures (tenant, applicant_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX erased_journeys_by_applicant ON erased_journeys (tenant, applicant_id);

CREATE TABLE recalls (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  recalled_at INTEGER NOT NULL
) STRICT;
`

/**
 * By applicant alone, the records of a list of twenty would stand on twenty pages of the index, to be written each time. By
 * stretches of 4,096 they stand on a few, and who looks for an applicant's looks once in each stretch.
 */
const AUDIT_BY_STRETCH = `
DROP INDEX audit_by_applicant;
DROP INDEX audit_by_time;
CREATE INDEX audit_by_stretch ON audit (tenant, number >> 12, applicant_id, number);
`

/** In stretches of 512, what is recorded together touches half as many pages, and a fifth of the index's. */
const AUDIT_BY_SHORT_STRETCH = `
DROP INDEX audit_by_stretch;
CREATE INDEX audit_by_stretch ON audit (tenant, number >> 9, applicant_id, number);
`

export const MIGRATIONS: readonly string[] = [
  FIRST,
  REVOCATIONS,
  AUDIT,
  CONSENT_AND_ERASURE,
  AUDIT_BY_STRETCH,
  AUDIT_BY_SHORT_STRETCH,
]
