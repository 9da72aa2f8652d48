/**
 * The response cache in Redis, as scripts, each of which runs as one step.
 * A moment is a time in microseconds that only grows. An answer is good while each of its tags has a stamp (the moment of its last invalidation, 0 when there
 * was none) from before the answer was begun. A tag without a stamp, because Redis dropped it, makes its answers worthless rather than everlasting.
 */

/** Keys below share one slot of a cluster. */
export const keyPrefix = 'pentagraph:{responses}:';

/** Longer than any answer is kept. */
const stampSeconds = 2 * 86_400;

const nextMoment = `
local function nextMoment()
  local time = redis.call('TIME')
  local last = tonumber(redis.call('GET', '${keyPrefix}moment') or '0')
  local moment = math.max(time[1] * 1000000 + time[2], last + 1)
  local text = string.format('%.0f', moment)
  redis.call('SET', '${keyPrefix}moment', text)
  return text
end
`;

/** KEYS: the answer. Returns its text and its age in seconds; or '' and the moment. */
export const readScript = `${nextMoment}
local kept = redis.call('HMGET', KEYS[1], 'text', 'tags', 'since', 'at')
if kept[1] then
  local good = true
  for tag in string.gmatch(kept[2], '[^\\n]+') do
    local stamp = redis.call('GET', '${keyPrefix}tag:' .. tag)
    if not stamp or tonumber(stamp) >= tonumber(kept[3]) then good = false end
  end
  if good then return { kept[1], tostring(redis.call('TIME')[1] - kept[4]) } end
end
return { '', nextMoment() }
`;

/** KEYS: the answer. ARGV: its text, tags (one per line), moment and seconds to live. Returns 1 when it was kept. */
export const writeScript = `
local since = tonumber(ARGV[3])
local last = redis.call('GET', '${keyPrefix}invalidated') or '0'
for tag in string.gmatch(ARGV[2], '[^\\n]+') do
  local key = '${keyPrefix}tag:' .. tag
  local stamp = redis.call('GET', key)
  if not stamp then
    stamp = tonumber(last) >= since and last or '0'
  end
  redis.call('SET', key, stamp, 'EX', ${stampSeconds})
  if tonumber(stamp) >= since then return 0 end
end
redis.call('HSET', KEYS[1], 'text', ARGV[1], 'tags', ARGV[2], 'since', ARGV[3], 'at', redis.call('TIME')[1])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
`;

/** ARGV: tags. */
export const invalidateScript = `${nextMoment}
local moment = nextMoment()
redis.call('SET', '${keyPrefix}invalidated', moment)
for _, tag in ipairs(ARGV) do
  redis.call('SET', '${keyPrefix}tag:' .. tag, moment, 'EX', ${stampSeconds})
end
return 1
`;
