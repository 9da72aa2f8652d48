const month30 = '(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)';
const month31 = '(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])';
const leapYear = '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const date = `(?:\\d{4}-(?:${month31}|${month30}|02-(?:0[1-9]|1\\d|2[0-8]))|${leapYear}-02-29)`;
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const word = '[0-9a-fA-F]{1,4}';
const atom = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+";

/** All eight words, or up to seven of them around a gap (RFC 4291, 2.2). */
const ipv6 = [
  `${word}(?::${word}){7}`,
  ...Array.from({ length: 8 }, (_, before) => `${before === 0 ? '' : `${word}(?::${word}){${before - 1}}`}::${before === 7 ? '' : `(?:${word}(?::${word}){0,${6 - before}})?`}`),
].join('|');

/**
 * The formats that are really held to, each as a pattern: RFC 3339 dates and times (no leap second), ISO 8601 durations, RFC 5321 addresses without quotes,
 * RFC 1123 host names, RFC 791 and RFC 4291 addresses, RFC 9562 UUIDs, absolute RFC 3986 URIs.
 */
export const formats: ReadonlyMap<string, string> = new Map([
  ['date', `^${date}$`],
  ['time', `^${time}$`],
  ['date-time', `^${date}T${time}$`],
  ['duration', '^P(?:\\d+W|(?:\\d+Y)?(?:\\d+M)?\\d+D(?:T(?:\\d+H(?:\\d+M)?(?:\\d+S)?|\\d+M(?:\\d+S)?|\\d+S))?|(?:\\d+Y)?\\d+M|\\d+Y|T(?:\\d+H(?:\\d+M)?(?:\\d+S)?|\\d+M(?:\\d+S)?|\\d+S))$'],
  ['email', `^${atom}(?:\\.${atom})*@(?:${label}\\.)+[a-zA-Z]{2,24}$`],
  ['hostname', `^${label}(?:\\.${label})*$`],
  ['ipv4', `^${byte}(?:\\.${byte}){3}$`],
  ['ipv6', `^(?:${ipv6})$`],
  ['uuid', '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'],
  ['uri', "^[a-zA-Z][a-zA-Z0-9+.-]{0,30}:(?:[a-zA-Z0-9._~:/?@!$&'()*+,;=-]|%[0-9a-fA-F]{2})+$"],
]);

/** Formats of numbers and the integers that they allow; null allows every number. */
export const numberFormats: ReadonlyMap<string, readonly [number, number] | null> = new Map([
  ['int32', [-2_147_483_648, 2_147_483_647] as const],
  ['int64', null],
  ['float', null],
  ['double', null],
]);
