-- Revocations: one hash of all that are kept, sealed, and their ends beside it.

local revocations = prefix .. 'revocations'
local revocationEnds = prefix .. 'revocation-ends'

function operations.addRevocation()
  for _, id in ipairs(given.ids) do
    redis.call('HDEL', revocations, id)
    redis.call('ZREM', revocationEnds, id)
  end
  redis.call('HSET', revocations, given.id, given.sealed)
  redis.call('ZADD', revocationEnds, given.endsAt, given.id)
end

-- Ids and what is sealed under them, by turns.
function operations.readRevocations()
  return redis.call('HGETALL', revocations)
end

function operations.removeRevocations()
  local ids = redis.call('ZRANGEBYSCORE', revocationEnds, '-inf', given.now)
  for _, id in ipairs(ids) do
    redis.call('HDEL', revocations, id)
    redis.call('ZREM', revocationEnds, id)
  end
  return #ids
end
