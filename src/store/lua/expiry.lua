-- What goes by itself. Each operation takes one batch, so that a long backlog does not hold up everybody else, and gives
-- how many records it removed and how many members of the index it dealt with.

local function takeBatch(index)
  return redis.call('ZRANGEBYSCORE', index, '-inf', given.before, 'LIMIT', 0, given.limit)
end

function operations.removeKeys()
  local places = takeBatch(claimed)
  for _, place in ipairs(places) do
    removeKey(place)
  end
  return { #places, #places }
end

function operations.removeJourneys()
  local places = takeBatch(ended)
  for _, journey in ipairs(places) do
    local row = redis.call('HMGET', key('journey', journey), 'applicant', 'member')
    local applicant = row[1]
    local latest = redis.call('XREVRANGE', key('journal', journey), '+', '-', 'COUNT', 1)[1]
    if latest then
      dropFromFeed(applicant, positionOf(latest))
    end
    removeJourney(journey)
    redis.call('ZREM', key('journeys-of', applicant), row[2])
    if redis.call('ZCARD', key('journeys-of', applicant)) == 0 then
      redis.call('ZADD', idle, redis.call('HGET', key('applicant', applicant), 'active'), applicant)
    end
  end
  return { #places, #places }
end

function operations.removeApplicants()
  local places = takeBatch(idle)
  for _, place in ipairs(places) do
    removeApplicant(place)
  end
  return { #places, #places }
end

-- Up to the first transition that is young enough: a clock that was set back may have left an older one behind it.
local function lastTooOld(journey)
  local last, from = 0, '-'
  repeat
    local entries = redis.call('XRANGE', key('journal', journey), from, '+', 'COUNT', 100)
    for _, entry in ipairs(entries) do
      if tonumber(observedOf(entry)) > given.before then
        return last
      end
      last = numberOf(entry)
    end
    from = '0-' .. (last + 1)
  until #entries == 0
  return last
end

function operations.shortenJournals()
  local places, gone = takeBatch(aged), 0
  for _, journey in ipairs(places) do
    gone = gone + shorten(journey, redis.call('HGET', key('journey', journey), 'applicant'), lastTooOld(journey))
  end
  return { gone, #places }
end
