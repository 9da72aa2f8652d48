import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStopTexts } from './stop-texts.ts';

function feed(stops: readonly string[], pieces: readonly string[]): { readonly shown: string[]; readonly stopped: boolean } {
  const texts = createStopTexts(stops);
  const shown: string[] = [];
  for (const piece of pieces) {
    const { text, stopped } = texts.push(piece);
    shown.push(text);
    if (stopped) return { shown, stopped };
  }
  return { shown: [...shown, texts.rest()], stopped: false };
}

test('a stop text over several pieces ends the text before its first letter', () => {
  expect(feed(['END'], ['say E', 'N', 'D more'])).toEqual({ shown: ['say ', '', ''], stopped: true });
});

test('what only began like a stop text is shown as soon as that is certain', () => {
  expect(feed(['END'], ['say EN', 'ough'])).toEqual({ shown: ['say ', 'ENough', ''], stopped: false });
});

test('what was held back is shown when the text is over', () => {
  expect(feed(['END'], ['say EN'])).toEqual({ shown: ['say ', 'EN'], stopped: false });
});

test('the stop text that comes first counts, whatever its place in the list', () => {
  expect(feed(['late', 'early'], ['an early and a late one']).shown).toEqual(['an ']);
});

test('overlapping beginnings are not missed', () => {
  expect(feed(['aab'], ['a', 'a', 'a', 'b'])).toEqual({ shown: ['', '', 'a', ''], stopped: true });
});

test('without stop texts everything passes at once', () => {
  expect(feed([], ['a', 'b'])).toEqual({ shown: ['a', 'b', ''], stopped: false });
});

test('of stop texts within each other the one that is complete first counts, however the text is cut', () => {
  expect(feed(['bab', 'a'], ['ba', 'b']).shown.join('')).toBe('b');
  expect(feed(['bab', 'a'], ['bab']).shown.join('')).toBe('b');
});

test('however a text is cut, the same part of it is shown and it holds no stop text', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  const stopTexts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 6 }), stopTexts, (pieces, stops) => {
      const whole = pieces.join('');
      const shown = feed(stops, pieces).shown.join('');
      expect(shown).toBe(feed(stops, Array.from(whole)).shown.join(''));
      expect(whole.startsWith(shown)).toBe(true);
      expect(stops.some((stop) => shown.includes(stop))).toBe(false);
      expect(shown === whole).toBe(!stops.some((stop) => whole.includes(stop)));
    }),
    { numRuns: 1_000 },
  );
});
