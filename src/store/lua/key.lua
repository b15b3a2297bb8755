-- Idempotency keys: claimed, then settled to a journey when it is added, or given back.

local function readKey(place)
  local row = redis.call('HMGET', key('key', place), 'fingerprint', 'claimed', 'journey')
  return row[1] and { fingerprint = row[1], claimed = row[2], journey = row[3] }
end

local function removeKey(place)
  local journey = redis.call('HGET', key('key', place), 'journey')
  if journey and journey ~= '' then
    redis.call('SREM', key('keys-of', scopeOf(place) .. ':' .. journey), place)
  end
  redis.call('UNLINK', key('key', place))
  redis.call('ZREM', claimed, place)
end

function operations.claimKey()
  local known = readKey(given.place)
  if not known or tonumber(known.claimed) + given.lifetimeMs <= given.now then
    removeKey(given.place)
    redis.call('HSET', key('key', given.place), 'fingerprint', given.fingerprint, 'claimed', given.now, 'journey', '')
    redis.call('ZADD', claimed, given.now, given.place)
    return { 'CLAIMED' }
  end
  if known.fingerprint ~= given.fingerprint then
    return { 'DIFFERENT_INPUT' }
  end
  if known.journey == '' then
    return { 'PENDING', known.claimed }
  end
  return { 'FOUND', known.journey }
end

-- Ties a pending key to a journey of its tenant.
local function settleKey(place, journey)
  local known = readKey(place)
  if known and known.journey == '' then
    redis.call('HSET', key('key', place), 'journey', string.sub(journey, #scopeOf(journey) + 2))
    redis.call('SADD', key('keys-of', journey), place)
  end
end

function operations.releaseKey()
  local known = readKey(given.place)
  if known and known.journey == '' then
    removeKey(given.place)
  end
end
