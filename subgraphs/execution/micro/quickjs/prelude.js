// What a QuickJS session has beside the language: console, display, and how values are put into words. Evaluated inside, under the limits of the session.
// `write(stream, text)` and `show(json)` are the only ways out.
(function (write, show) {
  'use strict';
  const { stringify } = JSON;
  const { getPrototypeOf, keys, prototype } = Object;
  const most = { levels: 4, items: 100, text: 65_536, json: 262_144, plain: 262_144 };

  const shortened = (text, length) => (text.length <= length ? text : `${text.slice(0, length)}…`);
  const nameOf = (value) => value.constructor?.name || 'Object';
  const isPlain = (value) => typeof value !== 'function' && (typeof value !== 'object' || value === null || Array.isArray(value) || [prototype, null].includes(getPrototypeOf(value)));
  const joined = (items, [open, close]) => (items.length === 0 ? open + close : `${open} ${items.join(', ')} ${close}`);

  function items(list, toText) {
    const shown = [];
    for (const item of list) {
      if (shown.length === most.items) return [...shown, '…'];
      shown.push(toText(item));
    }
    return shown;
  }

  function inspectObject(value, around) {
    if (around.includes(value)) return '[Circular]';
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return 'Promise {}';
    if (around.length === most.levels) return Array.isArray(value) ? '[Array]' : `[${nameOf(value)}]`;
    const inner = (item) => inspect(item, [...around, value]);
    if (Array.isArray(value)) return joined(items(value, inner), '[]');
    if (value instanceof Map) return `Map(${value.size}) ${joined(items(value, ([key, item]) => `${inner(key)} => ${inner(item)}`), '{}')}`;
    if (value instanceof Set) return `Set(${value.size}) ${joined(items(value, inner), '{}')}`;
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return `${nameOf(value)}(${value.length}) ${joined(items(value, inner), '[]')}`;
    const own = joined(items(keys(value), (key) => `${/^[A-Za-z_$][\w$]*$/u.test(key) ? key : stringify(key)}: ${inner(value[key])}`), '{}');
    return isPlain(value) ? own : `${nameOf(value)} ${own}`;
  }

  function inspect(value, around = []) {
    if (typeof value === 'string') return stringify(shortened(value, most.text));
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'function') return `[Function ${value.name || '(anonymous)'}]`;
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
    return inspectObject(value, around);
  }

  function toJson(value) {
    try {
      const json = isPlain(value) ? stringify(value) : undefined;
      return json !== undefined && json.length <= most.json ? json : undefined;
    } catch {
      return undefined; // circular, or with a bigint
    }
  }

  function bundle(value) {
    const json = toJson(value);
    return { 'text/plain': shortened(inspect(value), most.plain), ...(json === undefined ? {} : { 'application/json': json }) };
  }

  function shown(value) {
    const isBundle = typeof value === 'object' && value !== null && keys(value).length > 0 && keys(value).every((key) => /^[a-z]+\/[a-z0-9.+-]+$/u.test(key));
    if (!isBundle) return bundle(value);
    return Object.fromEntries(keys(value).map((kind) => [kind, /[/+]json$/u.test(kind) ? toJson(value[kind]) ?? 'null' : String(value[kind])]));
  }

  const print = (stream) => (...values) => write(stream, `${values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ')}\n`);
  const [out, err] = [print('STDOUT'), print('STDERR')];
  globalThis.console = { log: out, info: out, debug: out, warn: err, error: err };
  globalThis.display = (...values) => values.forEach((value) => show(stringify(shown(value))));

  return {
    resultOf: (value) => (value === undefined ? '{}' : stringify(bundle(value))),
    errorOf(error) {
      if (!(error instanceof Error)) return stringify({ name: 'Error', message: shortened(`Uncaught ${inspect(error)}`, 16_384), traceback: [] });
      const head = `${error.name}: ${error.message}`;
      const lines = String(error.stack ?? '').split('\n').filter((line) => line.trim() !== '');
      return stringify({ name: String(error.name), message: shortened(String(error.message), 16_384), traceback: [shortened(head, 16_384), ...lines.slice(0, 64)] });
    },
  };
})
