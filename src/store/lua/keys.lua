-- What every operation begins with. The other files of this folder follow in the same script; its last line calls one
-- operation by name. All names of keys are made here and in the operations, so that TypeScript knows none of them:
-- ARGV is the prefix of all keys, the name of the operation, and what it is given, as JSON ('' stands for null).
-- Names are computed and not declared in KEYS, so this is not for Redis Cluster.
--
-- A place is '<tenant>:<id>' and names a record in keys and in sorted sets; a scope is the tenant alone. No key name has
-- anything of a person in it: what a lender or Finpass made up (references, handles, tokens, keys) is a value, or hashed.
local prefix = ARGV[1]
local given = cjson.decode(ARGV[3])
local operations = {}

local function key(kind, place)
  return prefix .. kind .. ':' .. place
end

-- Sorted sets over all tenants, each with places as members and moments as scores.
local due = prefix .. 'due' -- running journeys, by their next check
local ended = prefix .. 'ended' -- journeys that have ended, by when
local aged = prefix .. 'aged' -- journeys, by their oldest transition that is kept
local idle = prefix .. 'idle' -- applicants without journeys, by their latest activity
local claimed = prefix .. 'claimed' -- idempotency keys, by when they were claimed
local erased = prefix .. 'erased' -- erased applicants, by when

-- The scopes that have an audit trail.
local auditedScopes = prefix .. 'audited'

local function scopeOf(place)
  return string.match(place, '^[^:]*')
end

-- Of a member '<17 digits>:<id>', which sorts by moment and then by id.
local function idOf(member)
  return string.sub(member, 19)
end

local function announce(kind, place)
  redis.call('PUBLISH', key('changed:' .. kind, place), '')
end
