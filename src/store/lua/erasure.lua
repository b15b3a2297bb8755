-- Erasing an applicant, and the tombstone that is left: found by the id of the applicant, of one of its journeys, of the
-- receipt, or by the hash of the reference. Nothing of a person is in it.

local function readErasure(place)
  local row = place and redis.call('HMGET', key('erasure', place), 'receipt', 'erased', 'journeys')
  return row and row[1] and { place, row[1], row[2], row[3] } or false
end

function operations.readReference()
  return redis.call('HGET', key('applicant', given.place), 'reference')
end

function operations.eraseApplicant()
  if redis.call('EXISTS', key('applicant', given.place)) == 0 then
    return readErasure(given.place)
  end
  local scope = scopeOf(given.place)
  local ids = {}
  for index, member in ipairs(redis.call('ZRANGE', key('journeys-of', given.place), 0, -1)) do
    ids[index] = idOf(member)
    local journey = scope .. ':' .. ids[index]
    removeJourney(journey)
    recall(journey)
    redis.call('SET', key('erased-journey', journey), given.place)
    announce('journey', journey)
  end
  removeApplicant(given.place)
  local tombstone = key('erasure', given.place)
  redis.call('HSET', tombstone, 'receipt', given.receipt, 'erased', given.now, 'journeys', table.concat(ids, ' '))
  redis.call('HSET', tombstone, 'reference', given.referenceHash)
  redis.call('SET', key('erased-receipt', scope .. ':' .. given.receipt), given.place)
  redis.call('SET', key('erased-reference', scope .. ':' .. given.referenceHash), given.place)
  redis.call('ZADD', erased, given.now, given.place)
  announceRecalls()
  announce('applicant', given.place)
  return readErasure(given.place)
end

-- Under the first of the names that leads to a tombstone.
function operations.readErasure()
  if given.kind == 'applicant' then
    return readErasure(given.names[1])
  end
  for _, name in ipairs(given.names) do
    local found = readErasure(redis.call('GET', key('erased-' .. given.kind, name)))
    if found then
      return found
    end
  end
  return false
end

local function removeErasure(place)
  local row = redis.call('HMGET', key('erasure', place), 'receipt', 'journeys', 'reference')
  local scope = scopeOf(place)
  for id in string.gmatch(row[2] or '', '%S+') do
    redis.call('UNLINK', key('erased-journey', scope .. ':' .. id))
  end
  local reference = key('erased-reference', scope .. ':' .. (row[3] or ''))
  -- Another applicant with the same reference may have been erased since.
  if redis.call('GET', reference) == place then
    redis.call('UNLINK', reference)
  end
  redis.call('UNLINK', key('erased-receipt', scope .. ':' .. (row[1] or '')), key('erasure', place))
  redis.call('ZREM', erased, place)
end

function operations.removeErasures()
  local places = redis.call('ZRANGEBYSCORE', erased, '-inf', given.before, 'LIMIT', 0, given.limit)
  for _, place in ipairs(places) do
    removeErasure(place)
  end
  return { #places, #places }
end
