-- Recalls: journeys whose data must leave the memory of every process. A stream with ids 0-<number>, which goes by itself a
-- day after the latest; the numbers go on.

local function recall(journey)
  local number = redis.call('INCR', prefix .. 'recall-head')
  redis.call('XADD', prefix .. 'recalls', 'MAXLEN', 10000, '0-' .. number, 'journey', journey)
  redis.call('EXPIRE', prefix .. 'recalls', 86400)
end

local function announceRecalls()
  redis.call('PUBLISH', prefix .. 'recalled', '')
end

function operations.readRecalls()
  local head = tonumber(redis.call('GET', prefix .. 'recall-head') or 0)
  local oldest = redis.call('XRANGE', prefix .. 'recalls', '-', '+', 'COUNT', 1)[1]
  local from = string.format('0-%.0f', given.after + 1)
  local places = {}
  for index, entry in ipairs(redis.call('XRANGE', prefix .. 'recalls', from, '+', 'COUNT', given.limit)) do
    places[index] = entry[2][2]
  end
  return { head, oldest and tonumber(string.match(oldest[1], '%-(%d+)$')) or head + 1, places }
end
